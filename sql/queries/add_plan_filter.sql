insert into recovery_plan_filters values ($plan_id, $dimension, $value)
