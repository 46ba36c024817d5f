-- Every clock as of $as_of, with what a running one has used and who has the largest share by then (S2, S10, S15).
with visible as (
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        basis,
        clock_start_at,
        target_minutes,
        policy_id,
        policy_version,
        calendar_id,
        elapsed_minutes,
        is_running,
        running_calendar_id,
        due_at,
        breach_at,
        completed_at,
        outcome,
        state,
        exclusion_reason,
        attributed_at,
        visible_from,
        owner_team,
        contributor_team,
        takeover_minutes,
        priority,
        market,
        lob,
        agent,
    from fct_sla_outcomes
    where visible_from <= cast($as_of as timestamp)
        and (visible_until is null or cast($as_of as timestamp) < visible_until)
        and (cast($source_system as varchar) is null or source_system = $source_system)
        and (cast($ticket_id as varchar) is null or ticket_id = $ticket_id)
),

opened as (
    select
        visible.*,
        coalesce(hours.open_before + least(epoch(visible.visible_from - hours.open_from), hours.open_seconds), 0) as open_then,
    from visible
    asof left join int_calendar_open as hours
        on hours.calendar_id = visible.running_calendar_id
        and visible.visible_from >= hours.open_from
),

used as (
    select
        opened.*,
        case when opened.is_running
            then (coalesce(hours.open_before + least(epoch(opened.as_of - hours.open_from), hours.open_seconds), 0) - opened.open_then) / 60
            else 0
        end as minutes_since,
    from (select *, cast($as_of as timestamp) as as_of from opened) as opened
    asof left join int_calendar_open as hours
        on hours.calendar_id = opened.running_calendar_id
        and opened.as_of >= hours.open_from
)

select
    source_system,
    ticket_id,
    clock,
    cycle,
    basis,
    clock_start_at,
    target_minutes,
    policy_id,
    policy_version,
    calendar_id,
    round(elapsed_minutes + minutes_since, 6) as elapsed_minutes,
    due_at,
    breach_at,
    completed_at,
    outcome,
    state,
    exclusion_reason,
    case when outcome = 'missed' then round(elapsed_minutes + minutes_since, 6) - target_minutes end as minutes_late,
    case when outcome in ('met', 'missed') then attributed_at end as attributed_at,
    owner_team,
    case when is_running and outcome = 'pending' and takeover_minutes <= minutes_since then owner_team else contributor_team end as contributor_team,
    priority,
    market,
    lob,
    agent,
from used
order by source_system, ticket_id, clock, cycle
