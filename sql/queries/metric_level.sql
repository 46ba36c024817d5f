-- A level is the running sum of +1 and -1 up to the end of each asked period. Slots: periods, rows, observations, by, before, filters.
with periods as (
    select * from (values /*{periods}*/) as asked(period_start, until_on, until_at)
)
select
    periods.period_start,
    [/*{by}*/] as dimensions,
    cast(null as varchar) as basis,
    sum(rows.numerator) as numerator,
    cast(null as double) as denominator,
    sum(rows.numerator) as value,
    cast(/*{observations}*/ as bigint) as observations,
from periods
join /*{rows}*/ as rows on /*{before}*/
where rows.metric = $metric
    /*{filters}*/
group by all
order by period_start, dimensions
