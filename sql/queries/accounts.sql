-- Everybody who has or had access.
select
    account_id,
    name,
    origin,
    external_id,
    roles,
    limits,
    password_hash,
    security_stamp,
    is_active,
    failed_sign_ins,
    locked_until,
    invite_hash,
    invited_until,
    created_at,
    changed_at,
    last_sign_in_at,
from accounts
order by name
