select plan_id, dimension, value from recovery_plan_filters order by plan_id, dimension, value
