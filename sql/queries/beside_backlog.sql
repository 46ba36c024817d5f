-- What belongs beside a backlog (V5, E4): its age, how long it takes to work off, and what of it has been escalated. At the end of the period,
-- or as of the question's instant if that comes first. Slot: filters.
with asked as (
    select least(cast($until as timestamp), cast($as_of as timestamp)) as at
),

unsolved as (
    select
        source_system,
        ticket_id,
        is_pending,
        epoch(asked.at - created_at) / 86400 as age_days,
    from fct_backlog_spells
    cross join asked
    where opened_at < $until
        and (closed_at is null or closed_at >= $until or closed_at > $as_of)
        /*{filters}*/
),

ages (place, what, from_days, until_days) as (
    values (1, 'aged 0-1 days', 0, 2), (2, 'aged 2-3 days', 2, 4), (3, 'aged 4-7 days', 4, 8), (4, 'aged 8-14 days', 8, 15), (5, 'aged 15-30 days', 15, 31), (6, 'aged over 30 days', 31, null)
),

solved as (
    select count(distinct (source_system, ticket_id)) / 28 as tickets_a_day
    from fct_ticket_solves
    cross join asked
    where solved_at < $until
        and solved_at >= asked.at - interval 28 day
        /*{filters}*/
),

escalated as (
    select unsolved.age_days
    from unsolved
    semi join (select source_system, ticket_id, from fct_escalations where escalated_at < $until) as escalations using (source_system, ticket_id)
),

beside as (
    select ages.place, ages.what, cast(count(unsolved.ticket_id) as double) as value,
    from ages
    left join unsolved
        on unsolved.age_days >= ages.from_days
        and (ages.until_days is null or unsolved.age_days < ages.until_days)
    group by all
    union all
    select 7 as place, 'not waiting for the customer' as what, count(*) as value,
    from unsolved
    where not is_pending
    union all
    select 8 as place, 'days to work it off at the pace of 28 days' as what, (select count(*) from unsolved where not is_pending) / nullif(tickets_a_day, 0) as value,
    from solved
    union all
    select 9 as place, 'escalated before' as what, count(*) as value,
    from escalated
    union all
    select 10 as place, 'median age of the escalated, days' as what, median(age_days) as value,
    from escalated
)

select what, value from beside order by place
