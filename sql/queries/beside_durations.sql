-- What belongs beside a duration (D1, D2): the same clocks in minutes of the calendar and as a mean, the oldest one that still runs, and, because
-- three numbers are called resolution time, full and first resolution in calendar minutes. Slots: filters, period, basis.
with clocks as (
    select
        state,
        outcome,
        clock_start_at,
        completed_at,
        coalesce(elapsed_minutes, calendar_minutes) as minutes,
        calendar_minutes,
        attributed_at,
        attributed_on,
    from fct_sla_outcomes
    where clock = $clock
        /*{filters}*/
        /*{basis}*/
),

completed as (
    select *
    from (select * replace (completed_at as attributed_at, reporting_date(completed_at) as attributed_on) from clocks)
    where outcome in ('met', 'missed')
        and completed_at >= clock_start_at
        /*{period}*/
),

solves as (
    select
        solves.is_first,
        solves.reopened_at,
        date_diff('second', fct_tickets.created_at, solves.solved_at) / 60 as minutes,
    from (
        select *
        from fct_ticket_solves
        where true
            /*{filters}*/
            /*{period}*/
    ) as solves
    inner join fct_tickets using (source_system, ticket_id)
    where $clock = 'RES'
),

beside as (
    select 1 as place, 'mean minutes' as what, avg(minutes) as value,
    from completed
    union all
    select 2 as place, 'calendar minutes, median' as what, quantile_cont(calendar_minutes, 0.5) as value,
    from completed
    union all
    select 3 as place, 'calendar minutes, P90' as what, quantile_cont(calendar_minutes, 0.9) as value,
    from completed
    union all
    select 4 as place, 'oldest open, calendar minutes' as what, max(date_diff('second', clock_start_at, cast($as_of as timestamp))) / 60 as value,
    from clocks
    where state in ('ACTIVE', 'PAUSED', 'MISSED_OPEN')
    union all
    select 5 as place, 'full resolution, calendar minutes, median' as what, quantile_cont(minutes, 0.5) as value,
    from solves
    where reopened_at is null
    having count(*) > 0
    union all
    select 6 as place, 'full resolution, calendar minutes, P90' as what, quantile_cont(minutes, 0.9) as value,
    from solves
    where reopened_at is null
    having count(*) > 0
    union all
    select 7 as place, 'first resolution, calendar minutes, median' as what, quantile_cont(minutes, 0.5) as value,
    from solves
    where is_first
    having count(*) > 0
    union all
    select 8 as place, 'first resolution, calendar minutes, P90' as what, quantile_cont(minutes, 0.9) as value,
    from solves
    where is_first
    having count(*) > 0
)

select what, value from beside order by place
