-- grain: one row per solve in whose very second the ticket then changed hands: the team that solved it; refresh: by ticket, in passing
-- S10, S13: the solve came first, so it belongs to the team before the change.
with candidates as (
    select
        stretches.source_system,
        stretches.ticket_id,
        stretches.starts_at,
        stretches.team_before,
        max(ticket_events.seq) filter (where ticket_events.type = 'status' and ticket_events.new_value in ('solved', 'closed')) as solved_seq,
        list(struct_pack(seq := ticket_events.seq, team := ticket_events.new_value)) filter (where ticket_events.type = 'team') as hand_overs,
    from int_sla_stretches as stretches
    inner join ticket_events
        on ticket_events.source_system = stretches.source_system
        and ticket_events.ticket_id = stretches.ticket_id
        and ticket_events.occurred_at = stretches.starts_at
        and ticket_events.type in ('status', 'team')
    where stretches.phase = 'done'
        and coalesce(stretches.last_phase, 'unsolved') = 'unsolved'
        and stretches.team is distinct from stretches.team_before
    group by all
)

select
    source_system,
    ticket_id,
    starts_at as solved_at,
    coalesce(
        nullif(list_last(list_sort(list_filter(hand_overs, lambda hand_over: hand_over.seq < solved_seq))).team, ''),
        team_before,
        'UNASSIGNED'
    ) as team,
from candidates
where len(list_filter(hand_overs, lambda hand_over: hand_over.seq > solved_seq)) > 0
