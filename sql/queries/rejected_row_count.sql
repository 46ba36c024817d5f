select count(*)
from rejected_rows
where file_id = $file_id
