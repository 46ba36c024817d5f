-- Lines of the audit log, newest first, that hold the words anywhere.
select
    entry_no,
    happened_at,
    actor,
    action,
    outcome,
    subject,
    detail,
    address,
from audit_log
where ($action is null or action = $action)
    and ($outcome is null or outcome = $outcome)
    and ($words is null or contains(lower(concat_ws(' ', actor, action, subject, detail, address)), lower($words)))
    and ($from_at is null or happened_at >= $from_at)
    and ($until_at is null or happened_at < $until_at)
order by entry_no desc
limit $limit offset $offset
