-- The values of a page dimension that the data holds, with how many tickets were created under each. Slot: dimension.
select
    cast(/*{dimension}*/ as varchar) as value,
    cast(sum(observations) as bigint) as observations,
from metric_days
where metric in ('created', 'csat')
    /*{filters}*/
group by all
order by value
