-- The tickets behind a level: those whose +1 has no -1 before the end of the period, by their latest +1. Slots: family, filters.
with /*{family}*/
boundaries as (
    select * from metric_observations
    where metric = $metric
        /*{filters}*/
),
open_subjects as (
    select
        source_system,
        ticket_id,
        subject_id,
        max(attributed_at) filter (where numerator > 0) as attributed_at,
    from boundaries
    group by all
    having sum(numerator) > 0
),
asked as (
    select boundaries.*
    from open_subjects
    join boundaries using (source_system, ticket_id, subject_id, attributed_at)
    where boundaries.numerator > 0
    order by boundaries.attributed_at desc, boundaries.subject_id
    limit $limit offset $offset
)
select
    rows.subject_id,
    rows.source_system,
    rows.ticket_id,
    rows.attributed_at,
    rows.basis,
    rows.market,
    rows.lob,
    cast(rows.tier as varchar) as tier,
    rows.channel,
    rows.site,
    rows.team,
    rows.agent,
    rows.priority,
    rows.status,
    rows.language,
    rows.category,
    rows.subcategory,
    tickets.created_at,
    tickets.solved_at,
    rows.numerator,
from asked as rows
join tickets using (source_system, ticket_id)
order by rows.attributed_at desc, rows.subject_id
