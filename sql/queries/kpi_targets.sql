select
    metric,
    market,
    lob,
    channel,
    tier,
    team,
    target,
    stretch,
    minimum,
    direction,
    valid_from,
    valid_to,
from kpi_targets
order by all
