insert into evidence_sets values ($evidence_id, $metric, $week, $basis, $statement, $outcome, $drawn_from, $seed, $created_at, $created_by)
