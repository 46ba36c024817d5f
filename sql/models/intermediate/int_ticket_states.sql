-- grain: one row per ticket and stretch between two instants at which its history says something; refresh: by ticket, in passing
-- Only sources on the basis 'events' have histories to replay. Same-second events apply in seq order (S13), and only what stands at the
-- end of the second lasts (S8). The last stretch of a ticket has no end.
with moves as (
    select
        source_system,
        ticket_id,
        occurred_at,
        seq,
        line_no,
        type,
        case when type = 'created' then 'status' else type end as attribute,
        case when type = 'created' then coalesce(new_value, 'new') when type <> 'comment' then coalesce(new_value, '') end as new_value,
        case when type <> 'comment' then old_value end as old_value,
    from ticket_events
    where source_system in (select source_system from sources where sla_basis = 'events')
        and (
            type in ('created', 'status', 'priority', 'team', 'agent', 'lob', 'market')
            or (type = 'comment' and is_public and actor_type in ('end_user', 'agent'))
        )
    -- A merge event (its new value is the ticket that goes on) is a status where no status event says the same.
    union all
    select
        merges.source_system,
        merges.ticket_id,
        merges.occurred_at,
        merges.seq,
        merges.line_no,
        merges.type,
        'status' as attribute,
        'merged' as new_value,
        null as old_value,
    from ticket_events as merges
    anti join (select source_system, ticket_id, from ticket_events where type = 'status' and new_value = 'merged') as said
        on said.source_system = merges.source_system
        and said.ticket_id = merges.ticket_id
    where merges.type = 'merge'
        and merges.source_system in (select source_system from sources where sla_basis = 'events')
),

-- Per attribute: what the history said last, and else what the next event of the attribute says it was before.
replayed as (
    select
        source_system,
        ticket_id,
        occurred_at,
        type,
        attribute,
        old_value,
        new_value,
        lead(occurred_at) over so_far as next_at,
        row_number() over so_far as event_no,
        last_value(case when attribute = 'status' then new_value end ignore nulls) over before as status,
        last_value(case when attribute = 'priority' then new_value end ignore nulls) over before as priority,
        last_value(case when attribute = 'market' then new_value end ignore nulls) over before as market,
        last_value(case when attribute = 'lob' then new_value end ignore nulls) over before as lob,
        last_value(case when attribute = 'team' then new_value end ignore nulls) over before as team,
        last_value(case when attribute = 'agent' then new_value end ignore nulls) over before as agent,
        first_value(case when attribute = 'priority' then coalesce(old_value, '') end ignore nulls) over ahead as next_priority,
        first_value(case when attribute = 'market' then coalesce(old_value, '') end ignore nulls) over ahead as next_market,
        first_value(case when attribute = 'lob' then coalesce(old_value, '') end ignore nulls) over ahead as next_lob,
        first_value(case when attribute = 'team' then coalesce(old_value, '') end ignore nulls) over ahead as next_team,
        first_value(case when attribute = 'agent' then coalesce(old_value, '') end ignore nulls) over ahead as next_agent,
    from moves
    window
        so_far as (partition by source_system, ticket_id order by occurred_at, seq, line_no rows between unbounded preceding and current row),
        before as (partition by source_system, ticket_id order by occurred_at, seq, line_no rows between unbounded preceding and 1 preceding),
        ahead as (partition by source_system, ticket_id order by occurred_at, seq, line_no rows between 1 following and unbounded following)
),

stretches as (
    select
        source_system,
        ticket_id,
        occurred_at as starts_at,
        next_at as ends_at,
        case when attribute = 'status' then new_value else coalesce(status, 'new') end as status,
        case when attribute = 'priority' then new_value else coalesce(priority, next_priority) end as priority,
        case when attribute = 'market' then new_value else coalesce(market, next_market) end as market,
        case when attribute = 'lob' then new_value else coalesce(lob, next_lob) end as lob,
        case when attribute = 'team' then new_value else coalesce(team, next_team) end as team,
        case when attribute = 'agent' then new_value else coalesce(agent, next_agent) end as agent,
        -- I5: a history must begin with its creation, and an event must find what it says it changes.
        (event_no = 1) <> (type = 'created')
            or old_value <> case attribute
                when 'status' then status
                when 'priority' then priority
                when 'market' then market
                when 'lob' then lob
                when 'team' then team
                when 'agent' then agent
            end as is_contradiction,
    from replayed
    where next_at is distinct from occurred_at or is_contradiction
)

select
    stretches.source_system,
    stretches.ticket_id,
    stretches.starts_at,
    stretches.ends_at,
    stretches.status,
    -- An attribute that no event ever mentions is taken from the ticket's row; S12: no priority is normal.
    coalesce(nullif(coalesce(stretches.priority, tickets.priority), ''), 'normal') as priority,
    nullif(coalesce(stretches.market, tickets.market), '') as market,
    nullif(coalesce(stretches.lob, tickets.lob), '') as lob,
    nullif(coalesce(stretches.team, tickets.team_id), '') as team,
    nullif(coalesce(stretches.agent, tickets.agent_id), '') as agent,
    coalesce(stretches.is_contradiction, false) as is_contradiction,
from stretches
inner join tickets
    on tickets.source_system = stretches.source_system
    and tickets.ticket_id = stretches.ticket_id
