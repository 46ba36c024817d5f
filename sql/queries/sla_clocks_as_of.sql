-- Every clock as of $as_of, with what a running one has used and who has the largest share by then (S2, S10, S15). Slot: histories.
with /*{histories}*/
answers as (
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
        visible_until,
        owner_team,
        contributor_team,
        takeover_minutes,
        priority,
        market,
        lob,
        agent,
    from fct_sla_outcomes
    union all
    -- No number is made of it, so it is not kept (fct_replayed_clocks).
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
        elapsed_seconds / 60 as elapsed_minutes,
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
        visible_until,
        if(outcome = 'excluded', null, team) as owner_team,
        contributor_team,
        takeover_minutes,
        priority,
        market,
        lob,
        agent,
    from int_replayed_clocks
    where clock = 'AWT'
),

visible as (
    select *
    from answers
    where visible_from <= cast($as_of as timestamp)
        and (visible_until is null or cast($as_of as timestamp) < visible_until)
        and (cast($source_system as varchar) is null or source_system = $source_system)
        and (cast($ticket_id as varchar) is null or ticket_id = $ticket_id)
),

opened as (
    select
        visible.*,
        coalesce(hours.open_before + least(epoch(visible.visible_from - hours.open_from), hours.open_seconds), 0) as open_then,
        -- What a ticket without history is promised is written where it was missed only (fct_reported_tickets).
        if(visible.due_at is null and visible.outcome = 'pending' and visible.is_running, cast(open_then + 60 * (visible.target_minutes - visible.elapsed_minutes) as bigint), null) as open_when_due,
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
        coalesce(opened.due_at, due_hours.open_from + to_seconds(opened.open_when_due - due_hours.open_before)) as due_then,
    from (select *, cast($as_of as timestamp) as as_of from opened) as opened
    asof left join int_calendar_open as hours
        on hours.calendar_id = opened.running_calendar_id
        and opened.as_of >= hours.open_from
    left join int_calendar_uses as due_hours
        on due_hours.calendar_id = opened.running_calendar_id
        and due_hours.bucket = (opened.open_when_due - 1) // 86400
        and due_hours.open_before < opened.open_when_due
        and opened.open_when_due <= due_hours.open_after
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
    due_then as due_at,
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
