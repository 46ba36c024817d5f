-- One line after the last one.
insert into audit_log by name
with last_line as (
    select
        coalesce(max(entry_no), 0) as entry_no,
        coalesce(max_by(hash, entry_no), '') as hash,
    from audit_log
),
line as (
    select
        entry_no + 1 as entry_no,
        cast($happened_at as timestamp) as happened_at,
        cast($actor as varchar) as actor,
        cast($action as varchar) as action,
        cast($outcome as varchar) as outcome,
        cast($subject as varchar) as subject,
        cast($detail as varchar) as detail,
        cast($address as varchar) as address,
        hash as previous_hash,
    from last_line
)
select
    line.*,
    audit_hash(previous_hash, entry_no, happened_at, actor, action, outcome, subject, detail, address) as hash,
from line
