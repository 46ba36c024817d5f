-- What was due while it was paused is not caught up with.
update report_schedules
set is_active = $is_active, starts_at = if($is_active, $now, starts_at)
where schedule_id = $schedule_id
