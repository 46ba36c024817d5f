-- Newest first, with the names of a schedule and recipient that may be gone.
select
    deliveries.schedule_id,
    deliveries.period,
    deliveries.recipient_id,
    deliveries.state,
    deliveries.attempts,
    deliveries.claimed_at,
    deliveries.settled_at,
    deliveries.retry_at,
    deliveries.error,
    deliveries.sha256,
    published.bytes,
    published.seconds,
    schedules.name as schedule_name,
    recipients.channel,
    recipients.address,
from report_deliveries as deliveries
left join report_schedules as schedules on schedules.schedule_id = deliveries.schedule_id
left join published_reports as published on published.sha256 = deliveries.sha256
left join report_recipients as recipients on recipients.recipient_id = deliveries.recipient_id
order by deliveries.claimed_at desc, deliveries.recipient_id
limit $limit
