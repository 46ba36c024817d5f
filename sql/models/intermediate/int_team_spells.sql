-- grain: one row per team and stretch in which its tier and site hold, without overlap; refresh: whole
-- Days of the lists are days of the reporting zone. A team that only the roster knows has the tier and site of its people.
with listed as (
    select
        team_id,
        tier,
        site_id,
        valid_from,
        valid_to,
    from teams
    union all
    select
        team_id,
        max(tier) as tier,
        mode(site_id) as site_id,
        min(valid_from) as valid_from,
        null as valid_to,
    from roster
    where team_id not in (select team_id from teams)
    group by all
),

dated as (
    select
        team_id,
        tier,
        site_id,
        valid_from,
        coalesce(least(valid_to, lead(valid_from) over (partition by team_id order by valid_from)), date '9999-01-01') as valid_until,
    from listed
)

select
    team_id,
    tier,
    site_id,
    timezone('UTC', timezone(reporting_zone(), cast(valid_from as timestamp))) as starts_at,
    timezone('UTC', timezone(reporting_zone(), cast(valid_until as timestamp))) as ends_at,
from dated
where valid_from < valid_until
