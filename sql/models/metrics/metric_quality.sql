-- Quality: mean final score (IQS, Q6), pass rate, auto-fail rate and critical accuracy, together and by type (Q5), of final random reviews;
-- basis keeps manual and auto apart (Q9).
with counted as not materialized (
    select * from fct_qa_reviews where exclusion_reason is null
),
scored as not materialized (
    select
        'quality' as metric,
        counted.*,
        final_score as numerator,
    from counted
    union all by name
    select
        'quality_pass_rate' as metric,
        counted.*,
        cast(is_passed as double) as numerator,
    from counted
    where is_passed is not null
    union all by name
    select
        'auto_fail_rate' as metric,
        counted.*,
        cast(is_auto_failed as double) as numerator,
    from counted
    union all by name
    select
        'critical_accuracy' as metric,
        counted.*,
        cast(not (has_customer_critical_error or has_business_critical_error or has_compliance_critical_error) as double) as numerator,
    from counted
    where has_customer_critical_item or has_business_critical_item or has_compliance_critical_item
    union all by name
    select
        'critical_accuracy_customer' as metric,
        counted.*,
        cast(not has_customer_critical_error as double) as numerator,
    from counted
    where has_customer_critical_item
    union all by name
    select
        'critical_accuracy_business' as metric,
        counted.*,
        cast(not has_business_critical_error as double) as numerator,
    from counted
    where has_business_critical_item
    union all by name
    select
        'critical_accuracy_compliance' as metric,
        counted.*,
        cast(not has_compliance_critical_error as double) as numerator,
    from counted
    where has_compliance_critical_item
)
select
    metric,
    review_id as subject_id,
    source_system,
    ticket_id,
    attributed_at,
    attributed_on,
    visible_from,
    visible_until,
    source as basis,
    market,
    lob,
    tier,
    channel,
    site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    numerator,
    cast(1 as double) as denominator,
from scored
