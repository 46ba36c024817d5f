-- What we derive from the history against what the source says itself (I7): per source, quantity and week of creation from $from on, tickets compared
-- and tickets that differ. A source that never gives a quantity is not compared in it.
with compared as (
    select
        facts.source_system,
        cast(date_trunc('week', facts.attributed_on) as date) as week_start,
        facts.first_reply_at as derived_first_reply_at,
        tickets.first_reply_at,
        -- Nobody waits for the first reply to a ticket that an agent opened: the source has one, we have no clock.
        tickets.created_by is distinct from 'agent' as awaits_reply,
        if(tickets.status in ('solved', 'closed'), facts.last_solved_at, null) as derived_solved_at,
        if(tickets.status in ('solved', 'closed'), tickets.solved_at, null) as solved_at,
        facts.reopens as derived_reopens,
        tickets.reopen_count,
    from fct_tickets as facts
    inner join tickets
        on tickets.source_system = facts.source_system
        and tickets.ticket_id = facts.ticket_id
    where facts.basis = 'events'
        and facts.attributed_on >= $from
        and not facts.is_void
        and not facts.is_test
        and not facts.history_gap
),

told as (
    select
        source_system,
        count(first_reply_at) > 0 as tells_first_reply,
        count(solved_at) > 0 as tells_solved,
        count(reopen_count) > 0 as tells_reopens,
    from tickets
    group by all
),

differences as (
    select
        source_system,
        'first reply' as quantity,
        week_start,
        derived_first_reply_at is distinct from first_reply_at as differs,
    from compared
    semi join (select source_system from told where tells_first_reply) as known using (source_system)
    where awaits_reply
    union all
    select
        source_system,
        'solved' as quantity,
        week_start,
        derived_solved_at is distinct from solved_at as differs,
    from compared
    semi join (select source_system from told where tells_solved) as known using (source_system)
    union all
    select
        source_system,
        'reopens' as quantity,
        week_start,
        derived_reopens is distinct from reopen_count as differs,
    from compared
    semi join (select source_system from told where tells_reopens) as known using (source_system)
)

select
    source_system,
    quantity,
    week_start,
    count(*) as compared,
    count(*) filter (where differs) as differing,
from differences
group by all
order by source_system, quantity, week_start
