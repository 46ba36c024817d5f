select
    sha256,
    count(*) as row_count,
from received_files
group by all
having count(*) > 1
