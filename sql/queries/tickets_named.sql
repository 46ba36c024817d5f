-- Which sources have a ticket of this number, whatever the case of its letters. Slot: filters (the reader's scope).
select
    facts.source_system,
    facts.ticket_id,
from fct_tickets as facts
where lower(facts.ticket_id) = lower($ticket_id)
    /*{filters}*/
order by facts.source_system
limit 20
