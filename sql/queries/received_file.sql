-- One file and what became of it.
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
where file_id = $file_id
