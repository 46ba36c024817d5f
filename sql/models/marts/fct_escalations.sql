-- grain: one row per escalation (E1: a tier-1 team hands the ticket to a tier-2 team) and visible interval; refresh: by ticket
with tier2_tickets as (
    select distinct
        source_system,
        ticket_id,
    from int_sla_stretches
    where team_tier = 2
),

stretches as (
    select
        int_sla_stretches.source_system,
        int_sla_stretches.ticket_id,
        int_sla_stretches.stretch_no,
        int_sla_stretches.starts_at,
        int_sla_stretches.status_phase,
        int_sla_stretches.status_phase_before,
        int_sla_stretches.team,
        int_sla_stretches.team_before,
        int_sla_stretches.team_tier,
        int_sla_stretches.team_tier_before,
        int_sla_stretches.agent,
        int_sla_stretches.priority,
        int_sla_stretches.market,
        int_sla_stretches.lob,
        int_sla_stretches.wait_before,
        -- E5: the part of the resolution clock that tier 1 used before.
        coalesce(sum(case when team_tier = 1 then wait_after - wait_before else 0 end) over (
            partition by source_system, ticket_id order by stretch_no
            rows between unbounded preceding and 1 preceding
        ), 0) as tier1_seconds,
    from int_sla_stretches
    semi join tier2_tickets
        on tier2_tickets.source_system = int_sla_stretches.source_system
        and tier2_tickets.ticket_id = int_sla_stretches.ticket_id
),

turns as (
    select
        stretches.*,
        case
            when team_tier = 2 and team_tier_before = 1 then 'escalated'
            when team_tier = 1 and team_tier_before = 2 then 'bounced'
            else 'solved'
        end as turn,
    from stretches
    where (team_tier = 2 and team_tier_before = 1)
        or (team_tier = 1 and team_tier_before = 2)
        or (status_phase = 'done' and status_phase_before = 'unsolved')
),

escalations as (
    select
        turns.*,
        -- E2: back to tier 1 without a solve in between.
        case when lead(turn) over history = 'bounced' then lead(starts_at) over history end as bounced_back_at,
    from turns
    window history as (partition by source_system, ticket_id order by stretch_no)
    qualify turn = 'escalated'
),

facts as (
    select
        escalations.* exclude (bounced_back_at),
        cast(null as timestamp_s) as bounced_back_at,
        starts_at as visible_from,
        bounced_back_at as visible_until,
    from escalations
    union all by name
    select
        escalations.*,
        bounced_back_at as visible_from,
        cast(null as timestamp_s) as visible_until,
    from escalations
    where bounced_back_at is not null
)

select
    facts.source_system,
    facts.ticket_id,
    'events' as basis,
    facts.starts_at as escalated_at,
    facts.team_before as from_team,
    facts.team as to_team,
    facts.bounced_back_at,
    facts.bounced_back_at is not null as is_bounced_back,
    facts.tier1_seconds / 60 as tier1_minutes,
    facts.wait_before / 60 as minutes_before,
    facts.starts_at as attributed_at,
    reporting_date(facts.starts_at) as attributed_on,
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
    and team_spells.starts_at <= facts.starts_at
    and facts.starts_at < team_spells.ends_at
left join int_agent_spells as agent_spells
    on agent_spells.agent_id = facts.agent
    and agent_spells.starts_at <= facts.starts_at
    and facts.starts_at < agent_spells.ends_at
