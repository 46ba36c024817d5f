-- What belongs beside CSAT: the answers at each score (T8), what was answered and is not counted (T4), how many of the invited answered at all (T7)
-- and the same answers by the week of their solve (T5). Slots: filters, period.
with responses as (
    select *
    from fct_survey_responses
    where true
        /*{filters}*/
        /*{period}*/
),

-- Dated by the instant they are attributed at: the solve they are about, or the invitation where none is known (T6).
by_solve as (
    select *
    from (select * replace (held_at as attributed_at, reporting_date(held_at) as attributed_on) from fct_survey_responses)
    where exclusion_reason is null
        /*{filters}*/
        /*{period}*/
),

invitations as (
    select
        count(*) as sent,
        avg(cast(is_answered_within_7_days as double)) as share,
    from fct_invitation_outcomes
    where true
        /*{filters}*/
        /*{period}*/
),

beside as (
    select 1 as place, 'answers of ' || score || ' of ' || scale_max as what, cast(count(*) as double) as value,
    from responses
    where exclusion_reason is null
    group by all
    union all
    select 2 as place, 'not counted: ' || exclusion_reason as what, count(*) as value,
    from responses
    where exclusion_reason is not null
    group by all
    union all
    select 3 as place, 'response rate' || if(sent < 30 or share < 0.05, ', low response', '') as what, share as value,
    from invitations
    where sent > 0
    union all
    select 4 as place, 'by solve cohort: answers' as what, count(*) as value,
    from by_solve
    union all
    select 5 as place, 'by solve cohort: share satisfied' as what, avg(cast(is_satisfied as double)) as value,
    from by_solve
)

select what, value from beside order by place, what
