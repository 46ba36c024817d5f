-- grain: one row per clock instance of a replayed ticket and visible interval in which its answer stays the same; refresh: by ticket
-- The answers of S1-S15 as of any instant (C8). A running row carries what it had used at visible_from and the calendar it counts on.
with readings as (
    select
        clocks.source_system,
        clocks.ticket_id,
        clocks.clock,
        clocks.cycle,
        clocks.started_at,
        clocks.stopped_at,
        clocks.team as clock_team,
        stretches.starts_at,
        stretches.ends_at,
        stretches.phase,
        stretches.phase_before,
        stretches.void_reason,
        stretches.void_reason_before,
        coalesce(stretches.last_phase, 'unsolved') as last_phase,
        stretches.is_changed,
        stretches.priority,
        stretches.market,
        stretches.lob,
        stretches.team,
        stretches.agent,
        stretches.policy_id,
        stretches.policy_version,
        stretches.calendar_id,
        stretches.open_at_start,
        case clocks.clock
            when 'FRT' then stretches.frt_seconds
            when 'NRT' then stretches.nrt_seconds
            when 'RES' then stretches.res_seconds
            when 'AWT' then stretches.awt_seconds
            else stretches.ola_seconds
        end as target_seconds,
        stretches.phase = 'unsolved' and case
            when clocks.clock in ('FRT', 'NRT') then true
            when clocks.clock = 'AWT' then stretches.runs_work
            else stretches.runs_wait
        end as is_running,
        case
            when clocks.clock in ('FRT', 'NRT') then stretches.phase_before = 'unsolved'
            when clocks.clock = 'AWT' then stretches.ran_work
            else stretches.ran_wait
        end as was_running,
        case
            when clocks.clock in ('FRT', 'NRT') then stretches.unsolved_before
            when clocks.clock = 'AWT' then stretches.work_before
            else stretches.wait_before
        end - clocks.used_at_start as elapsed_seconds,
        -- A reply or hand-over stops its clock for good; a solve stops RES and AWT until a reopen (S6).
        case
            when clocks.clock in ('RES', 'AWT') then stretches.phase = 'done' or (stretches.phase = 'void' and stretches.last_phase = 'done')
            else coalesce(stretches.starts_at >= clocks.stopped_at, false)
        end as is_complete,
        case
            when clocks.clock in ('RES', 'AWT') then stretches.phase = 'done' and coalesce(stretches.last_phase, 'unsolved') = 'unsolved'
            else coalesce(stretches.starts_at = clocks.stopped_at, false)
        end as is_completing,
        coalesce(breaches.stretch_starts_at = stretches.starts_at, false) as is_breach_stretch,
        coalesce(stretches.starts_at > breaches.stretch_starts_at, false) as is_after_breach,
    from int_sla_clocks as clocks
    inner join int_sla_stretches as stretches
        on stretches.source_system = clocks.source_system
        and stretches.ticket_id = clocks.ticket_id
    left join int_sla_breaches as breaches
        on breaches.source_system = clocks.source_system
        and breaches.ticket_id = clocks.ticket_id
        and breaches.clock = clocks.clock
        and breaches.cycle = clocks.cycle
    where stretches.starts_at >= clocks.started_at
),

-- Only the stretches at which the clock's answer changes; the rest prolong the one before.
turning_points as (
    select readings.*
    from readings
    where starts_at = started_at
        or starts_at = stopped_at
        or (
            (phase, void_reason) is distinct from (phase_before, void_reason_before)
            and (stopped_at is null or starts_at < stopped_at or phase = 'void' or phase_before = 'void')
        )
        or (phase = 'unsolved' and not is_complete and (is_running is distinct from was_running or is_changed))
),

