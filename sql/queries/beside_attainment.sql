-- What belongs beside an attainment (S5, S9, S11): clocks of its kind that are undecided or left out and why, misses that a void erased,
-- and how long and how late the closed ones were. Slots: filters, period.
with visible as (
    select
        source_system,
        ticket_id,
        cycle,
        outcome,
        state,
        exclusion_reason,
        elapsed_minutes,
        minutes_late,
        coalesce(true /*{period}*/, false) as is_in_period,
    from fct_sla_outcomes
    where clock = $clock
        /*{filters}*/
),

missed_before as (
    select distinct
        source_system,
        ticket_id,
        cycle,
    from fct_sla_outcomes
    where clock = $clock
        and outcome = 'missed'
),

beside as (
    select 1 as place, 'undecided' as what, cast(count(*) as double) as value,
    from visible
    where outcome = 'pending'
    union all
    select 2 as place, 'left out: ' || exclusion_reason as what, count(*) as value,
    from visible
    where outcome = 'excluded'
        and is_in_period
    group by all
    union all
    select 3 as place, 'missed, then void' as what, count(*) as value,
    from visible
    semi join missed_before using (source_system, ticket_id, cycle)
    where exclusion_reason in ('spam', 'deleted')
        and is_in_period
    union all
    select 4 as place, 'minutes used, P90' as what, quantile_cont(elapsed_minutes, 0.9) as value,
    from visible
    where state in ('MET', 'MISSED_CLOSED')
        and is_in_period
    union all
    select 5 as place, 'minutes late, median of the missed' as what, median(minutes_late) as value,
    from visible
    where state = 'MISSED_CLOSED'
        and is_in_period
)

select what, value from beside order by place, what
