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
    boundaries.ticket_id as subject_id,
    boundaries.source_system,
    boundaries.ticket_id,
    boundaries.boundary_at as attributed_at,
    reporting_date(boundaries.boundary_at) as attributed_on,
    boundaries.boundary_at as visible_from,
    cast(null as timestamp_s) as visible_until,
    boundaries.basis,
    boundaries.market,
    boundaries.lob,
    boundaries.tier,
    boundaries.channel,
    boundaries.site,
    boundaries.team,
    boundaries.agent,
    boundaries.priority,
    boundaries.status,
    boundaries.language,
    boundaries.category,
    boundaries.subcategory,
    boundaries.extra,
    cast(null as varchar) as contributor,
    cast(boundaries.step as double) as numerator,
    cast(1 as double) as denominator,
    boundaries.stored_at,
from (
    select *, visible_from as boundary_at, visible_from as stored_at, 1 as step
    from fct_replayed_clocks
    where clock = 'RES'
        and state = 'MISSED_OPEN'
    union all by name
    select *, visible_until as boundary_at, visible_until as stored_at, -1 as step
    from fct_replayed_clocks
    where clock = 'RES'
        and state = 'MISSED_OPEN'
        and visible_until is not null
    union all by name
    -- Overdue a second after the instant that the promise ended (C1), or from the start where it ended before there was a ticket.
    select *, overdue_from as boundary_at, attributed_at as stored_at, 1 as step
    from fct_reported_clocks
    where clock = 'RES'
        and overdue_from is not null
        and created_at <= attributed_at
    union all by name
    select *, overdue_from as boundary_at, created_at as stored_at, 1 as step
    from fct_reported_clocks
    where clock = 'RES'
        and overdue_from is not null
        and created_at > attributed_at
    union all by name
    select *, completed_at as boundary_at, completed_at as stored_at, -1 as step
    from fct_reported_clocks
    where clock = 'RES'
        and overdue_from is not null
        and completed_at is not null
) as boundaries
