-- How much each source has told us, and up to when.
with known as (
    select source_system, 'tickets' as kind, created_at as instant from tickets
    union all
    select source_system, 'events', occurred_at from ticket_events
    union all
    select source_system, 'surveys', coalesce(responded_at, sent_at) from surveys
    union all
    select source_system, 'QA reviews', reviewed_at from qa_reviews
)
select
    source_system,
    kind,
    count(*) as row_count,
    min(instant) as first_at,
    max(instant) as last_at,
from known
group by all
order by source_system, kind
