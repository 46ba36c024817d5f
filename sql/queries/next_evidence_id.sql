select cast(coalesce(max(evidence_id), 0) + 1 as integer) from evidence_sets
