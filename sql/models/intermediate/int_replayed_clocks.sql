-- grain: one row per clock instance of a source with histories and visible interval; refresh: by ticket, in passing as a view
-- Every SLA clock of a history as of every instant (S1-S15, C8): filter visible_from and visible_until, nothing else. A running row's elapsed
-- seconds are those at visible_from; queries/sla_clocks_as_of.sql adds what its running calendar has counted since.
with unreplayable as (
    -- I5: a ticket whose history is missing altogether is counted, not guessed at.
    select
        tickets.source_system,
        tickets.ticket_id,
        tickets.created_at,
        coalesce(tickets.priority, 'normal') as priority,
        tickets.market,
        tickets.lob,
        tickets.team_id as team,
        tickets.agent_id as agent,
    from tickets
    anti join int_ticket_states
        on int_ticket_states.source_system = tickets.source_system
        and int_ticket_states.ticket_id = tickets.ticket_id
    where tickets.source_system in (select source_system from sources where sla_basis = 'events')
        and not coalesce(tickets.is_test, false)
),

outcomes as (
    select
        visible.source_system,
        visible.ticket_id,
        visible.clock,
        visible.cycle,
        'events' as basis,
        visible.started_at,
        visible.visible_from,
        visible.visible_until,
        visible.outcome,
        visible.state,
        visible.exclusion_reason,
        visible.is_running,
        visible.elapsed_seconds,
        visible.target_seconds,
        terms.policy_id,
        terms.policy_version,
        terms.calendar_id,
        visible.running_calendar_id,
        visible.completed_at,
        visible.due_at,
        visible.breach_at,
        case visible.outcome
            when 'met' then visible.completed_at
            when 'missed' then visible.breach_at
            when 'excluded' then visible.visible_from
        end as attributed_at,
        coalesce(visible.team_then, stretches.team, 'UNASSIGNED') as team,
        case when visible.outcome <> 'excluded' then coalesce(contributors.contributor_team, visible.team_then, stretches.team, 'UNASSIGNED') end as contributor_team,
        case when visible.outcome = 'pending' then contributors.lead_seconds end as lead_seconds,
        stretches.agent,
        stretches.priority,
        stretches.market,
        stretches.lob,
    from int_sla_visible as visible
    inner join int_sla_stretches as stretches
        on stretches.source_system = visible.source_system
        and stretches.ticket_id = visible.ticket_id
        and stretches.stretch_no = visible.decided_no
    left join int_sla_terms as terms on terms.terms_no = visible.terms_no
    left join int_sla_contributors as contributors
        on contributors.source_system = visible.source_system
        and contributors.ticket_id = visible.ticket_id
        and contributors.clock = visible.clock
        and contributors.cycle = visible.cycle
        and contributors.decided_no = visible.decided_no
        and contributors.used_in_stretch = visible.used_in_stretch
        and contributors.owner_team = coalesce(visible.team_then, stretches.team, 'UNASSIGNED')
    union all by name
    select
        unreplayable.*,
        clocks.clock,
        1 as cycle,
        'events' as basis,
        unreplayable.created_at as started_at,
        unreplayable.created_at as visible_from,
        'excluded' as outcome,
        'EXCLUDED' as state,
        'history_gap' as exclusion_reason,
        false as is_running,
        unreplayable.created_at as attributed_at,
    from unreplayable
    cross join (values ('FRT'), ('RES'), ('AWT')) as clocks (clock)
)

select
    outcomes.source_system,
    outcomes.ticket_id,
    outcomes.clock,
    outcomes.cycle,
    outcomes.basis,
    outcomes.started_at as clock_start_at,
    outcomes.target_seconds // 60 as target_minutes,
    outcomes.calendar_id,
    outcomes.policy_id,
    outcomes.policy_version,
    outcomes.elapsed_seconds,
    outcomes.is_running,
    outcomes.running_calendar_id,
    cast(outcomes.due_at as timestamp_s) as due_at,
    outcomes.breach_at,
    outcomes.completed_at,
    outcomes.outcome,
    outcomes.state,
    outcomes.exclusion_reason,
    outcomes.attributed_at,
    reporting_date(outcomes.attributed_at) as attributed_on,
    outcomes.visible_from,
    outcomes.visible_until,
    outcomes.contributor_team,
    -- How long the owner must still run to have the largest share, while the clock is undecided (S10).
    outcomes.lead_seconds / 60 as takeover_minutes,
    outcomes.market,
    outcomes.lob,
    coalesce(team_spells.tier, agent_spells.tier, tickets.tier) as tier,
    tickets.channel,
    coalesce(agent_spells.site_id, team_spells.site_id, tickets.site_id) as site,
    outcomes.team,
    outcomes.agent,
    outcomes.priority,
    tickets.status,
    tickets.language,
    tickets.contact_reason as category,
    tickets.sub_reason as subcategory,
    tickets.extra,
from outcomes
inner join tickets
    on tickets.source_system = outcomes.source_system
    and tickets.ticket_id = outcomes.ticket_id
left join int_team_spells as team_spells
    on team_spells.team_id = outcomes.team
    and team_spells.starts_at <= coalesce(outcomes.attributed_at, outcomes.visible_from)
    and coalesce(outcomes.attributed_at, outcomes.visible_from) < team_spells.ends_at
left join int_agent_spells as agent_spells
    on agent_spells.agent_id = outcomes.agent
    and agent_spells.starts_at <= coalesce(outcomes.attributed_at, outcomes.visible_from)
    and coalesce(outcomes.attributed_at, outcomes.visible_from) < agent_spells.ends_at
