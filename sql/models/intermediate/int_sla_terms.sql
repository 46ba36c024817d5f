-- grain: one row per policy version and priority, and one (priority null) for every priority it does not list; refresh: whole
-- What a ticket is promised, under a number small enough to carry along with every stretch of every ticket.
-- Seconds: null = the policy never promises that clock; 0 = it does, but not at this priority.
with targets as (
    select
        policy_id,
        version,
        priority,
        max(60 * target_minutes) filter (where metric = 'FRT') as frt,
        max(60 * target_minutes) filter (where metric = 'NRT') as nrt,
        max(60 * target_minutes) filter (where metric = 'RES') as res,
        max(60 * target_minutes) filter (where metric = 'AWT') as awt,
        max(60 * target_minutes) filter (where metric = 'OLA') as ola,
    from sla_targets
    group by grouping sets ((policy_id, version, priority), (policy_id, version))
),

promised as (
    select * from targets where priority is null
)

select
    cast(row_number() over (order by targets.policy_id, targets.version, targets.priority nulls first) as integer) as terms_no,
    targets.policy_id,
    targets.version as policy_version,
    sla_policies.calendar_id,
    sla_policies.pause_on_hold,
    targets.priority,
    case when promised.frt is not null then if(targets.priority is null, 0, coalesce(targets.frt, 0)) end as frt_seconds,
    case when promised.nrt is not null then if(targets.priority is null, 0, coalesce(targets.nrt, 0)) end as nrt_seconds,
    case when promised.res is not null then if(targets.priority is null, 0, coalesce(targets.res, 0)) end as res_seconds,
    case when promised.awt is not null then if(targets.priority is null, 0, coalesce(targets.awt, 0)) end as awt_seconds,
    case when promised.ola is not null then if(targets.priority is null, 0, coalesce(targets.ola, 0)) end as ola_seconds,
from targets
inner join promised
    on promised.policy_id = targets.policy_id
    and promised.version = targets.version
inner join sla_policies
    on sla_policies.policy_id = targets.policy_id
    and sla_policies.version = targets.version
