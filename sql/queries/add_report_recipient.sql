insert into report_recipients (recipient_id, schedule_id, channel, address, filters)
values ($recipient_id, $schedule_id, $channel, $address, $filters)
