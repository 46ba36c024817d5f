update accounts
set name = $name, roles = $roles, limits = $limits, password_hash = $password_hash, security_stamp = $security_stamp, is_active = $is_active, failed_sign_ins = $failed_sign_ins,
    locked_until = $locked_until, invite_hash = $invite_hash, invited_until = $invited_until, changed_at = $changed_at, last_sign_in_at = $last_sign_in_at
where account_id = $account_id
