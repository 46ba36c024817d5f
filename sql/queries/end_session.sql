insert into ended_sessions values ($session_id, $ended_at)
