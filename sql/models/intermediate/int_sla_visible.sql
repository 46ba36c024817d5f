-- grain: one row per clock instance of a replayed ticket and visible interval in which its answer stays the same; refresh: by ticket, in passing
-- The answers of S1-S15 as of any instant (C8). A running row carries what it had used at visible_from and the calendar it counts on.
-- Not materialized: all clocks' readings, written down for the few completions that look back at them, were half of this model's time.
with readings as not materialized (
    select
        clocks.source_system,
        clocks.ticket_id,
        clocks.clock,
        clocks.cycle,
        clocks.started_at,
        clocks.stopped_at,
        clocks.team as clock_team,
        stretches.stretch_no,
        stretches.starts_at,
        stretches.phase,
        stretches.phase_before,
        stretches.void_reason,
        stretches.void_reason_before,
        stretches.is_moved,
        stretches.open_at_start,
        stretches.terms_no,
        -- A clock that stops is judged by the promise that held until then: what changes in the very second comes too late (S8).
        case when stretches.held_since >= clocks.started_at then stretches.held_terms_no else stretches.terms_no end as held_terms_no,
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
            when clocks.clock in ('RES', 'AWT') then stretches.phase = 'done' or (stretches.phase = 'void' and coalesce(stretches.last_phase, '') = 'done')
            else coalesce(stretches.starts_at >= clocks.stopped_at, false)
        end as is_complete,
        case
            when clocks.clock in ('RES', 'AWT') then stretches.phase = 'done' and coalesce(stretches.last_phase, 'unsolved') = 'unsolved'
            else coalesce(stretches.starts_at = clocks.stopped_at, false)
        end as is_completing,
        case when clocks.clock in ('RES', 'AWT') and stretches.phase = 'done' then stretches.starts_at end as solved_at,
    from int_sla_clocks as clocks
    inner join int_sla_stretches as stretches
        on stretches.source_system = clocks.source_system
        and stretches.ticket_id = clocks.ticket_id
    where stretches.starts_at >= clocks.started_at
),

-- Only the stretches at which the clock's answer changes; the rest prolong the one before.
turning_points as (
    select
        readings.* exclude (phase_before, void_reason_before, is_moved, was_running),
        breaches.ticket_id is not null as is_after_breach,
    from readings
    left join int_sla_breaches as breaches
        on breaches.source_system = readings.source_system
        and breaches.ticket_id = readings.ticket_id
        and breaches.clock = readings.clock
        and breaches.cycle = readings.cycle
        and breaches.stretch_starts_at < readings.starts_at
    where readings.starts_at = readings.started_at
        or readings.is_completing
        or (
            (readings.phase, readings.void_reason) is distinct from (readings.phase_before, readings.void_reason_before)
            and (readings.stopped_at is null or readings.starts_at < readings.stopped_at or readings.phase = 'void' or readings.phase_before = 'void')
        )
        -- Before a miss every move counts, after it only whether and by which calendar the clock still runs. A new agent alone changes no answer.
        or (
            readings.phase = 'unsolved' and not readings.is_complete
            and (readings.is_running is distinct from readings.was_running or (readings.is_moved and (breaches.ticket_id is null or readings.terms_no is distinct from readings.held_terms_no)))
        )
),

-- What was so when the clock completed, where it is asked later: for a ticket restored or merged after the fact (S9).
completions as (
    select
        later.source_system,
        later.ticket_id,
        later.clock,
        later.cycle,
        later.stretch_no,
        max_by(struct_pack(
            stretch_no := readings.stretch_no, completed_at := readings.starts_at, elapsed_seconds := readings.elapsed_seconds,
            held_terms_no := readings.held_terms_no, team := coalesce(solvers.team, readings.clock_team)
        ), readings.stretch_no) as completion,
    from (
        select source_system, ticket_id, clock, cycle, stretch_no, from readings
        where is_complete and not is_completing and (phase = 'void' or phase_before = 'void')
    ) as later
    inner join readings
        on readings.source_system = later.source_system
        and readings.ticket_id = later.ticket_id
        and readings.clock = later.clock
        and readings.cycle = later.cycle
        and readings.stretch_no < later.stretch_no
        and readings.is_completing
    left join int_sla_solvers as solvers
        on solvers.source_system = readings.source_system
        and solvers.ticket_id = readings.ticket_id
        and solvers.solved_at = readings.solved_at
    group by all
),

