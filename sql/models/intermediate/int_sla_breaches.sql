-- grain: one row per clock instance that breaches, or will if nothing more happens to its ticket; refresh: by ticket, in passing
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
        stretches.terms_no,
        terms.calendar_id,
        clocks.started_at,
        if(clocks.clock = 'OLA', clocks.team, null) as clock_team,
        stretches.stretch_no,
        case clocks.clock
            when 'FRT' then terms.frt_seconds
            when 'NRT' then terms.nrt_seconds
            when 'RES' then terms.res_seconds
            when 'AWT' then terms.awt_seconds
            else terms.ola_seconds
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
    inner join int_sla_terms as terms on terms.terms_no = stretches.terms_no
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
)

select
    overruns.source_system,
    overruns.ticket_id,
    overruns.clock,
    overruns.cycle,
    overruns.starts_at as stretch_starts_at,
    cast(case when overruns.is_overrun_at_start then overruns.starts_at
        else due_hours.open_from + to_seconds(overruns.open_when_used_up - due_hours.open_before)
    end as timestamp_s) as due_at,
    cast(case when overruns.is_overrun_at_start then overruns.starts_at
        else breach_hours.open_from + to_seconds(overruns.open_when_used_up - breach_hours.open_before)
    end as timestamp_s) as breach_at,
    -- At the breach instant itself the target is used up but not exceeded: the miss shows a second after it (C1). A lowered target is exceeded at once.
    cast(case when overruns.is_overrun_at_start then overruns.starts_at
        else breach_hours.open_from + to_seconds(overruns.open_when_used_up - breach_hours.open_before + 1)
    end as timestamp_s) as visible_from,
    overruns.is_overrun_at_start as is_retarget,
    overruns.is_running,
    overruns.target_seconds,
    case when overruns.is_overrun_at_start then overruns.elapsed_before else overruns.target_seconds + 1 end as elapsed_when_visible,
    case when overruns.is_overrun_at_start then 0 else overruns.target_seconds - overruns.elapsed_before end as used_in_stretch,
    overruns.terms_no,
    overruns.started_at,
    overruns.clock_team,
    overruns.stretch_no,
from overruns
left join int_calendar_uses as due_hours
    on due_hours.calendar_id = overruns.calendar_id
    and due_hours.bucket = (overruns.open_when_used_up - 1) // 86400
    and due_hours.open_before < overruns.open_when_used_up
    and overruns.open_when_used_up <= due_hours.open_after
left join int_calendar_uses as breach_hours
    on breach_hours.calendar_id = overruns.calendar_id
    and breach_hours.bucket = overruns.open_when_used_up // 86400
    and breach_hours.open_before <= overruns.open_when_used_up
    and overruns.open_when_used_up < breach_hours.open_after
