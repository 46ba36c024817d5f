select schedule_id, name, cron, time_zone, filters, is_active, starts_at
from report_schedules
order by name, schedule_id
