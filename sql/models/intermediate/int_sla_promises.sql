-- grain: one row per market scope, lob scope, priority and stretch of policy validity: the promise that a ticket created then is given; refresh: whole
-- The scope '*' stands for every market (lob) that no policy names. A named lob beats a named market, which beats '*' (S8);
-- the version is the one valid at the ticket's creation.
with scopes as (
    select
        market_scope.market,
        lob_scope.lob,
    from (select distinct market from sla_policies union select '*') as market_scope
    cross join (select distinct lob from sla_policies union select '*') as lob_scope
),

candidates as (
    select
        scopes.market,
        scopes.lob,
        sla_policies.policy_id,
        sla_policies.version,
        sla_policies.calendar_id,
        sla_policies.pause_on_hold,
        sla_policies.valid_from,
        coalesce(sla_policies.valid_to, timestamp '9999-01-01') as valid_until,
        cast(sla_policies.lob <> '*' as integer) as names_lob,
        cast(sla_policies.market <> '*' as integer) as names_market,
    from scopes
    inner join sla_policies
        on sla_policies.market in (scopes.market, '*')
        and sla_policies.lob in (scopes.lob, '*')
),

edges as (
    select market, lob, valid_from as edge_at from candidates
    union
    select market, lob, valid_until as edge_at from candidates
),

stretches as (
    select
        market,
        lob,
        edge_at as valid_from,
        lead(edge_at) over (partition by market, lob order by edge_at) as valid_until,
    from edges
),

winners as (
    select
        stretches.market,
        stretches.lob,
        stretches.valid_from,
        stretches.valid_until,
        candidates.policy_id,
        candidates.version,
        candidates.calendar_id,
        candidates.pause_on_hold,
    from stretches
    inner join candidates
        on candidates.market = stretches.market
        and candidates.lob = stretches.lob
        and candidates.valid_from <= stretches.valid_from
        and stretches.valid_from < candidates.valid_until
    where stretches.valid_until is not null
    qualify row_number() over (
        partition by stretches.market, stretches.lob, stretches.valid_from
        order by candidates.names_lob desc, candidates.names_market desc, candidates.valid_from desc, candidates.policy_id, candidates.version desc
    ) = 1
),

promised as (
    select
        policy_id,
        version,
        list(distinct metric) as metrics,
    from sla_targets
    group by all
),

targets as (
    select
        policy_id,
        version,
        priority,
        max(target_minutes) filter (where metric = 'FRT') as frt_minutes,
        max(target_minutes) filter (where metric = 'NRT') as nrt_minutes,
        max(target_minutes) filter (where metric = 'RES') as res_minutes,
        max(target_minutes) filter (where metric = 'AWT') as awt_minutes,
        max(target_minutes) filter (where metric = 'OLA') as ola_minutes,
    from sla_targets
    group by all
)

select
    winners.market,
    winners.lob,
    targets.priority,
    winners.valid_from,
    winners.valid_until,
    winners.policy_id,
    winners.version as policy_version,
    winners.calendar_id,
    winners.pause_on_hold,
    -- What the policy promises at any priority: a clock that it never mentions is not run at all.
    promised.metrics,
    targets.frt_minutes,
    targets.nrt_minutes,
    targets.res_minutes,
    targets.awt_minutes,
    targets.ola_minutes,
from winners
inner join promised
    on promised.policy_id = winners.policy_id
    and promised.version = winners.version
inner join targets
    on targets.policy_id = winners.policy_id
    and targets.version = winners.version
