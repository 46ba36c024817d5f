-- grain: one row per ticket of a source with histories; refresh: by ticket
-- The dimension block is that of the creation after triage settled: 15 minutes later (0.1). What happens later carries its instant, for answers as of before it.
with lives as (
    select
        source_system,
        ticket_id,
        min(starts_at) filter (where status_phase = 'done' and coalesce(status_phase_before, 'unsolved') = 'unsolved') as first_solved_at,
        max(starts_at) filter (where status_phase = 'done' and coalesce(status_phase_before, 'unsolved') = 'unsolved') as last_solved_at,
        count(*) filter (where status_phase = 'unsolved' and status_phase_before = 'done') as reopens,
        min(starts_at) filter (where status_phase = 'void') as first_void_at,
        max(starts_at) filter (where status_phase = 'void' and status_phase_before is distinct from 'void') as last_void_at,
        max(starts_at) filter (where status_phase <> 'void' and status_phase_before = 'void') as last_restored_at,
        min(starts_at) filter (where team_tier = 1) as first_tier1_at,
        min(starts_at) filter (where team_tier = 2 and team_tier_before = 1) as first_escalated_at,
        bool_or(void_reason = 'history_gap') as history_gap,
        max_by(status_phase, stretch_no) = 'void' as is_void,
        max_by(status, stretch_no) as replayed_status,
    from int_sla_stretches
    group by all
),

replies as (
    select
        source_system,
        ticket_id,
        stopped_at as first_reply_at,
    from int_sla_clocks
    where clock = 'FRT'
),

settled as (
    select
        stretches.source_system,
        stretches.ticket_id,
        stretches.market,
        stretches.lob,
        coalesce(stretches.team, 'UNASSIGNED') as team,
        stretches.agent,
        stretches.priority,
    from int_sla_stretches as stretches
    inner join tickets
        on tickets.source_system = stretches.source_system
        and tickets.ticket_id = stretches.ticket_id
    where stretches.starts_at <= tickets.created_at + interval 15 minute
        and (stretches.ends_at is null or tickets.created_at + interval 15 minute < stretches.ends_at)
        and stretches.ends_at is distinct from stretches.starts_at
),

facts as (
    select
        tickets.source_system,
        tickets.ticket_id,
        if(lives.ticket_id is null, 'timestamps', 'events') as basis,
        tickets.created_at,
        coalesce(tickets.is_test, false) as is_test,
        if(lives.ticket_id is null, tickets.first_reply_at, replies.first_reply_at) as first_reply_at,
        if(lives.ticket_id is null, if(tickets.status in ('solved', 'closed'), tickets.solved_at, null), lives.first_solved_at) as first_solved_at,
        if(lives.ticket_id is null, if(tickets.status in ('solved', 'closed'), tickets.solved_at, null), lives.last_solved_at) as last_solved_at,
        coalesce(cast(lives.reopens as integer), tickets.reopen_count) as reopens,
        coalesce(lives.is_void, tickets.status in ('merged', 'spam', 'deleted')) as is_void,
        coalesce(lives.replayed_status, tickets.status) = 'merged' as is_merged,
        lives.first_void_at,
        if(lives.ticket_id is null, if(tickets.status in ('merged', 'spam', 'deleted'), tickets.created_at, null), lives.last_void_at) as last_void_at,
        lives.last_restored_at,
        lives.first_tier1_at,
        lives.first_escalated_at,
        coalesce(lives.history_gap, false) as history_gap,
        if(settled.ticket_id is null, tickets.market, settled.market) as market,
        if(settled.ticket_id is null, tickets.lob, settled.lob) as lob,
        if(settled.ticket_id is null, tickets.team_id, settled.team) as team,
        if(settled.ticket_id is null, tickets.agent_id, settled.agent) as agent,
        if(settled.ticket_id is null, coalesce(tickets.priority, 'normal'), settled.priority) as priority,
        tickets.tier,
        tickets.channel,
        tickets.site_id,
        tickets.status,
        tickets.language,
        tickets.contact_reason,
        tickets.sub_reason,
        tickets.extra,
    from tickets
    left join lives
        on lives.source_system = tickets.source_system
        and lives.ticket_id = tickets.ticket_id
    left join replies
        on replies.source_system = tickets.source_system
        and replies.ticket_id = tickets.ticket_id
    left join settled
        on settled.source_system = tickets.source_system
        and settled.ticket_id = tickets.ticket_id
    where tickets.source_system in (select source_system from sources where sla_basis = 'events')
)

select
    facts.source_system,
    facts.ticket_id,
    facts.basis,
    facts.created_at,
    facts.is_test,
    cast(facts.first_reply_at as timestamp_s) as first_reply_at,
    facts.first_solved_at,
    facts.last_solved_at,
    facts.reopens,
    facts.is_void,
    facts.is_merged,
    facts.first_void_at,
    case when facts.is_void then facts.last_void_at end as void_at,
    facts.last_restored_at,
    facts.first_tier1_at,
    facts.first_tier1_at is not null as handled_by_t1,
    facts.first_escalated_at,
    coalesce(facts.first_escalated_at <= facts.created_at + interval 14 day, false) as escalated_within_14d,
    -- D2: created -> first or last solve on the calendar, waiting for the user included.
    case when facts.first_solved_at >= facts.created_at then date_diff('second', facts.created_at, facts.first_solved_at) / 60 end as first_resolution_minutes,
    case when facts.last_solved_at >= facts.created_at then date_diff('second', facts.created_at, facts.last_solved_at) / 60 end as full_resolution_minutes,
    facts.history_gap,
    reporting_date(facts.created_at) as created_on,
    facts.market,
    facts.lob,
    coalesce(team_spells.tier, agent_spells.tier, facts.tier) as tier,
    facts.channel,
    coalesce(agent_spells.site_id, team_spells.site_id, facts.site_id) as site,
    facts.team as team,
    facts.agent,
    facts.priority,
    facts.status,
    facts.language,
    facts.contact_reason as category,
    facts.sub_reason as subcategory,
    facts.extra,
from facts
left join int_team_spells as team_spells
    on team_spells.team_id = facts.team
    and team_spells.starts_at <= facts.created_at
    and facts.created_at < team_spells.ends_at
left join int_agent_spells as agent_spells
    on agent_spells.agent_id = facts.agent
    and agent_spells.starts_at <= facts.created_at
    and facts.created_at < agent_spells.ends_at
