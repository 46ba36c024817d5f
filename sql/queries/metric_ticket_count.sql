-- How many rows stand behind a rate, a mean or a count. Slots: filters, outcome.
select count(*)
from metric_observations
where metric = $metric
    /*{filters}*/
    /*{outcome}*/
