-- grain: one row per clock instance that breaches, or will if nothing more happens to its ticket; refresh: by ticket
-- S3: breach = the first instant after which more than the target is used; due = the instant at which the target is used up.
-- They differ when the target ends exactly at closing. S8: a target lowered below what is used breaches at the change.
with readings as (
    select
        clocks.source_system,
        clocks.ticket_id,
        clocks.clock,
        clocks.cycle,
        stretches.starts_at,
        stretches.ends_at,
        stretches.open_at_start,
        stretches.calendar_id,
        stretches.policy_id,
        stretches.policy_version,
        coalesce(clocks.team, stretches.team) as team,
        stretches.agent,
        stretches.priority,
        stretches.market,
        stretches.lob,
        case clocks.clock
            when 'FRT' then stretches.frt_seconds
            when 'NRT' then stretches.nrt_seconds
            when 'RES' then stretches.res_seconds
            when 'AWT' then stretches.awt_seconds
            else stretches.ola_seconds
        end as target_seconds,
        case
            when clocks.clock in ('FRT', 'NRT') then true
            when clocks.clock = 'AWT' then stretches.runs_work
            else stretches.runs_wait
        end as is_running,
        case
            when clocks.clock in ('FRT', 'NRT') then stretches.unsolved_before
            when clocks.clock = 'AWT' then stretches.work_before
            else stretches.wait_before
        end - clocks.used_at_start as elapsed_before,
        case
            when clocks.clock in ('FRT', 'NRT') then stretches.unsolved_after
            when clocks.clock = 'AWT' then stretches.work_after
            else stretches.wait_after
        end - clocks.used_at_start as elapsed_after,
    from int_sla_clocks as clocks
    inner join int_sla_stretches as stretches
        on stretches.source_system = clocks.source_system
        and stretches.ticket_id = clocks.ticket_id
    where stretches.phase = 'unsolved'
        and stretches.starts_at >= clocks.started_at
        and stretches.starts_at < coalesce(clocks.stopped_at, timestamp '9999-01-01')
),

overruns as (
    select
        readings.*,
        elapsed_before > target_seconds as is_overrun_at_start,
        open_at_start + target_seconds - elapsed_before as open_when_used_up,
    from readings
    where target_seconds > 0
        and (elapsed_before > target_seconds or elapsed_after > target_seconds or (ends_at is null and is_running))
    qualify row_number() over (partition by source_system, ticket_id, clock, cycle order by starts_at) = 1
),

dued as (
    select
        overruns.*,
        case when overruns.is_overrun_at_start then overruns.starts_at
            else hours.open_from + to_seconds(overruns.open_when_used_up - hours.open_before)
        end as due_at,
    from overruns
    asof left join int_calendar_open as hours
        on hours.calendar_id = overruns.calendar_id
        and overruns.open_when_used_up > hours.open_before
)

select
    dued.source_system,
    dued.ticket_id,
    dued.clock,
    dued.cycle,
    dued.starts_at as stretch_starts_at,
    dued.due_at,
    case when dued.is_overrun_at_start then dued.starts_at
        else hours.open_from + to_seconds(dued.open_when_used_up - hours.open_before)
    end as breach_at,
    -- At the breach instant itself the target is used up but not exceeded: the miss shows just after it. A lowered target is exceeded at once.
    case when dued.is_overrun_at_start then dued.starts_at
        else hours.open_from + to_seconds(dued.open_when_used_up - hours.open_before) + interval 1 microsecond
    end as visible_from,
    dued.is_overrun_at_start as is_retarget,
    dued.target_seconds,
    case when dued.is_overrun_at_start then dued.elapsed_before else dued.target_seconds end as elapsed_at_breach,
    case when dued.is_overrun_at_start then 0 else dued.target_seconds - dued.elapsed_before end as used_in_stretch,
    dued.policy_id,
    dued.policy_version,
    dued.calendar_id,
    dued.team,
    dued.agent,
    dued.priority,
    dued.market,
    dued.lob,
from dued
asof left join int_calendar_open as hours
    on hours.calendar_id = dued.calendar_id
    and dued.open_when_used_up >= hours.open_before
