select recipient_id, schedule_id, channel, address, filters
from report_recipients
order by channel, address, recipient_id
