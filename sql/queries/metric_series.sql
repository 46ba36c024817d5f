-- Sums per period and breakdown; the caller divides last. Slots: rows (facts or the daily cube), observations, period, by, value, filters.
select
    /*{period}*/ as period_start,
    [/*{by}*/] as dimensions,
    basis,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    cast(/*{value}*/ as double) as value,
    cast(/*{observations}*/ as bigint) as observations,
from /*{rows}*/ as rows
where metric = $metric
    /*{filters}*/
group by all
order by period_start, dimensions, basis
