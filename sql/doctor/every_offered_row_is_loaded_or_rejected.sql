select
    file_id,
    file_name,
    offered,
    loaded,
    rejected,
from received_files
where offered <> loaded + rejected
