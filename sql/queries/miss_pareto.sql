-- The evidence rows of a metric and week by reason; a row in several sets counts once, one without a reason has a null.
with latest as (
    select
        source_system,
        subject_id,
        arg_max(coalesce(reason, ''), coding_no) as reason,
    from miss_codings
    where metric = $metric
    group by all
),

drawn as (
    select distinct
        rows.source_system,
        rows.subject_id,
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
    from evidence_rows as rows
    join evidence_sets as sets using (evidence_id)
    where sets.metric = $metric
        and sets.week = $week
)

select
    nullif(latest.reason, '') as reason,
    cast(count(*) as bigint) as misses,
from drawn
left join latest
    on latest.source_system = drawn.source_system
    and latest.subject_id = drawn.subject_id
where true
    /*{filters}*/
group by all
order by misses desc, reason
