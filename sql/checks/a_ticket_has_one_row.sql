select
    source_system,
    ticket_id,
    count(*) as row_count,
from tickets
group by all
having count(*) > 1
