-- What needs no look any more: done, or given up until somebody asks again.
select period, recipient_id
from report_deliveries
where schedule_id = $schedule_id
    and (state = 'delivered' or (state = 'failed' and attempts >= $most_attempts))
