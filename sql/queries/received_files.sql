-- Files by arrival, newest first, with what became of them. Slot: which (one file, or those of one kind).
select
    file_id,
    file_name,
    sha256,
    source_id,
    received_at,
    state,
    reason,
    offered,
    loaded,
    updated,
    rejected,
    waiting,
    seconds,
from received_files
where true
    /*{which}*/
order by received_at desc, file_id desc
limit $limit
offset $offset
