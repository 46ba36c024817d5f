update report_deliveries
set state = $state, settled_at = $now, retry_at = $retry_at, error = $error, sha256 = coalesce($sha256, sha256)
where schedule_id = $schedule_id and period = $period and recipient_id = $recipient_id and run_id = $run_id
