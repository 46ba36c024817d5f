-- One ticket as it stands, if the reader may see it. Slot: filters (the reader's scope).
select
    facts.source_system,
    facts.ticket_id,
    facts.basis,
    facts.created_at,
    facts.first_reply_at,
    facts.last_solved_at,
    facts.reopens,
    facts.is_test,
    facts.is_void,
    facts.market,
    facts.lob,
    cast(facts.tier as varchar) as tier,
    facts.channel,
    facts.site,
    facts.team,
    facts.agent,
    facts.priority,
    facts.status,
    facts.language,
    facts.category,
    facts.subcategory,
from fct_tickets as facts
where facts.source_system = $source_system
    and facts.ticket_id = $ticket_id
    /*{filters}*/
