-- grain: one row per ticket that was rated or reviewed; refresh: by ticket, in passing; narrows only
select source_system, ticket_id, from surveys
union
select source_system, ticket_id, from qa_reviews
