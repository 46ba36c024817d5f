-- Sums per leaf (one combination of values of the searched dimensions) and week; the search for causes starts here.
-- A leaf is one text, its values joined: a list of texts per row takes longer to hand over than to sum.
-- Slots: family (the metric's own rows in front of everybody's), week, columns, leaf, separator, weeks, filters.
with /*{family}*/
leaves as (
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
    array_to_string([/*{leaf}*/], /*{separator}*/) as leaf,
    numerator,
    denominator,
from leaves
order by leaf, week_start
