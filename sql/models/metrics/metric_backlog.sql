-- grain: one row per boundary of a stretch of backlog: numerator +1 where it opens, -1 where it closes
-- Backlog is a level, not a flow: the level at an instant is the running sum of the numerators attributed before it (V4: at local 24:00).
-- 'backlog' counts unsolved tickets, 'backlog_actionable' leaves out the pending ones (V5), 'backlog_overdue' those whose resolution is missed and open.
-- Both boundaries of a stretch carry the stretch's own dimensions, so that the level of every slice is a sum too.
select
    kind.metric as metric,
    fct_backlog_spells.ticket_id as subject_id,
    fct_backlog_spells.source_system,
    fct_backlog_spells.ticket_id,
    fct_backlog_spells.attributed_at,
    fct_backlog_spells.attributed_on,
    fct_backlog_spells.visible_from,
    fct_backlog_spells.visible_until,
    fct_backlog_spells.basis,
    fct_backlog_spells.market,
    fct_backlog_spells.lob,
    fct_backlog_spells.tier,
    fct_backlog_spells.channel,
    fct_backlog_spells.site,
    fct_backlog_spells.team,
    fct_backlog_spells.agent,
    fct_backlog_spells.priority,
    fct_backlog_spells.status,
    fct_backlog_spells.language,
    fct_backlog_spells.category,
    fct_backlog_spells.subcategory,
    fct_backlog_spells.extra,
    cast(null as varchar) as contributor,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
from fct_backlog_spells
cross join (values ('backlog'), ('backlog_actionable')) as kind (metric)
where kind.metric = 'backlog'
    or not fct_backlog_spells.is_pending
union all
select
    kind.metric as metric,
    fct_backlog_spells.ticket_id as subject_id,
    fct_backlog_spells.source_system,
    fct_backlog_spells.ticket_id,
    fct_backlog_spells.closed_at as attributed_at,
    fct_backlog_spells.closed_on as attributed_on,
    fct_backlog_spells.closed_at as visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_backlog_spells.basis,
    fct_backlog_spells.market,
    fct_backlog_spells.lob,
    fct_backlog_spells.tier,
    fct_backlog_spells.channel,
    fct_backlog_spells.site,
    fct_backlog_spells.team,
    fct_backlog_spells.agent,
    fct_backlog_spells.priority,
    fct_backlog_spells.status,
    fct_backlog_spells.language,
    fct_backlog_spells.category,
    fct_backlog_spells.subcategory,
    fct_backlog_spells.extra,
    cast(null as varchar) as contributor,
    cast(-1 as double) as numerator,
    cast(1 as double) as denominator,
from fct_backlog_spells
cross join (values ('backlog'), ('backlog_actionable')) as kind (metric)
where fct_backlog_spells.closed_at is not null
    and (kind.metric = 'backlog' or not fct_backlog_spells.is_pending)
union all
select
    'backlog_overdue' as metric,
    fct_sla_outcomes.ticket_id as subject_id,
    fct_sla_outcomes.source_system,
    fct_sla_outcomes.ticket_id,
    fct_sla_outcomes.visible_from as attributed_at,
    reporting_date(fct_sla_outcomes.visible_from) as attributed_on,
    fct_sla_outcomes.visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_sla_outcomes.basis,
    fct_sla_outcomes.market,
    fct_sla_outcomes.lob,
    fct_sla_outcomes.tier,
    fct_sla_outcomes.channel,
    fct_sla_outcomes.site,
    fct_sla_outcomes.team,
    fct_sla_outcomes.agent,
    fct_sla_outcomes.priority,
    fct_sla_outcomes.status,
    fct_sla_outcomes.language,
    fct_sla_outcomes.category,
    fct_sla_outcomes.subcategory,
    fct_sla_outcomes.extra,
    cast(null as varchar) as contributor,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
from fct_sla_outcomes
where fct_sla_outcomes.clock = 'RES'
    and fct_sla_outcomes.state = 'MISSED_OPEN'
union all
select
    'backlog_overdue' as metric,
    fct_sla_outcomes.ticket_id as subject_id,
    fct_sla_outcomes.source_system,
    fct_sla_outcomes.ticket_id,
    fct_sla_outcomes.visible_until as attributed_at,
    reporting_date(fct_sla_outcomes.visible_until) as attributed_on,
    fct_sla_outcomes.visible_until as visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_sla_outcomes.basis,
    fct_sla_outcomes.market,
    fct_sla_outcomes.lob,
    fct_sla_outcomes.tier,
    fct_sla_outcomes.channel,
    fct_sla_outcomes.site,
    fct_sla_outcomes.team,
    fct_sla_outcomes.agent,
    fct_sla_outcomes.priority,
    fct_sla_outcomes.status,
    fct_sla_outcomes.language,
    fct_sla_outcomes.category,
    fct_sla_outcomes.subcategory,
    fct_sla_outcomes.extra,
    cast(null as varchar) as contributor,
    cast(-1 as double) as numerator,
    cast(1 as double) as denominator,
from fct_sla_outcomes
where fct_sla_outcomes.clock = 'RES'
    and fct_sla_outcomes.state = 'MISSED_OPEN'
    and fct_sla_outcomes.visible_until is not null
