-- How many values each dimension takes in the rows behind a number. Slots: sizes, filters.
select [/*{sizes}*/] as sizes
from metric_observations
where metric = $metric
    /*{filters}*/
