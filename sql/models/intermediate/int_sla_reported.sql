-- grain: one row per clock of a ticket without history and visible interval in which its answer stays the same; refresh: by ticket
-- The bases below 'events' (amendment 3): FRT and RES only, from what the ticket's row says. There is no pause history to know.
with bases as (
    select
        source_system,
        case min(case sla_basis when 'events' then 1 when 'timestamps' then 2 when 'due_at' then 3 when 'declared' then 4 end)
            when 2 then 'timestamps'
            when 3 then 'due_at'
            when 4 then 'declared'
        end as basis,
    from sources
    group by all
),

targets as (
    select
        policy_id,
        version,
        priority,
        max(target_minutes) filter (where metric = 'FRT') as frt,
        max(target_minutes) filter (where metric = 'RES') as res,
    from sla_targets
    group by all
),

known_markets as (
    select distinct market from int_sla_promises
),

known_lobs as (
    select distinct lob from int_sla_promises
),

reported as (
    select
        tickets.source_system,
        tickets.ticket_id,
        bases.basis,
        resolution_clocks.clock,
        tickets.created_at,
        tickets.status,
        coalesce(tickets.priority, 'normal') as priority,
        tickets.market,
        tickets.lob,
        tickets.team_id as team,
        tickets.agent_id as agent,
        case when tickets.status in ('solved', 'closed') then tickets.solved_at end as solved_at,
        -- A ticket whose status is not solved is open, whatever its solved_at says.
        case
            when resolution_clocks.clock = 'FRT' then tickets.first_reply_at
            when tickets.status in ('solved', 'closed') then tickets.solved_at
        end as completed_at,
        if(resolution_clocks.clock = 'FRT', tickets.first_reply_due_at, tickets.resolution_due_at) as due_at,
        if(resolution_clocks.clock = 'FRT', tickets.first_reply_met, tickets.resolution_met) as is_met,
    from tickets
    inner join bases
        on bases.source_system = tickets.source_system
        and bases.basis is not null
    cross join (values ('FRT'), ('RES')) as resolution_clocks (clock)
    where not coalesce(tickets.is_test, false)
),

promised as (
    select
        reported.*,
        promises.policy_id,
        promises.policy_version,
        promises.calendar_id,
        60 * if(reported.clock = 'FRT', targets.frt, targets.res) as target_seconds,
        list_contains(promises.metrics, reported.clock) as is_promised,
    from reported
    left join known_markets on known_markets.market = reported.market
    left join known_lobs on known_lobs.lob = reported.lob
    left join int_sla_promises as promises
        on promises.market = if(reported.basis = 'timestamps', coalesce(known_markets.market, '*'), null)
        and promises.lob = coalesce(known_lobs.lob, '*')
        and promises.valid_from <= reported.created_at
        and reported.created_at < promises.valid_until
    left join targets
        on targets.policy_id = promises.policy_id
        and targets.version = promises.policy_version
        and targets.priority = reported.priority
    where reported.basis = 'due_at'
        or (reported.basis = 'timestamps' and coalesce(list_contains(promises.metrics, reported.clock), true))
        or (reported.basis = 'declared' and reported.is_met is not null)
),

started as (
    select
        promised.*,
        coalesce(hours.open_before + least(date_diff('second', hours.open_from, promised.created_at), hours.open_seconds), 0) as open_at_start,
        -- A clock that nobody completed stops counting when the ticket is solved (S5).
        coalesce(promised.completed_at, promised.solved_at) as stopped_at,
    from promised
    asof left join int_calendar_open as hours
        on hours.calendar_id = promised.calendar_id
        and promised.created_at >= hours.open_from
),

stopped as (
    select
        started.*,
        coalesce(hours.open_before + least(date_diff('second', hours.open_from, started.stopped_at), hours.open_seconds), 0) - started.open_at_start as elapsed_at_stop,
    from started
    asof left join int_calendar_open as hours
        on hours.calendar_id = started.calendar_id
        and started.stopped_at >= hours.open_from
),

targeted as (
    select
        stopped.*,
        hours.open_from + to_seconds(stopped.open_at_start + stopped.target_seconds - hours.open_before) as target_ends_at,
    from stopped
    asof left join int_calendar_open as hours
        on hours.calendar_id = stopped.calendar_id
        and stopped.open_at_start + stopped.target_seconds > hours.open_before
),

