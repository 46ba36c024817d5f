-- The rejected rows of one file, in file order.
select
    line_no,
    column_name,
    reason,
    value,
    row_text,
from rejected_rows
where file_id = $file_id
order by line_no
limit $limit
offset $offset
