-- A set's rows as drawn, each with the latest reason given for it.
with latest as (
    select
        metric,
        source_system,
        subject_id,
        arg_max(coalesce(reason, ''), coding_no) as reason,
    from miss_codings
    group by all
)
select
    rows.position,
    rows.source_system,
    rows.ticket_id,
    rows.subject_id,
    rows.attributed_at,
    rows.market,
    rows.lob,
    rows.tier,
    rows.channel,
    rows.site,
    rows.team,
    rows.priority,
    rows.language,
    rows.category,
    rows.subcategory,
    rows.created_at,
    rows.solved_at,
    nullif(latest.reason, '') as reason,
from evidence_rows as rows
join evidence_sets as sets using (evidence_id)
left join latest
    on latest.metric = sets.metric
    and latest.source_system = rows.source_system
    and latest.subject_id = rows.subject_id
where rows.evidence_id = $evidence_id
order by rows.position
