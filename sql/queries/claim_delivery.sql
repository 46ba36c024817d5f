insert into report_deliveries (schedule_id, period, recipient_id, state, attempts, run_id, claimed_at)
select $schedule_id, $period, $recipient_id, 'claimed', 1, $run_id, $now
where not exists (
    from report_deliveries
    where schedule_id = $schedule_id and period = $period and recipient_id = $recipient_id
)
