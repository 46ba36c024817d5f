-- Rows that one file wrote, per canonical table.
select
    target,
    row_count,
from received_file_targets
where file_id = $file_id
order by target
