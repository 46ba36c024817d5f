-- How many rows stand behind a rate, a mean or a count. Slots: family, filters, outcome.
with /*{family}*/
counted as (
    select * from metric_observations
    where metric = $metric
        /*{filters}*/
        /*{outcome}*/
)

select count(*) from counted