answers as (
    select
        turning_points.*,
        starts_at as visible_from,
        0 as rank,
        -- S9: spam, deletion and a broken history erase even what was decided; a merge only what was not.
        case
            when phase = 'void' and void_reason <> 'merged' then 'excluded'
            when is_after_breach then 'missed'
            when is_complete then 'complete'
            when phase in ('void', 'done') then 'excluded'
            when policy_id is null then 'excluded'
            when target_seconds is null then 'unpromised'
            when target_seconds = 0 then 'excluded'
            else 'pending'
        end as answer,
        case
            when phase = 'void' then void_reason
            when policy_id is null then 'no_policy'
            when target_seconds = 0 then 'no_target'
            -- S5: solved in time, but silently
            when phase = 'done' then 'closed_without_reply'
        end as reason,
    from turning_points
    union all by name
    -- A miss begins inside a stretch, not at an event.
    select
        readings.* replace (breaches.elapsed_at_breach as elapsed_seconds, false as is_completing),
        breaches.visible_from,
        1 as rank,
        'missed' as answer,
        null as reason,
    from readings
    inner join int_sla_breaches as breaches
        on breaches.source_system = readings.source_system
        and breaches.ticket_id = readings.ticket_id
        and breaches.clock = readings.clock
        and breaches.cycle = readings.cycle
    where readings.is_breach_stretch
),

intervals as (
    select
        answers.*,
        lead(visible_from) over history as visible_until,
        -- A clock that stops is judged by the promise that held until then: what changes in the very second comes too late (S8).
        last_value(
            case when phase = 'unsolved' and not is_complete then struct_pack(
                answer := answer, reason := reason, policy_id := policy_id, policy_version := policy_version, calendar_id := calendar_id, target_seconds := target_seconds
            ) end
            ignore nulls
        ) over earlier as promise,
        -- What was so when the clock completed, for as long as it stays complete and after a restore (S9).
        last_value(
            case when is_completing then struct_pack(
                starts_at := starts_at, elapsed_seconds := elapsed_seconds, team := coalesce(clock_team, team), agent := agent, priority := priority, market := market, lob := lob
            ) end
            ignore nulls
        ) over history as completion,
    from answers
    window
        history as (partition by source_system, ticket_id, clock, cycle order by visible_from, rank rows between unbounded preceding and current row),
        earlier as (partition by source_system, ticket_id, clock, cycle order by visible_from, rank rows between unbounded preceding and 1 preceding)
),

judged as (
    select
        intervals.* exclude (promise, policy_id, policy_version, calendar_id, target_seconds),
        case when is_complete and promise is not null then promise.policy_id else policy_id end as policy_id,
        case when is_complete and promise is not null then promise.policy_version else policy_version end as policy_version,
        case when is_complete and promise is not null then promise.calendar_id else calendar_id end as calendar_id,
        case when is_complete and promise is not null then promise.target_seconds else target_seconds end as target_seconds,
        calendar_id as calendar_now,
        case
            when answer = 'complete' and promise is not null then if(promise.answer = 'pending', 'met', promise.answer)
            when answer = 'complete' and policy_id is null then 'excluded'
            when answer = 'complete' and target_seconds is null then 'unpromised'
            when answer = 'complete' and target_seconds = 0 then 'excluded'
            when answer = 'complete' then 'met'
            when answer = 'excluded' and promise.answer = 'unpromised' then 'unpromised'
            when answer = 'excluded' and promise is null and policy_id is not null and target_seconds is null then 'unpromised'
            else answer
        end as outcome,
        case
            when answer = 'complete' and promise is not null then promise.reason
            when answer = 'complete' and policy_id is null then 'no_policy'
            when answer = 'complete' and target_seconds = 0 then 'no_target'
            when answer = 'excluded' and phase = 'done' and promise.answer = 'pending' then 'closed_without_reply'
            when answer = 'excluded' and phase = 'done' and promise is not null then promise.reason
            else reason
        end as exclusion_reason,
    from intervals
    where visible_from < visible_until
        or visible_until is null
),