breaching as (
    select
        targeted.*,
        hours.open_from + to_seconds(targeted.open_at_start + targeted.target_seconds - hours.open_before) as target_exceeded_at,
    from targeted
    asof left join int_calendar_open as hours
        on hours.calendar_id = targeted.calendar_id
        and targeted.open_at_start + targeted.target_seconds >= hours.open_before
),

unified as (
    select
        breaching.* exclude (due_at),
        if(basis = 'timestamps', target_ends_at, due_at) as due_at,
        if(basis = 'timestamps', target_exceeded_at, due_at) as exceeded_at,
        case
            when status in ('spam', 'deleted') then status
            when status = 'merged' and completed_at is null then 'merged'
            when basis = 'timestamps' and policy_id is null then 'no_policy'
            when basis = 'timestamps' and target_seconds is null then 'no_target'
            when basis = 'timestamps' and stopped_at < created_at then 'negative_time'
            when basis = 'due_at' and due_at is null then 'no_due_date'
        end as exclusion_reason,
    from breaching
),

judged as (
    select
        unified.*,
        -- Completed at the due instant is met (S3).
        case
            when basis = 'declared' then not is_met
            when basis = 'timestamps' then coalesce(elapsed_at_stop > target_seconds, stopped_at is null)
            else coalesce(stopped_at > due_at, stopped_at is null)
        end as is_missed,
    from unified
    -- A source that gives no first reply due dates promises no first reply.
    where not (basis = 'due_at' and clock = 'FRT' and due_at is null and completed_at is null)
),

intervals as (
    -- undecided until completed, closed or overdue
    select
        judged.*,
        'pending' as outcome,
        'ACTIVE' as state,
        created_at as visible_from,
        if(is_missed, exceeded_at + interval 1 microsecond, stopped_at) as visible_until,
    from judged
    where exclusion_reason is null
        and basis <> 'declared'
    union all
    select
        judged.* replace (if(completed_at is null and not is_missed, 'closed_without_reply', null) as exclusion_reason),
        case when is_missed then 'missed' when completed_at is null then 'excluded' else 'met' end as outcome,
        case when is_missed then 'MISSED_CLOSED' when completed_at is null then 'EXCLUDED' else 'MET' end as state,
        stopped_at as visible_from,
        null as visible_until,
    from judged
    where exclusion_reason is null
        and basis <> 'declared'
        and stopped_at is not null
    union all
    select
        judged.*,
        'missed' as outcome,
        'MISSED_OPEN' as state,
        greatest(exceeded_at + interval 1 microsecond, created_at) as visible_from,
        stopped_at as visible_until,
    from judged
    where exclusion_reason is null
        and basis <> 'declared'
        and is_missed
    union all
    select
        judged.*,
        if(is_missed, 'missed', 'met') as outcome,
        if(is_missed, 'MISSED_CLOSED', 'MET') as state,
        coalesce(solved_at, created_at) as visible_from,
        null as visible_until,
    from judged
    where exclusion_reason is null
        and basis = 'declared'
    union all
    select
        judged.*,
        'excluded' as outcome,
        'EXCLUDED' as state,
        created_at as visible_from,
        null as visible_until,
    from judged
    where exclusion_reason is not null
)

select
    source_system,
    ticket_id,
    clock,
    1 as cycle,
    basis,
    created_at as started_at,
    visible_from,
    visible_until,
    outcome,
    state,
    exclusion_reason,
    outcome in ('pending', 'missed') and state <> 'MISSED_CLOSED' and calendar_id is not null as is_running,
    case
        when basis <> 'timestamps' then null
        when outcome = 'pending' then 0
        when state = 'MISSED_OPEN' then target_seconds
        when exclusion_reason is null or exclusion_reason = 'closed_without_reply' then elapsed_at_stop
    end as elapsed_seconds,
    case when outcome <> 'excluded' and basis = 'timestamps' then target_seconds end as target_seconds,
    policy_id,
    policy_version,
    calendar_id,
    case when outcome in ('met', 'missed') and state <> 'MISSED_OPEN' then completed_at end as completed_at,
    case when outcome in ('pending', 'missed') and basis <> 'declared' then due_at end as due_at,
    case when outcome = 'missed' and basis <> 'declared' then exceeded_at end as breach_at,
    case
        when basis = 'declared' then coalesce(solved_at, created_at)
        when outcome = 'met' then completed_at
        when outcome = 'missed' then exceeded_at
        when outcome = 'excluded' then visible_from
    end as attributed_at,
    team,
    agent,
    priority,
    market,
    lob,
from intervals
where visible_until is null
    or visible_from < visible_until
