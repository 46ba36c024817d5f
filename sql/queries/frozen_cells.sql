select
    metric,
    cell_by,
    market,
    lob,
    basis,
    numerator,
    denominator,
    value,
    n,
    definition_version,
from kpi_week_snapshot
where week = $week
