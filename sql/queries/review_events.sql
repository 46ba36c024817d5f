-- Every event that stands, in order of its first day.
select
    event_id,
    kind,
    title,
    from_on,
    until_on,
    markets,
    lobs,
    author,
    written_at,
from review_events
where withdrawn_at is null
order by from_on, event_id
