-- How many values each dimension takes in the rows behind a number. Slots: family, sizes, filters.
with /*{family}*/
counted as (
    select * from metric_observations
    where metric = $metric
        /*{filters}*/
)

select [/*{sizes}*/] as sizes
from counted
