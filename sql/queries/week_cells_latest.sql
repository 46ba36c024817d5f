-- week_cells as of the latest data: daily sums know all of it but quantiles, so that a closed week is compared without reading all of history.
with visible as (
    select
        metric,
        basis,
        market,
        lob,
        numerator,
        denominator,
        observations,
    from metric_days
    where attributed_on >= $from_on
        and attributed_on < $until_on
        and metric not in $levels
        and metric not in $durations
    union all
    select
        metric,
        cast(null as varchar) as basis,
        market,
        lob,
        numerator,
        cast(null as double) as denominator,
        observations,
    from metric_days
    where attributed_on < $until_on
        and metric in $levels
    union all
    select
        metric,
        basis,
        market,
        lob,
        numerator,
        denominator,
        1 as observations,
    from metric_durations
    where attributed_at >= cast($from_at as timestamp_s)
        and attributed_at < cast($until_at as timestamp_s)
        and visible_from <= $as_of
        and (visible_until is null or visible_until > $as_of)
)

select
    metric as rows,
    concat_ws(',', if(grouping(market) = 0, 'market', null), if(grouping(lob) = 0, 'lob', null)) as cell_by,
    market,
    lob,
    basis,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    quantile_cont(numerator, [0.5, 0.9]) filter (where metric in $durations) as p50_p90,
    cast(sum(observations) as bigint) as observations,
from visible
group by grouping sets ((metric, basis), (metric, basis, market), (metric, basis, lob), (metric, basis, market, lob))
