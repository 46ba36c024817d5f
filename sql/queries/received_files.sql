select
    file_id,
    sha256,
    file_name,
    bytes,
    received_at,
    source_id,
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
