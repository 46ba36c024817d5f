-- A level is the running sum of +1 and -1 up to the end of each asked period. Slots: periods, rows, observations, by, before, filters.
-- Each row is added to the first period that ends after it, and those sums to all later periods: a row counted for each of them was most of the work.
with periods as (
    select * from (values /*{periods}*/) as asked(period_start, until_on, until_at)
),

changes as (
    select
        periods.until_on,
        [/*{by}*/] as dimensions,
        sum(rows.numerator) as numerator,
        /*{observations}*/ as observations,
    from /*{rows}*/ as rows
    asof join periods on /*{before}*/
    where rows.metric = $metric
        /*{filters}*/
    group by all
)

select
    periods.period_start,
    changes.dimensions,
    cast(null as varchar) as basis,
    sum(changes.numerator) as numerator,
    cast(null as double) as denominator,
    sum(changes.numerator) as value,
    cast(sum(changes.observations) as bigint) as observations,
from periods
join changes on changes.until_on <= periods.until_on
group by all
-- What came and was taken off again was never there.
having sum(changes.observations) > 0
order by period_start, dimensions
