-- Sums per leaf (one combination of values of the searched dimensions) and week; the search for causes starts here.
-- Slots: week, columns, leaf, weeks, filters.
with leaves as (
    select
        /*{week}*/ as week_start,
        /*{columns}*/
        sum(numerator) as numerator,
        sum(denominator) as denominator,
    from metric_observations
    where metric = $metric
        and /*{week}*/ in (/*{weeks}*/)
        /*{filters}*/
    group by all
)
select
    week_start,
    [/*{leaf}*/] as dimensions,
    numerator,
    denominator,
from leaves
order by week_start, dimensions
