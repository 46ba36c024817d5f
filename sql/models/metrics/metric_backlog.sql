-- grain: one row per boundary of a stretch of backlog: numerator +1 where it opens, -1 where it closes
-- Backlog is a level, not a flow: the level at an instant is the running sum of the numerators attributed before it (V4: at local 24:00).
-- 'backlog' counts unsolved tickets, 'backlog_actionable' leaves out the pending ones (V5), 'backlog_overdue' those whose resolution is missed and open.
-- stored_at is a kept instant within a day of attributed_at: bounds of it leave row groups unread, those of what is computed from it do not.
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
    fct_backlog_spells.attributed_at as stored_at,
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
    fct_backlog_spells.closed_at as stored_at,
from fct_backlog_spells
cross join (values ('backlog'), ('backlog_actionable')) as kind (metric)
where fct_backlog_spells.closed_at is not null
    and (kind.metric = 'backlog' or not fct_backlog_spells.is_pending)
union all
select
    'backlog_overdue' as metric,
    fct_replayed_clocks.ticket_id as subject_id,
    fct_replayed_clocks.source_system,
    fct_replayed_clocks.ticket_id,
    fct_replayed_clocks.visible_from as attributed_at,
    reporting_date(fct_replayed_clocks.visible_from) as attributed_on,
    fct_replayed_clocks.visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_replayed_clocks.basis,
    fct_replayed_clocks.market,
    fct_replayed_clocks.lob,
    fct_replayed_clocks.tier,
    fct_replayed_clocks.channel,
    fct_replayed_clocks.site,
    fct_replayed_clocks.team,
    fct_replayed_clocks.agent,
    fct_replayed_clocks.priority,
    fct_replayed_clocks.status,
    fct_replayed_clocks.language,
    fct_replayed_clocks.category,
    fct_replayed_clocks.subcategory,
    fct_replayed_clocks.extra,
    cast(null as varchar) as contributor,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
    fct_replayed_clocks.visible_from as stored_at,
from fct_replayed_clocks
where fct_replayed_clocks.clock = 'RES'
    and fct_replayed_clocks.state = 'MISSED_OPEN'
union all
select
    'backlog_overdue' as metric,
    fct_replayed_clocks.ticket_id as subject_id,
    fct_replayed_clocks.source_system,
    fct_replayed_clocks.ticket_id,
    fct_replayed_clocks.visible_until as attributed_at,
    reporting_date(fct_replayed_clocks.visible_until) as attributed_on,
    fct_replayed_clocks.visible_until as visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_replayed_clocks.basis,
    fct_replayed_clocks.market,
    fct_replayed_clocks.lob,
    fct_replayed_clocks.tier,
    fct_replayed_clocks.channel,
    fct_replayed_clocks.site,
    fct_replayed_clocks.team,
    fct_replayed_clocks.agent,
    fct_replayed_clocks.priority,
    fct_replayed_clocks.status,
    fct_replayed_clocks.language,
    fct_replayed_clocks.category,
    fct_replayed_clocks.subcategory,
    fct_replayed_clocks.extra,
    cast(null as varchar) as contributor,
    cast(-1 as double) as numerator,
    cast(1 as double) as denominator,
    fct_replayed_clocks.visible_until as stored_at,
from fct_replayed_clocks
where fct_replayed_clocks.clock = 'RES'
    and fct_replayed_clocks.state = 'MISSED_OPEN'
    and fct_replayed_clocks.visible_until is not null
union all
-- Overdue a second after the instant that the promise ended (C1), or from the start where it ended before there was a ticket.
select
    'backlog_overdue' as metric,
    fct_reported_clocks.ticket_id as subject_id,
    fct_reported_clocks.source_system,
    fct_reported_clocks.ticket_id,
    fct_reported_clocks.overdue_from as attributed_at,
    reporting_date(fct_reported_clocks.overdue_from) as attributed_on,
    fct_reported_clocks.overdue_from as visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_reported_clocks.basis,
    fct_reported_clocks.market,
    fct_reported_clocks.lob,
    fct_reported_clocks.tier,
    fct_reported_clocks.channel,
    fct_reported_clocks.site,
    fct_reported_clocks.team,
    fct_reported_clocks.agent,
    fct_reported_clocks.priority,
    fct_reported_clocks.status,
    fct_reported_clocks.language,
    fct_reported_clocks.category,
    fct_reported_clocks.subcategory,
    fct_reported_clocks.extra,
    cast(null as varchar) as contributor,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
    fct_reported_clocks.attributed_at as stored_at,
from fct_reported_clocks
where fct_reported_clocks.clock = 'RES'
    and fct_reported_clocks.ran_out
    and fct_reported_clocks.overdue_from is not null
    and fct_reported_clocks.created_at <= fct_reported_clocks.attributed_at
union all
select
    'backlog_overdue' as metric,
    fct_reported_clocks.ticket_id as subject_id,
    fct_reported_clocks.source_system,
    fct_reported_clocks.ticket_id,
    fct_reported_clocks.overdue_from as attributed_at,
    reporting_date(fct_reported_clocks.overdue_from) as attributed_on,
    fct_reported_clocks.overdue_from as visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_reported_clocks.basis,
    fct_reported_clocks.market,
    fct_reported_clocks.lob,
    fct_reported_clocks.tier,
    fct_reported_clocks.channel,
    fct_reported_clocks.site,
    fct_reported_clocks.team,
    fct_reported_clocks.agent,
    fct_reported_clocks.priority,
    fct_reported_clocks.status,
    fct_reported_clocks.language,
    fct_reported_clocks.category,
    fct_reported_clocks.subcategory,
    fct_reported_clocks.extra,
    cast(null as varchar) as contributor,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
    fct_reported_clocks.created_at as stored_at,
from fct_reported_clocks
where fct_reported_clocks.clock = 'RES'
    and fct_reported_clocks.ran_out
    and fct_reported_clocks.overdue_from is not null
    and fct_reported_clocks.created_at > fct_reported_clocks.attributed_at
union all
select
    'backlog_overdue' as metric,
    fct_reported_clocks.ticket_id as subject_id,
    fct_reported_clocks.source_system,
    fct_reported_clocks.ticket_id,
    fct_reported_clocks.completed_at as attributed_at,
    reporting_date(fct_reported_clocks.completed_at) as attributed_on,
    fct_reported_clocks.completed_at as visible_from,
    cast(null as timestamp_s) as visible_until,
    fct_reported_clocks.basis,
    fct_reported_clocks.market,
    fct_reported_clocks.lob,
    fct_reported_clocks.tier,
    fct_reported_clocks.channel,
    fct_reported_clocks.site,
    fct_reported_clocks.team,
    fct_reported_clocks.agent,
    fct_reported_clocks.priority,
    fct_reported_clocks.status,
    fct_reported_clocks.language,
    fct_reported_clocks.category,
    fct_reported_clocks.subcategory,
    fct_reported_clocks.extra,
    cast(null as varchar) as contributor,
    cast(-1 as double) as numerator,
    cast(1 as double) as denominator,
    fct_reported_clocks.completed_at as stored_at,
from fct_reported_clocks
where fct_reported_clocks.clock = 'RES'
    and fct_reported_clocks.ran_out
    and fct_reported_clocks.overdue_from is not null
    and fct_reported_clocks.completed_at is not null
