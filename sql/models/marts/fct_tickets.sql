-- grain: stub; refresh: by ticket
select source_system, ticket_id, case when status in ('merged', 'spam', 'deleted') then source_updated_at end as void_at from tickets