decided as (
    select
        judged.source_system,
        judged.ticket_id,
        judged.clock,
        judged.cycle,
        judged.started_at,
        judged.stopped_at,
        judged.visible_from,
        judged.visible_until,
        judged.outcome,
        judged.exclusion_reason,
        case judged.outcome
            when 'pending' then if(judged.is_running, 'ACTIVE', 'PAUSED')
            when 'met' then 'MET'
            when 'excluded' then 'EXCLUDED'
            when 'missed' then if(judged.is_complete or judged.phase <> 'unsolved', 'MISSED_CLOSED', 'MISSED_OPEN')
        end as state,
        judged.is_running and judged.outcome in ('pending', 'missed') and judged.calendar_now is not null and not judged.is_complete as is_running,
        case when judged.is_complete then coalesce(judged.completion.elapsed_seconds, judged.elapsed_seconds) else judged.elapsed_seconds end as elapsed_seconds,
        case when judged.is_complete then judged.completion.starts_at end as completed_at,
        judged.calendar_now,
        judged.open_at_start,
        breaches.due_at,
        breaches.breach_at,
        breaches.is_retarget,
        coalesce(breaches.used_in_stretch, 0) as used_in_stretch,
        -- The stretch up to whose start shares of the clock are counted (S10).
        case judged.outcome
            when 'missed' then breaches.stretch_starts_at
            when 'met' then judged.completion.starts_at
            else judged.starts_at
        end as decided_in,
        case judged.outcome when 'missed' then breaches.policy_id else judged.policy_id end as policy_id,
        case judged.outcome when 'missed' then breaches.policy_version else judged.policy_version end as policy_version,
        case judged.outcome when 'missed' then breaches.calendar_id else judged.calendar_id end as calendar_id,
        case judged.outcome when 'missed' then breaches.target_seconds else judged.target_seconds end as target_seconds,
        case judged.outcome
            when 'missed' then breaches.team
            when 'met' then judged.completion.team
            else coalesce(case when judged.clock = 'OLA' then judged.clock_team end, judged.team)
        end as team,
        judged.team as team_now,
        case judged.outcome when 'missed' then breaches.agent when 'met' then judged.completion.agent else judged.agent end as agent,
        case judged.outcome when 'missed' then breaches.priority when 'met' then judged.completion.priority else judged.priority end as priority,
        case judged.outcome when 'missed' then breaches.market when 'met' then judged.completion.market else judged.market end as market,
        case judged.outcome when 'missed' then breaches.lob when 'met' then judged.completion.lob else judged.lob end as lob,
    from judged
    -- Equalities only: a condition on the left side alone makes the join a nested loop.
    left join int_sla_breaches as breaches
        on breaches.source_system = judged.source_system
        and breaches.ticket_id = if(judged.outcome = 'missed', judged.ticket_id, null)
        and breaches.clock = judged.clock
        and breaches.cycle = judged.cycle
    where judged.outcome <> 'unpromised'
),

-- Who answered for a solve, when the ticket changed hands in the very second: the team before the change, if the solve came first (S13).
solved_with_hand_over as (
    select
        stretches.source_system,
        stretches.ticket_id,
        stretches.starts_at,
        stretches.team_before,
        max(ticket_events.seq) filter (where ticket_events.type = 'status' and ticket_events.new_value in ('solved', 'closed')) as solved_seq,
        list(struct_pack(seq := ticket_events.seq, team := ticket_events.new_value)) filter (where ticket_events.type = 'team') as hand_overs,
    from int_sla_stretches as stretches
    inner join ticket_events
        on ticket_events.source_system = stretches.source_system
        and ticket_events.ticket_id = stretches.ticket_id
        and ticket_events.occurred_at = stretches.starts_at
        and ticket_events.type in ('status', 'team')
    where stretches.phase = 'done'
        and coalesce(stretches.last_phase, 'unsolved') = 'unsolved'
        and stretches.team is distinct from stretches.team_before
    group by all
),

late_solves as (
    select
        source_system,
        ticket_id,
        starts_at,
        coalesce(
            nullif(list_last(list_sort(list_filter(hand_overs, lambda hand_over: hand_over.seq < solved_seq))).team, ''),
            team_before
        ) as team,
    from solved_with_hand_over
    where len(list_filter(hand_overs, lambda hand_over: hand_over.seq > solved_seq)) > 0
),

owned as (
    select
        decided.* exclude (team),
        coalesce(case when decided.outcome = 'met' and decided.clock in ('RES', 'AWT') and late_solves.ticket_id is not null then late_solves.team else decided.team end, 'UNASSIGNED') as team,
    from decided
    left join late_solves
        on late_solves.source_system = decided.source_system
        and late_solves.ticket_id = decided.ticket_id
        and late_solves.starts_at = decided.decided_in
),

