-- grain: one row per ticket with history and stretch in which it is unsolved with an unchanging dimension block; refresh: by ticket
-- V4: backlog at an instant = spells open then; opened_by and closed_by make the identity end = start + created + reopened + restored - solved - voided.
-- A ticket born solved or void has a spell of no length, so that its creation and its solve both count.
with turns as (
    select
        source_system,
        ticket_id,
        stretch_no,
        starts_at,
        status,
        status_phase,
        status_phase_before,
        market,
        lob,
        team,
        agent,
        priority,
    from int_sla_stretches
    where ends_at is distinct from starts_at
        and (
            stretch_no = 1
            or status_phase is distinct from status_phase_before
            or (status_phase = 'unsolved' and (is_moved or is_reassigned or (status = 'pending') is distinct from (status_before = 'pending')))
        )
),

bounded as (
    select
        turns.*,
        lead(starts_at) over history as next_at,
        lead(status_phase) over history as next_phase,
    from turns
    window history as (partition by source_system, ticket_id order by starts_at)
),

spells as (
    select
        source_system,
        ticket_id,
        'events' as basis,
        starts_at as opened_at,
        if(status_phase = 'unsolved', next_at, starts_at) as closed_at,
        case
            when stretch_no = 1 then 'created'
            when status_phase_before = 'done' then 'reopened'
            when status_phase_before = 'void' then 'restored'
            else 'changed'
        end as opened_by,
        case if(status_phase = 'unsolved', next_phase, status_phase)
            when 'done' then 'solved'
            when 'void' then 'voided'
            when 'unsolved' then 'changed'
        end as closed_by,
        status = 'pending' as is_pending,
        market,
        lob,
        coalesce(team, 'UNASSIGNED') as team,
        agent,
        priority,
    from bounded
    where status_phase = 'unsolved'
        or stretch_no = 1
)

select
    spells.source_system,
    spells.ticket_id,
    spells.basis,
    tickets.created_at,
    spells.opened_at,
    spells.closed_at,
    reporting_date(spells.opened_at) as opened_on,
    reporting_date(spells.closed_at) as closed_on,
    spells.opened_by,
    spells.closed_by,
    spells.is_pending,
    spells.market,
    spells.lob,
    coalesce(team_spells.tier, agent_spells.tier, tickets.tier) as tier,
    tickets.channel,
    coalesce(agent_spells.site_id, team_spells.site_id, tickets.site_id) as site,
    spells.team as team,
    spells.agent,
    spells.priority,
    tickets.status,
    tickets.language,
    tickets.contact_reason as category,
    tickets.sub_reason as subcategory,
    tickets.extra,
from spells
inner join tickets
    on tickets.source_system = spells.source_system
    and tickets.ticket_id = spells.ticket_id
left join int_team_spells as team_spells
    on team_spells.team_id = spells.team
    and team_spells.starts_at <= spells.opened_at
    and spells.opened_at < team_spells.ends_at
left join int_agent_spells as agent_spells
    on agent_spells.agent_id = spells.agent
    and agent_spells.starts_at <= spells.opened_at
    and spells.opened_at < agent_spells.ends_at
