-- Files to read again, in order of arrival.
select pending.file_id
from pending_files as pending
join received_files as files using (file_id)
order by files.received_at, files.file_id
