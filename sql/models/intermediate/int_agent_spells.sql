-- grain: one row per agent and stretch of one roster line, without overlap; refresh: whole
-- Days of the roster are days of the reporting zone.
with dated as (
    select
        agent_id,
        agent_name,
        team_id,
        site_id,
        tier,
        valid_from,
        coalesce(least(valid_to, lead(valid_from) over (partition by agent_id order by valid_from)), date '9999-01-01') as valid_until,
    from roster
)

select
    agent_id,
    agent_name,
    team_id,
    site_id,
    tier,
    timezone('UTC', timezone(reporting_zone(), cast(valid_from as timestamp))) as starts_at,
    timezone('UTC', timezone(reporting_zone(), cast(valid_until as timestamp))) as ends_at,
from dated
where valid_from < valid_until
