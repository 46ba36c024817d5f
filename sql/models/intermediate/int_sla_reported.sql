-- grain: one row per clock of a ticket without history and visible interval in which its answer stays the same; refresh: by ticket, in passing
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
        if(reported.clock = 'FRT', coalesce(terms.frt_seconds, other_terms.frt_seconds), coalesce(terms.res_seconds, other_terms.res_seconds)) as target_seconds,
    from reported
    left join known_markets on known_markets.market = reported.market
    left join known_lobs on known_lobs.lob = reported.lob
    left join int_sla_promises as promises
        on promises.market = if(reported.basis = 'timestamps', coalesce(known_markets.market, '*'), null)
        and promises.lob = coalesce(known_lobs.lob, '*')
        and promises.valid_from <= reported.created_at
        and reported.created_at < promises.valid_until
    left join int_sla_terms as terms
        on terms.policy_id = promises.policy_id
        and terms.policy_version = promises.policy_version
        and terms.priority = reported.priority
    left join int_sla_terms as other_terms
        on other_terms.policy_id = promises.policy_id
        and other_terms.policy_version = promises.policy_version
        and other_terms.priority is null
    where reported.basis = 'due_at'
        or (reported.basis = 'timestamps' and (promises.policy_id is null or target_seconds is not null))
        or (reported.basis = 'declared' and reported.is_met is not null)
),

measured as (
    select
        promised.*,
        -- A clock that nobody completed stops counting when the ticket is solved (S5).
        coalesce(promised.completed_at, promised.solved_at) as stopped_at,
        coalesce(first_day.open_before + if(first_day.is_open, date_diff('second', first_day.starts_at, promised.created_at), 0), 0) as open_at_start,
        if(stopped_at is null, null, coalesce(last_day.open_before + if(last_day.is_open, date_diff('second', last_day.starts_at, stopped_at), 0), 0) - open_at_start) as elapsed_at_stop,
        open_at_start + target_seconds as open_when_used_up,
    from promised
    left join int_calendar_days as first_day
        on first_day.calendar_id = promised.calendar_id
        and first_day.on_date = cast(promised.created_at as date)
        and first_day.starts_at <= promised.created_at
        and promised.created_at < first_day.ends_at
    left join int_calendar_days as last_day
        on last_day.calendar_id = promised.calendar_id
        and last_day.on_date = cast(coalesce(promised.completed_at, promised.solved_at) as date)
        and last_day.starts_at <= coalesce(promised.completed_at, promised.solved_at)
        and coalesce(promised.completed_at, promised.solved_at) < last_day.ends_at
),

targeted as (
    select
        measured.*,
        due_hours.open_from + to_seconds(measured.open_when_used_up - due_hours.open_before) as target_ends_at,
        breach_hours.open_from + to_seconds(measured.open_when_used_up - breach_hours.open_before) as target_exceeded_at,
    from measured
    left join int_calendar_uses as due_hours
        on due_hours.calendar_id = measured.calendar_id
        and due_hours.bucket = (measured.open_when_used_up - 1) // 86400
        and due_hours.open_before < measured.open_when_used_up
        and measured.open_when_used_up <= due_hours.open_after
    left join int_calendar_uses as breach_hours
        on breach_hours.calendar_id = measured.calendar_id
        and breach_hours.bucket = measured.open_when_used_up // 86400
        and breach_hours.open_before <= measured.open_when_used_up
        and measured.open_when_used_up < breach_hours.open_after
),

unified as (
    select
        targeted.* exclude (due_at),
        if(basis = 'timestamps', target_ends_at, due_at) as due_at,
        if(basis = 'timestamps', target_exceeded_at, due_at) as exceeded_at,
        case
            when status in ('spam', 'deleted') then status
            when status = 'merged' and completed_at is null then 'merged'
            when basis = 'timestamps' and policy_id is null then 'no_policy'
            when basis = 'timestamps' and target_seconds = 0 then 'no_target'
            when basis = 'timestamps' and stopped_at < created_at then 'negative_time'
            when basis = 'due_at' and due_at is null then 'no_due_date'
        end as exclusion_reason,
    from targeted
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
