-- A plan that was started or dropped takes no further version.
insert into recovery_plan_versions
select $plan_id, coalesce(max(version_no), 0) + 1, $state, $hypothesis, $lever, $owner, $goal, $from_on, $until_on, $exit_rule, $written_at, $written_by
from recovery_plan_versions
where plan_id = $plan_id
having count(*) filter (where state <> 'draft') = 0
