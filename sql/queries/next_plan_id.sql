select cast(coalesce(max(plan_id), 0) + 1 as integer) from recovery_plans
