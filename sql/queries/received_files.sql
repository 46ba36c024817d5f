-- Files by arrival, newest first, with what became of them.
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
    seconds,
from received_files
order by received_at desc, file_id desc
limit $limit
