-- Rejected rows by reason, most frequent first.
select
    files.source_id,
    rejects.column_name,
    rejects.reason,
    count(*) as row_count,
    count(distinct rejects.file_id) as file_count,
from rejected_rows as rejects
join received_files as files using (file_id)
group by all
order by row_count desc, source_id, column_name, reason
limit $limit
