-- grain: one row per clock instance of a replayed ticket: when it started and what stopped it; refresh: by ticket, in passing
-- RES and AWT have no stop here: they complete whenever the ticket is solved (S1). An OLA's team is the Tier-2 team that it measures.
with created as (
    select
        source_system,
        ticket_id,
        starts_at,
    from int_sla_stretches
    where stretch_no = 1
),

messages as (
    select
        source_system,
        ticket_id,
        occurred_at,
        seq,
        line_no,
        -- S1: only what a person says in public starts or stops a reply clock; bots, notes and system events never do.
        actor_type = 'end_user' as is_question,
        type = 'comment' and actor_type = 'agent' as is_answer,
    from ticket_events
    where (type = 'comment' and is_public and actor_type in ('end_user', 'agent'))
        or (type = 'created' and actor_type = 'end_user' and coalesce(is_public, true))
),

questioned as (
    select
        messages.*,
        -- What an agent says before the user ever wrote answers nothing.
        is_answer and count(*) filter (where is_question) over (
            partition by source_system, ticket_id order by occurred_at, seq, line_no
        ) > 0 as is_reply,
    from messages
),

turns as (
    select
        questioned.*,
        count(*) filter (where is_reply) over (
            partition by source_system, ticket_id order by occurred_at, seq, line_no
            rows between unbounded preceding and current row
        ) - cast(is_reply as integer) as replies_before,
    from questioned
    where is_question or is_reply
),

-- A turn is the messages up to and including one reply; it starts with its oldest unanswered question.
replies as (
    select
        source_system,
        ticket_id,
        replies_before,
        min(occurred_at) filter (where is_question) as started_at,
        min(occurred_at) filter (where is_reply) as stopped_at,
        min(seq) filter (where is_reply) as stopped_seq,
    from turns
    group by all
    having count(*) filter (where is_question) > 0
),

reply_clocks as (
    select
        source_system,
        ticket_id,
        case when replies_before = 0 then 'FRT' else 'NRT' end as clock,
        cast(case when replies_before = 0 then 1 else row_number() over (partition by source_system, ticket_id, replies_before = 0 order by replies_before) end as integer) as cycle,
        started_at,
        stopped_at,
        stopped_seq,
    from replies
),

tier2_tickets as (
    select distinct
        source_system,
        ticket_id,
    from int_sla_stretches
    where team_tier = 2
),

-- A stay in the bin neither ends nor starts an OLA: it is passed over.
holdings as (
    select
        stretches.source_system,
        stretches.ticket_id,
        stretches.starts_at,
        case when stretches.team_tier = 2 and stretches.phase = 'unsolved' then stretches.team end as tier2_team,
    from int_sla_stretches as stretches
    semi join tier2_tickets
        on tier2_tickets.source_system = stretches.source_system
        and tier2_tickets.ticket_id = stretches.ticket_id
    where stretches.phase <> 'void'
),

hand_overs as (
    select
        source_system,
        ticket_id,
        starts_at,
        tier2_team,
    from holdings
    qualify tier2_team is distinct from lag(tier2_team) over (partition by source_system, ticket_id order by starts_at)
),

ola_clocks as (
    select
        source_system,
        ticket_id,
        tier2_team as team,
        starts_at as started_at,
        lead(starts_at) over (partition by source_system, ticket_id order by starts_at) as stopped_at,
    from hand_overs
    qualify tier2_team is not null
),

-- Who answered, when the ticket changed hands in the very second: the team before the change, if the answer came first (S10, S13).
answered_with_hand_over as (
    select
        reply_clocks.source_system,
        reply_clocks.ticket_id,
        reply_clocks.stopped_at,
        reply_clocks.stopped_seq,
        max_by(ticket_events.new_value, ticket_events.seq) filter (where ticket_events.seq < reply_clocks.stopped_seq) as team_by_then,
    from reply_clocks
    inner join ticket_events
        on ticket_events.source_system = reply_clocks.source_system
        and ticket_events.ticket_id = reply_clocks.ticket_id
        and ticket_events.occurred_at = reply_clocks.stopped_at
        and ticket_events.type = 'team'
    group by all
    having max(ticket_events.seq) > reply_clocks.stopped_seq
),

late_hand_overs as (
    select
        answered_with_hand_over.source_system,
        answered_with_hand_over.ticket_id,
        answered_with_hand_over.stopped_at,
        answered_with_hand_over.stopped_seq,
        answered_with_hand_over.team_by_then,
        stretches.team_before,
    from answered_with_hand_over
    inner join int_sla_stretches as stretches
        on stretches.source_system = answered_with_hand_over.source_system
        and stretches.ticket_id = answered_with_hand_over.ticket_id
        and stretches.starts_at = answered_with_hand_over.stopped_at
        and stretches.ends_at is distinct from stretches.starts_at
),

clocks as (
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        started_at,
        stopped_at,
        stopped_seq,
        cast(null as varchar) as team,
    from reply_clocks
    union all
    select
        source_system,
        ticket_id,
        'OLA' as clock,
        cast(row_number() over (partition by source_system, ticket_id order by started_at) as integer) as cycle,
        started_at,
        stopped_at,
        null as stopped_seq,
        team,
    from ola_clocks
)

select
    source_system,
    ticket_id,
    clock,
    1 as cycle,
    starts_at as started_at,
    cast(null as timestamp_s) as stopped_at,
    cast(null as varchar) as team,
    cast(0 as bigint) as used_at_start,
from created
cross join (values ('RES'), ('AWT')) as resolution_clocks (clock)
union all
select
    clocks.source_system,
    clocks.ticket_id,
    clocks.clock,
    clocks.cycle,
    clocks.started_at,
    clocks.stopped_at,
    case
        when clocks.clock = 'OLA' then clocks.team
        when late_hand_overs.ticket_id is not null then coalesce(nullif(late_hand_overs.team_by_then, ''), late_hand_overs.team_before, 'UNASSIGNED')
    end as team,
    case when clocks.clock = 'OLA' then stretches.wait_before else stretches.unsolved_before end as used_at_start,
from clocks
inner join int_sla_stretches as stretches
    on stretches.source_system = clocks.source_system
    and stretches.ticket_id = clocks.ticket_id
    and stretches.starts_at = clocks.started_at
    and stretches.ends_at is distinct from stretches.starts_at
left join late_hand_overs
    on late_hand_overs.source_system = clocks.source_system
    and late_hand_overs.ticket_id = clocks.ticket_id
    and late_hand_overs.stopped_at = clocks.stopped_at
    and late_hand_overs.stopped_seq = clocks.stopped_seq
