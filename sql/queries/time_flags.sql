-- Times that cannot be, and times that could be two: loaded and counted, shown here; impossible ones are left out of durations.
select
    source_system,
    'first reply before creation' as flag,
    count(*) as row_count,
from tickets
where first_reply_at < created_at
group by all
union all
select
    source_system,
    'solved before creation' as flag,
    count(*) as row_count,
from tickets
where solved_at < created_at
group by all
union all
-- I6: an event cannot come before its ticket. Its history is broken from there on (I5), whichever of the two came first.
select
    events.source_system,
    'event before the creation of its ticket' as flag,
    count(*) as row_count,
from ticket_events as events
join tickets using (source_system, ticket_id)
where events.occurred_at < tickets.created_at
group by all
union all
select
    source_id as source_system,
    'a local time that occurred twice, taken as the later' as flag,
    cast(sum(ambiguous) as bigint) as row_count,
from received_files
where ambiguous > 0
group by all
order by source_system, flag
