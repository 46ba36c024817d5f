-- First and last day with any observation, for the pages' default week.
select
    min(attributed_on) as first_on,
    max(attributed_on) as last_on,
from metric_days
