-- Rows whose ticket has not arrived; they count as soon as it does (I4).
select
    'ticket_events' as table_name,
    source_system,
    count(*) as row_count,
from ticket_events
anti join tickets using (source_system, ticket_id)
group by all
union all
select
    'surveys' as table_name,
    source_system,
    count(*) as row_count,
from surveys
anti join tickets using (source_system, ticket_id)
group by all
union all
select
    'qa_reviews' as table_name,
    source_system,
    count(*) as row_count,
from qa_reviews
anti join tickets using (source_system, ticket_id)
group by all
order by table_name, source_system
