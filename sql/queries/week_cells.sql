-- One week of every metric's rows as of an instant, summed for the whole, each market, each line of business and each pair of them.
-- Flows by their day, levels by all that came before the week's end.
with visible as (
    select
        metric,
        basis,
        market,
        lob,
        numerator,
        denominator,
    from metric_observations
    where attributed_at >= cast($from_at as timestamp_s)
        and attributed_at < cast($until_at as timestamp_s)
        and metric not in $levels
        and visible_from <= $as_of
        and (visible_until is null or visible_until > $as_of)
    union all
    select
        metric,
        cast(null as varchar) as basis,
        market,
        lob,
        numerator,
        cast(null as double) as denominator,
    from metric_observations
    where attributed_at < cast($until_at as timestamp_s)
        and metric in $levels
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
    count(*) as observations,
from visible
group by grouping sets ((metric, basis), (metric, basis, market), (metric, basis, lob), (metric, basis, market, lob))
