select
    earlier.market,
    earlier.lob,
    earlier.policy_id,
    earlier.version,
    later.policy_id as other_policy_id,
    later.version as other_version,
    later.valid_from,
from sla_policies as earlier
join sla_policies as later
    on later.market = earlier.market
    and later.lob = earlier.lob
    and (later.policy_id, later.version) > (earlier.policy_id, earlier.version)
where earlier.valid_from < coalesce(later.valid_to, timestamp '9999-12-31')
    and later.valid_from < coalesce(earlier.valid_to, timestamp '9999-12-31')
