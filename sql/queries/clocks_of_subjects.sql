-- What the clocks behind a list of rows had used of their targets, as of an instant. The bounds leave most of history unread.
select
    ticket_id || ':' || clock || ':' || cycle as subject_id,
    elapsed_minutes,
    target_minutes,
    outcome = 'missed' as is_missed,
from fct_sla_outcomes
where clock_start_at between cast($from_at as timestamp_s) and cast($until_at as timestamp_s)
    and ticket_id in $tickets
    and ticket_id || ':' || clock || ':' || cycle in $subjects
    and outcome in ('met', 'missed')
    and visible_from <= cast($as_of as timestamp)
    and (visible_until is null or cast($as_of as timestamp) < visible_until)
