insert into evidence_filters values ($evidence_id, $dimension, $value)
