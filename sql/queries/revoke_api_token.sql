update api_tokens
set revoked_at = coalesce(revoked_at, $revoked_at)
where token_id = $token_id
