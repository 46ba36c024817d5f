-- grain: one row per ticket that was rated or reviewed and stretch in which its dimension block holds; refresh: by ticket, in passing
-- The block as it was at any instant (C10), from starts_at until ends_at. Histories are cut where the team's tier or site changes too; a ticket
-- without history has one stretch with what its row says.
with from_history as (
    select
        states.source_system,
        states.ticket_id,
        greatest(states.starts_at, coalesce(spells.starts_at, states.starts_at)) as starts_at,
        states.market,
        states.lob,
        states.team,
        states.agent,
        states.priority,
        spells.tier,
        spells.site_id as site,
    from int_ticket_states as states
    semi join int_judged_tickets using (source_system, ticket_id)
    left join int_team_spells as spells
        on spells.team_id = states.team
        and spells.starts_at < coalesce(states.ends_at, timestamp '9999-01-01')
        and spells.ends_at > states.starts_at
),
stretches as (
    select
        *,
        lead(starts_at, 1, timestamp '9999-01-01') over (partition by source_system, ticket_id order by starts_at) as ends_at,
    from from_history
)
select
    stretches.source_system,
    stretches.ticket_id,
    stretches.starts_at,
    stretches.ends_at,
    stretches.market,
    stretches.lob,
    coalesce(stretches.tier, tickets.tier) as tier,
    tickets.channel,
    coalesce(stretches.site, tickets.site_id) as site,
    stretches.team,
    stretches.agent,
    stretches.priority,
    tickets.status,
    tickets.language,
    tickets.contact_reason as category,
    tickets.sub_reason as subcategory,
    tickets.extra,
from stretches
join tickets using (source_system, ticket_id)
union all
select
    tickets.source_system,
    tickets.ticket_id,
    timestamp '0001-01-01' as starts_at,
    timestamp '9999-01-01' as ends_at,
    tickets.market,
    tickets.lob,
    tickets.tier,
    tickets.channel,
    tickets.site_id as site,
    tickets.team_id as team,
    tickets.agent_id as agent,
    tickets.priority,
    tickets.status,
    tickets.language,
    tickets.contact_reason as category,
    tickets.sub_reason as subcategory,
    tickets.extra,
from tickets
semi join int_judged_tickets using (source_system, ticket_id)
anti join int_ticket_states using (source_system, ticket_id)
