select
    files.file_id,
    files.file_name,
    rows.column_name,
    rows.reason,
    count(*) as row_count,
    min(rows.line_no) as first_line,
    any_value(rows.value) as example,
from rejected_rows as rows
join received_files as files using (file_id)
group by all
order by files.file_id desc, row_count desc, rows.column_name, rows.reason
limit $limit
