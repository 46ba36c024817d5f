-- A failed one when its time has come, and one that a run of the program left unfinished when it ended.
update report_deliveries
set state = 'claimed', attempts = attempts + 1, run_id = $run_id, claimed_at = $now, settled_at = null, error = null
where schedule_id = $schedule_id and period = $period and recipient_id = $recipient_id
    and (
        (state = 'failed' and attempts < $most_attempts and retry_at <= $now)
        or (state in ('claimed', 'handing_over') and run_id <> $run_id)
    )
