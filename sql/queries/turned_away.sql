-- What came and has no line of its own in the ledger, newest first; with the file whose content it repeats.
select
    turned.came_at,
    turned.file_name,
    turned.reason,
    files.file_id,
from turned_away as turned
left join received_files as files using (sha256)
order by turned.came_at desc, turned.file_name
limit $limit
