-- CSAT, DSAT and the mean score: one row per counted answer, in the week of its first answer (T1-T6).
with scored as (
    select
        'csat' as metric,
        fct_survey_responses.*,
        cast(is_satisfied as double) as numerator,
    from fct_survey_responses
    where exclusion_reason is null
    union all by name
    select
        'dsat' as metric,
        fct_survey_responses.*,
        cast(is_dissatisfied as double) as numerator,
    from fct_survey_responses
    where exclusion_reason is null
    union all by name
    -- Scales are not mixed inside one mean (T2).
    select
        'csat_mean' as metric,
        fct_survey_responses.*,
        cast(score as double) as numerator,
    from fct_survey_responses
    where exclusion_reason is null
        and scale_max = 5
)
select
    metric,
    survey_id as subject_id,
    source_system,
    ticket_id,
    attributed_at,
    attributed_on,
    visible_from,
    visible_until,
    cast(null as varchar) as basis,
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
