-- grain: one row per ticket and stretch, with the promise in force and the business seconds each kind of clock has used before and after; refresh: by ticket, in passing
-- A clock's elapsed time is then a difference of two numbers, whatever calendars it ran on (S2, S8: elapsed is kept, the calendar changes).
-- Seconds: unsolved_* runs while unsolved (FRT, NRT), wait_* as RES runs, work_* as AWT runs (S1).
with known_markets as (
    select distinct market from int_sla_promises
),

known_lobs as (
    select distinct lob from int_sla_promises
),

promised as (
    select
        states.source_system,
        states.ticket_id,
        states.starts_at,
        states.ends_at,
        states.status,
        case
            when states.status in ('solved', 'closed') then 'done'
            when states.status in ('merged', 'spam', 'deleted') then 'void'
            else 'unsolved'
        end as phase,
        states.priority,
        states.market,
        states.lob,
        states.team,
        states.agent,
        states.is_contradiction,
        team_spells.tier as team_tier,
        coalesce(terms.terms_no, other_terms.terms_no) as terms_no,
        other_terms.calendar_id,
        coalesce(other_terms.pause_on_hold, false) as pause_on_hold,
    from int_ticket_states as states
    inner join tickets
        on tickets.source_system = states.source_system
        and tickets.ticket_id = states.ticket_id
        and not coalesce(tickets.is_test, false)
    left join known_markets on known_markets.market = states.market
    left join known_lobs on known_lobs.lob = states.lob
    left join int_sla_promises as promises
        on promises.market = coalesce(known_markets.market, '*')
        and promises.lob = coalesce(known_lobs.lob, '*')
        and promises.valid_from <= tickets.created_at
        and tickets.created_at < promises.valid_until
    left join int_sla_terms as terms
        on terms.policy_id = promises.policy_id
        and terms.policy_version = promises.policy_version
        and terms.priority = states.priority
    left join int_sla_terms as other_terms
        on other_terms.policy_id = promises.policy_id
        and other_terms.policy_version = promises.policy_version
        and other_terms.priority is null
    left join int_team_spells as team_spells
        on team_spells.team_id = states.team
        and team_spells.starts_at <= states.starts_at
        and states.starts_at < team_spells.ends_at
),

measured as (
    select
        promised.*,
        coalesce(first_day.open_before + if(first_day.is_open, date_diff('second', first_day.starts_at, promised.starts_at), 0), 0) as open_at_start,
        coalesce(last_day.open_before + if(last_day.is_open, date_diff('second', last_day.starts_at, promised.ends_at), 0), open_at_start) - open_at_start as open_seconds,
        phase = 'unsolved' as runs_unsolved,
        phase = 'unsolved' and status <> 'pending' and not (status = 'hold' and pause_on_hold) as runs_wait,
        phase = 'unsolved' and status not in ('pending', 'hold') as runs_work,
    from promised
    left join int_calendar_days as first_day
        on first_day.calendar_id = promised.calendar_id
        and first_day.on_date = cast(promised.starts_at as date)
        and first_day.starts_at <= promised.starts_at
        and promised.starts_at < first_day.ends_at
    left join int_calendar_days as last_day
        on last_day.calendar_id = promised.calendar_id
        and last_day.on_date = cast(promised.ends_at as date)
        and last_day.starts_at <= promised.ends_at
        and promised.ends_at < last_day.ends_at
),

counted as (
    select
        source_system,
        ticket_id,
        starts_at,
        ends_at,
        status,
        phase,
        priority,
        market,
        lob,
        team,
        agent,
        team_tier,
        terms_no,
        runs_wait,
        runs_work,
        open_at_start,
        case when runs_unsolved then open_seconds else 0 end as unsolved_seconds,
        case when runs_wait then open_seconds else 0 end as wait_seconds,
        case when runs_work then open_seconds else 0 end as work_seconds,
        cast(sum(case when runs_unsolved then open_seconds else 0 end) over history as bigint) as unsolved_after,
        cast(sum(case when runs_wait then open_seconds else 0 end) over history as bigint) as wait_after,
        cast(sum(case when runs_work then open_seconds else 0 end) over history as bigint) as work_after,
        bool_or(is_contradiction) over history as history_gap,
        coalesce(bool_or(is_contradiction) over earlier, false) as history_gap_before,
        cast(row_number() over history as integer) as stretch_no,
        lag(phase) over history as phase_before,
        lag(status) over history as status_before,
        last_value(nullif(phase, 'void') ignore nulls) over earlier as last_phase,
        last_value(if(phase = 'unsolved', coalesce(terms_no, 0), null) ignore nulls) over earlier as held_terms_no,
        last_value(if(phase = 'unsolved', starts_at, null) ignore nulls) over earlier as held_since,
        lag(runs_wait) over history as ran_wait,
        lag(runs_work) over history as ran_work,
        lag(team) over history as team_before,
        lag(team_tier) over history as team_tier_before,
        lag(agent) over history as agent_before,
        lag(priority) over history as priority_before,
        lag(market) over history as market_before,
        lag(lob) over history as lob_before,
    from measured
    window
        history as (partition by source_system, ticket_id order by starts_at, ends_at nulls last rows between unbounded preceding and current row),
        earlier as (partition by source_system, ticket_id order by starts_at, ends_at nulls last rows between unbounded preceding and 1 preceding)
)

select
    source_system,
    ticket_id,
    stretch_no,
    starts_at,
    ends_at,
    status,
    case when history_gap then 'void' else phase end as phase,
    case when history_gap then 'history_gap' when phase = 'void' then status end as void_reason,
    case when history_gap_before then 'void' else phase_before end as phase_before,
    case when history_gap_before then 'history_gap' when phase_before = 'void' then status_before end as void_reason_before,
    -- What the statuses say even where the history is broken: volume and backlog count events, not clocks.
    phase as status_phase,
    phase_before as status_phase_before,
    status_before,
    -- The last phase that was not void: a ticket restored as solved was solved before, or is solved by the restoring.
    last_phase,
    priority,
    market,
    lob,
    team,
    team_before,
    team_tier,
    team_tier_before,
    agent,
    -- The promise in force, and the one that held in the last unsolved stretch before: a clock that stops is judged by the latter (S8). 0: no policy.
    coalesce(terms_no, 0) as terms_no,
    held_terms_no,
    held_since,
    open_at_start,
    runs_wait,
    ran_wait,
    runs_work,
    ran_work,
    unsolved_after - unsolved_seconds as unsolved_before,
    unsolved_after,
    wait_after - wait_seconds as wait_before,
    wait_after,
    work_after - work_seconds as work_before,
    work_after,
    team is distinct from team_before
        or priority is distinct from priority_before
        or market is distinct from market_before
        or lob is distinct from lob_before as is_moved,
    agent is distinct from agent_before as is_reassigned,
from counted
