-- Mondays of the weeks in which anything counted.
select distinct cast(date_trunc('week', attributed_on) as date) as first_day
from metric_days
order by first_day
