-- grain: one row per market scope, lob scope and stretch of policy validity: the policy that a ticket created then is given; refresh: whole
-- The scope '*' stands for every market (lob) that no policy names. A named lob beats a named market, which beats '*' (S8);
-- the version is the one valid at the ticket's creation, so admin edits never touch tickets in flight.
with scopes as (
    select
        market_scope.market,
        lob_scope.lob,
    from (select market from sla_policies union select '*') as market_scope
    cross join (select lob from sla_policies union select '*') as lob_scope
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
    where exists (select 1 from sla_targets where sla_targets.policy_id = sla_policies.policy_id and sla_targets.version = sla_policies.version)
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
)

select
    stretches.market,
    stretches.lob,
    stretches.valid_from,
    stretches.valid_until,
    candidates.policy_id,
    candidates.version as policy_version,
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
