select
    dimension,
    value,
from evidence_filters
where evidence_id = $evidence_id
order by dimension, value
