-- Each line vouches for itself and for the line before; the first is number one.
with lines as (
    select
        *,
        coalesce(lag(hash) over (order by entry_no), '') as expected_previous,
        row_number() over (order by entry_no) as expected_no,
    from audit_log
)
select
    entry_no,
    expected_no,
    actor,
    action,
    happened_at,
from lines
where entry_no <> expected_no
    or previous_hash <> expected_previous
    or hash <> audit_hash(previous_hash, entry_no, happened_at, actor, action, outcome, subject, detail, address)
order by entry_no
