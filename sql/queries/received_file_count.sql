select count(*) as file_count
from received_files
