-- Plans with their version that counts, newest first.
select
    plans.plan_id,
    plans.metric,
    plans.week,
    plans.basis,
    plans.statement,
    plans.evidence_id,
    plans.created_at,
    plans.created_by,
    versions.state,
    versions.hypothesis,
    versions.lever,
    versions.owner,
    versions.goal,
    versions.from_on,
    versions.until_on,
    versions.exit_rule,
    versions.written_at,
    versions.written_by,
from recovery_plans as plans
inner join recovery_plan_versions as versions on versions.plan_id = plans.plan_id
qualify versions.version_no = max(versions.version_no) over (partition by plans.plan_id)
order by plans.plan_id desc
