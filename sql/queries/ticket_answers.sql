-- The survey answers of one ticket: every score that was ever given, in order.
select
    survey_id,
    sent_at,
    responded_at,
    score,
    scale_max,
    comment,
    language,
    row_number() over (partition by survey_id order by responded_at desc) = 1 as is_latest,
from surveys
where source_system = $source_system
    and ticket_id = $ticket_id
    and score is not null
    and responded_at is not null
order by responded_at, survey_id