judged as (
    select
        points.source_system,
        points.ticket_id,
        points.clock,
        points.cycle,
        points.started_at,
        points.starts_at as visible_from,
        0 as rank,
        points.phase,
        points.is_complete,
        points.open_at_start,
        case
            -- S9: spam, deletion and a broken history erase even what was decided; a merge only what was not.
            when points.phase = 'void' and points.void_reason <> 'merged' then 'excluded'
            when points.is_after_breach then 'missed'
            when points.is_complete then 'met'
            when points.phase in ('void', 'done') then 'excluded'
            else 'pending'
        end as answer,
        case
            when points.phase = 'void' then points.void_reason
            -- S5: solved in time, but silently
            when points.phase = 'done' then 'closed_without_reply'
        end as reason,
        points.is_running and not points.is_complete as is_running,
        case when points.is_complete and not points.is_completing then completions.completion.elapsed_seconds else points.elapsed_seconds end as elapsed_seconds,
        case when points.is_completing then points.starts_at when points.is_complete then completions.completion.completed_at end as completed_at,
        points.terms_no as terms_now,
        case
            when points.is_complete and not points.is_completing then completions.completion.held_terms_no
            when points.is_complete or points.phase <> 'unsolved' then points.held_terms_no
            else points.terms_no
        end as terms_no,
        case when points.is_complete and not points.is_completing then completions.completion.stretch_no else points.stretch_no end as decided_no,
        case
            when points.is_complete and not points.is_completing then completions.completion.team
            when points.clock = 'OLA' or points.is_completing then coalesce(solvers.team, points.clock_team)
        end as team,
    from turning_points as points
    left join int_sla_solvers as solvers
        on solvers.source_system = points.source_system
        and solvers.ticket_id = points.ticket_id
        and solvers.solved_at = points.solved_at
    left join completions
        on completions.source_system = points.source_system
        and completions.ticket_id = points.ticket_id
        and completions.clock = points.clock
        and completions.cycle = points.cycle
        and completions.stretch_no = points.stretch_no
    union all by name
    -- A miss begins inside a stretch, not at an event: what happens in its first second comes after it, what lowered the target came before.
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        started_at,
        visible_from,
        if(is_retarget, 1, -1) as rank,
        'unsolved' as phase,
        false as is_complete,
        'missed' as answer,
        is_running,
        elapsed_when_visible as elapsed_seconds,
        terms_no as terms_now,
        terms_no,
        stretch_no as decided_no,
    from int_sla_breaches
),

intervals as (
    select
        judged.*,
        lead(visible_from) over (partition by source_system, ticket_id, clock, cycle order by visible_from, rank) as visible_until,
    from judged
),

termed as (
    select
        intervals.* exclude (terms_no, decided_no, team),
        coalesce(breaches.terms_no, intervals.terms_no) as terms_no,
        coalesce(breaches.stretch_no, intervals.decided_no) as decided_no,
        coalesce(breaches.used_in_stretch, 0) as used_in_stretch,
        -- The team by the order of the second, where it differs from the stretch's (S13); an OLA's is always its own.
        if(breaches.ticket_id is null, intervals.team, breaches.clock_team) as team_then,
        breaches.due_at,
        breaches.breach_at,
        terms.calendar_id,
        terms_now.calendar_id as calendar_now,
        case intervals.clock
            when 'FRT' then terms.frt_seconds
            when 'NRT' then terms.nrt_seconds
            when 'RES' then terms.res_seconds
            when 'AWT' then terms.awt_seconds
            else terms.ola_seconds
        end as target_seconds,
    from intervals
    left join int_sla_breaches as breaches
        on breaches.source_system = intervals.source_system
        and breaches.ticket_id = intervals.ticket_id
        and breaches.clock = if(intervals.answer = 'missed', intervals.clock, null)
        and breaches.cycle = intervals.cycle
    left join int_sla_terms as terms on terms.terms_no = coalesce(breaches.terms_no, intervals.terms_no)
    left join int_sla_terms as terms_now on terms_now.terms_no = intervals.terms_now
    where intervals.visible_from < intervals.visible_until
        or intervals.visible_until is null
),

promised as (
    select
        termed.* exclude (answer, reason, is_running),
        case when answer in ('pending', 'met') and (terms_no = 0 or target_seconds = 0) then 'excluded' else answer end as outcome,
        case
            when answer = 'missed' then null
            when phase = 'void' and answer = 'excluded' then reason
            when terms_no = 0 then 'no_policy'
            when target_seconds = 0 then 'no_target'
            when answer = 'excluded' then reason
        end as exclusion_reason,
        is_running and answer in ('pending', 'missed') and terms_now <> 0 and (answer = 'missed' or target_seconds > 0) as is_running,
        case when is_running and answer = 'pending' and target_seconds > 0 then open_at_start + target_seconds - elapsed_seconds end as open_when_due,
    from termed
    -- A clock that the policy never mentions was promised to nobody.
    where terms_no = 0
        or target_seconds is not null
)

select
    promised.source_system,
    promised.ticket_id,
    promised.clock,
    promised.cycle,
    promised.started_at,
    promised.visible_from,
    promised.visible_until,
    promised.outcome,
    case promised.outcome
        when 'pending' then if(promised.is_running, 'ACTIVE', 'PAUSED')
        when 'met' then 'MET'
        when 'missed' then if(promised.is_complete or promised.phase <> 'unsolved', 'MISSED_CLOSED', 'MISSED_OPEN')
        else 'EXCLUDED'
    end as state,
    promised.exclusion_reason,
    promised.is_running,
    case when promised.is_running then promised.calendar_now end as running_calendar_id,
    promised.elapsed_seconds,
    case when promised.outcome <> 'excluded' then promised.target_seconds end as target_seconds,
    promised.terms_no,
    case when promised.outcome in ('met', 'missed') then promised.completed_at end as completed_at,
    case
        when promised.outcome = 'missed' then promised.due_at
        when promised.outcome = 'pending' and promised.is_running then hours.open_from + to_seconds(promised.open_when_due - hours.open_before)
    end as due_at,
    case when promised.outcome = 'missed' then promised.breach_at end as breach_at,
    -- The stretch whose dimensions the answer takes: that of the miss, of the completion, or the present one (C10).
    promised.decided_no,
    promised.used_in_stretch,
    promised.team_then,
from promised
left join int_calendar_uses as hours
    on hours.calendar_id = promised.calendar_id
    and hours.bucket = (promised.open_when_due - 1) // 86400
    and hours.open_before < promised.open_when_due
    and promised.open_when_due <= hours.open_after
