insert into report_schedules (schedule_id, name, cron, time_zone, filters, is_active, starts_at)
values ($schedule_id, $name, $cron, $time_zone, $filters, true, $starts_at)
