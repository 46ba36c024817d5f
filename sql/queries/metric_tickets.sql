-- The rows behind a rate, a mean or a count, newest first: exactly those that it counted. Slots: family, filters, outcome.
with /*{family}*/
counted as (
    select * from metric_observations
    where metric = $metric
        /*{filters}*/
        /*{outcome}*/
),
-- The page first: to look up the tickets of all that were counted costs more than to find the fifty.
asked as (
    select * from counted
    order by attributed_at desc, subject_id
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
