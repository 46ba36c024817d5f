-- Newest first. Slot: filters.
select
    evidence_id,
    metric,
    week,
    basis,
    statement,
    outcome,
    drawn_from,
    seed,
    created_at,
    created_by,
from evidence_sets
where true
    /*{filters}*/
order by evidence_id desc
