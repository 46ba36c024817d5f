-- Every content that was ever received, for comparison with the archive.
select
    sha256,
    file_name,
    state,
from received_files
