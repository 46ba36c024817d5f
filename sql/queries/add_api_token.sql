insert into api_tokens (token_id, account_id, label, secret_hash, limits, created_at, expires_at, revoked_at, last_used_at)
values ($token_id, $account_id, $label, $secret_hash, $limits, $created_at, $expires_at, null, null)
