-- All of them, newest first; revoked and expired ones stay listed.
select token_id, account_id, label, secret_hash, limits, created_at, expires_at, revoked_at, last_used_at
from api_tokens
order by created_at desc, token_id
