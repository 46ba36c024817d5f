-- One row per invitation and per answer edit (T3).
select
    source_system,
    survey_id,
    responded_at,
    count(*) as row_count,
from surveys
group by all
having count(*) > 1
