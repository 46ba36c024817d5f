-- Times that cannot be: loaded and counted, shown here, and left out of durations.
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
select
    events.source_system,
    'events whose ticket has not arrived' as flag,
    count(*) as row_count,
from ticket_events as events
anti join tickets using (source_system, ticket_id)
group by all
union all
select
    surveys.source_system,
    'surveys whose ticket has not arrived' as flag,
    count(*) as row_count,
from surveys
anti join tickets using (source_system, ticket_id)
group by all
order by source_system, flag
