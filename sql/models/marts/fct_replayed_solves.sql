-- grain: one row per solve (V2: unsolved -> done) of a ticket with history and visible interval; refresh: by ticket
-- A reopen, or another reply, changes what a solve was: from that instant on it is another row, so that figures as of before stay (C8).
with turns as (
    select
        source_system,
        ticket_id,
        stretch_no,
        starts_at,
        status_phase,
        market,
        lob,
        team,
        agent,
        priority,
    from int_sla_stretches
    where (status_phase = 'done' and coalesce(status_phase_before, 'unsolved') = 'unsolved')
        or (status_phase = 'unsolved' and status_phase_before = 'done')
),

paired as (
    select
        turns.*,
        row_number() over (partition by source_system, ticket_id, status_phase order by stretch_no) as solve_no,
        row_number() over (partition by source_system, ticket_id, status_phase, date_trunc('week', reporting_date(starts_at)) order by stretch_no) = 1 as is_first_in_week,
        case when lead(status_phase) over history = 'unsolved' then lead(starts_at) over history end as reopened_at,
    from turns
    window history as (partition by source_system, ticket_id order by stretch_no)
),

solves as (
    select *, from paired where status_phase = 'done'
),

-- D3 looks at the first solve only: a ticket is touched once or it is not. A reply after the solve is a second one.
replies as (
    select
        solves.source_system,
        solves.ticket_id,
        count(*) filter (where ticket_events.occurred_at <= solves.starts_at) as replies,
        min(ticket_events.occurred_at) filter (where ticket_events.occurred_at > solves.starts_at) as replied_again_at,
    from solves
    inner join ticket_events
        on ticket_events.source_system = solves.source_system
        and ticket_events.ticket_id = solves.ticket_id
    where solves.solve_no = 1
        and ticket_events.type = 'comment'
        and ticket_events.actor_type = 'agent'
        and ticket_events.is_public
    group by all
),

holders as (
    select
        solves.source_system,
        solves.ticket_id,
        count(distinct stretches.team) as teams,
    from solves
    inner join int_sla_stretches as stretches
        on stretches.source_system = solves.source_system
        and stretches.ticket_id = solves.ticket_id
        and stretches.stretch_no < solves.stretch_no
    where solves.solve_no = 1
    group by all
),

touched as (
    select
        solves.*,
        solves.solve_no = 1 and coalesce(replies.replies, 0) = 1 and coalesce(holders.teams, 0) <= 1 as is_single_reply,
        if(is_single_reply and (solves.reopened_at is null or replies.replied_again_at < solves.reopened_at), replies.replied_again_at, null) as replied_again_at,
    from solves
    left join replies
        on replies.source_system = solves.source_system
        and replies.ticket_id = solves.ticket_id
    left join holders
        on holders.source_system = solves.source_system
        and holders.ticket_id = solves.ticket_id
),

facts as (
    select
        source_system,
        ticket_id,
        'events' as basis,
        cast(solve_no as integer) as solve_no,
        is_first_in_week,
        starts_at as solved_at,
        cast(null as timestamp_s) as reopened_at,
        false as reopened_within_7d,
        is_single_reply as is_one_touch,
        starts_at as visible_from,
        coalesce(replied_again_at, reopened_at) as visible_until,
        market,
        lob,
        coalesce(team, 'UNASSIGNED') as team,
        agent,
        priority,
    from touched
    union all
    select
        source_system,
        ticket_id,
        'events' as basis,
        cast(solve_no as integer) as solve_no,
        is_first_in_week,
        starts_at as solved_at,
        null as reopened_at,
        false as reopened_within_7d,
        false as is_one_touch,
        replied_again_at as visible_from,
        reopened_at as visible_until,
        market,
        lob,
        coalesce(team, 'UNASSIGNED') as team,
        agent,
        priority,
    from touched
    where replied_again_at is not null
    union all
    select
        source_system,
        ticket_id,
        'events' as basis,
        cast(solve_no as integer) as solve_no,
        is_first_in_week,
        starts_at as solved_at,
        reopened_at,
        reopened_at <= starts_at + interval 7 day as reopened_within_7d,
        false as is_one_touch,
        reopened_at as visible_from,
        null as visible_until,
        market,
        lob,
        coalesce(team, 'UNASSIGNED') as team,
        agent,
        priority,
    from touched
    where reopened_at is not null
)

select
    facts.source_system,
    facts.ticket_id,
    facts.basis,
    facts.solve_no,
    facts.solve_no = 1 as is_first,
    facts.is_first_in_week,
    facts.solved_at,
    facts.reopened_at,
    facts.reopened_within_7d,
    facts.is_one_touch,
    reporting_date(facts.solved_at) as solved_on,
    facts.visible_from,
    facts.visible_until,
    facts.market,
    facts.lob,
    coalesce(team_spells.tier, agent_spells.tier, tickets.tier) as tier,
    tickets.channel,
    coalesce(agent_spells.site_id, team_spells.site_id, tickets.site_id) as site,
    facts.team as team,
    facts.agent,
    facts.priority,
    tickets.status,
    tickets.language,
    tickets.contact_reason as category,
    tickets.sub_reason as subcategory,
    tickets.extra,
from facts
inner join tickets
    on tickets.source_system = facts.source_system
    and tickets.ticket_id = facts.ticket_id
left join int_team_spells as team_spells
    on team_spells.team_id = facts.team
    and team_spells.starts_at <= facts.solved_at
    and facts.solved_at < team_spells.ends_at
left join int_agent_spells as agent_spells
    on agent_spells.agent_id = facts.agent
    and agent_spells.starts_at <= facts.solved_at
    and facts.solved_at < agent_spells.ends_at
where facts.visible_until is null
    or facts.visible_from < facts.visible_until
