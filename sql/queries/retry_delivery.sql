update report_deliveries
set attempts = 0, retry_at = $now
where schedule_id = $schedule_id and period = $period and recipient_id = $recipient_id and state = 'failed'
