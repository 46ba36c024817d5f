-- The last line of the audit log.
select
    coalesce(max(entry_no), 0) as entry_no,
    coalesce(max_by(hash, entry_no), '') as hash,
from audit_log
