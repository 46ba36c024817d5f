select
    source_system,
    event_id,
    count(*) as row_count,
from ticket_events
group by all
having count(*) > 1
