-- Its deliveries stay: they are history.
delete from report_schedules where schedule_id = $schedule_id
