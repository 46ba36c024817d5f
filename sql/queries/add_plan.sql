insert into recovery_plans values ($plan_id, $metric, $week, $basis, $statement, $evidence_id, $created_at, $created_by)
