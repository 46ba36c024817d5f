-- Quality: mean final score (IQS, Q6), pass rate, auto-fail rate and critical accuracy, together and by type (Q5), of final random reviews;
-- basis keeps manual and auto apart (Q9).
with scored as (
    select
        'quality' as metric,
        fct_qa_reviews.*,
        final_score as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
    union all by name
    select
        'quality_pass_rate' as metric,
        fct_qa_reviews.*,
        cast(is_passed as double) as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
        and is_passed is not null
    union all by name
    select
        'auto_fail_rate' as metric,
        fct_qa_reviews.*,
        cast(is_auto_failed as double) as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
    union all by name
    select
        'critical_accuracy' as metric,
        fct_qa_reviews.*,
        cast(not (has_customer_critical_error or has_business_critical_error or has_compliance_critical_error) as double) as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
        and (has_customer_critical_item or has_business_critical_item or has_compliance_critical_item)
    union all by name
    select
        'critical_accuracy_customer' as metric,
        fct_qa_reviews.*,
        cast(not has_customer_critical_error as double) as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
        and has_customer_critical_item
    union all by name
    select
        'critical_accuracy_business' as metric,
        fct_qa_reviews.*,
        cast(not has_business_critical_error as double) as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
        and has_business_critical_item
    union all by name
    select
        'critical_accuracy_compliance' as metric,
        fct_qa_reviews.*,
        cast(not has_compliance_critical_error as double) as numerator,
    from fct_qa_reviews
    where exclusion_reason is null
        and has_compliance_critical_item
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
    cast(null as varchar) as contributor,
    numerator,
    cast(1 as double) as denominator,
from scored
