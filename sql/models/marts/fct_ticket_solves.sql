-- grain: stub; refresh: by ticket
select source_system, ticket_id, solved_at as attributed_at from tickets where solved_at is not null