-- S10: only a ticket that changed hands can have a contributor other than its owner.
handed_over as (
    select distinct
        source_system,
        ticket_id,
    from int_sla_stretches
    where stretch_no > 1
        and team is distinct from team_before
),

questions as (
    select distinct
        owned.source_system,
        owned.ticket_id,
        owned.clock,
        owned.cycle,
        owned.started_at,
        owned.stopped_at,
        owned.decided_in,
        owned.used_in_stretch,
        owned.team,
    from owned
    semi join handed_over
        on handed_over.source_system = owned.source_system
        and handed_over.ticket_id = owned.ticket_id
    where owned.clock <> 'OLA'
        and owned.outcome <> 'excluded'
),

shares as (
    select
        questions.source_system,
        questions.ticket_id,
        questions.clock,
        questions.cycle,
        questions.decided_in,
        questions.used_in_stretch,
        questions.team as owner_team,
        coalesce(stretches.team, 'UNASSIGNED') as team,
        sum(case
            when stretches.starts_at = questions.decided_in then questions.used_in_stretch
            when questions.clock in ('FRT', 'NRT') then stretches.unsolved_after - stretches.unsolved_before
            when questions.clock = 'AWT' then stretches.work_after - stretches.work_before
            else stretches.wait_after - stretches.wait_before
        end) as seconds,
    from questions
    inner join int_sla_stretches as stretches
        on stretches.source_system = questions.source_system
        and stretches.ticket_id = questions.ticket_id
        and stretches.starts_at >= questions.started_at
        and stretches.starts_at < coalesce(questions.stopped_at, timestamp '9999-01-01')
        and stretches.starts_at <= questions.decided_in
    group by all
),

contributors as (
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        decided_in,
        used_in_stretch,
        owner_team,
        -- A tie goes to the owner, who may not have held the ticket before at all.
        if(
            max(seconds) > coalesce(max(seconds) filter (where team = owner_team), 0),
            max_by(team, struct_pack(seconds := seconds, team := team)),
            any_value(owner_team)
        ) as contributor_team,
        cast(max(seconds) - coalesce(max(seconds) filter (where team = owner_team), 0) as bigint) as lead_seconds,
    from shares
    group by all
)

select
    owned.source_system,
    owned.ticket_id,
    owned.clock,
    owned.cycle,
    owned.started_at,
    owned.visible_from,
    owned.visible_until,
    owned.outcome,
    owned.state,
    case when owned.outcome = 'excluded' then owned.exclusion_reason end as exclusion_reason,
    owned.is_running,
    owned.elapsed_seconds,
    case when owned.outcome <> 'excluded' then owned.target_seconds end as target_seconds,
    owned.policy_id,
    owned.policy_version,
    owned.calendar_id,
    case when owned.is_running then owned.calendar_now end as running_calendar_id,
    case when owned.outcome in ('met', 'missed') then owned.completed_at end as completed_at,
    case
        when owned.outcome = 'missed' then owned.due_at
        when owned.outcome = 'pending' and owned.is_running then hours.open_from + to_seconds(owned.open_at_start + owned.target_seconds - owned.elapsed_seconds - hours.open_before)
    end as due_at,
    owned.breach_at,
    owned.is_retarget,
    owned.team,
    case when owned.outcome <> 'excluded' then coalesce(contributors.contributor_team, owned.team) end as contributor_team,
    case when owned.outcome = 'pending' then contributors.lead_seconds end as lead_seconds,
    owned.agent,
    owned.priority,
    owned.market,
    owned.lob,
from owned
asof left join int_calendar_open as hours
    on hours.calendar_id = owned.calendar_id
    and owned.open_at_start + owned.target_seconds - owned.elapsed_seconds > hours.open_before
left join contributors
    on contributors.source_system = owned.source_system
    and contributors.ticket_id = if(owned.outcome <> 'excluded', owned.ticket_id, null)
    and contributors.clock = owned.clock
    and contributors.cycle = owned.cycle
    and contributors.decided_in = owned.decided_in
    and contributors.used_in_stretch = owned.used_in_stretch
    and contributors.owner_team = owned.team
