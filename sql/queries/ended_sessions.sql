-- Those that would not have run out by themselves meanwhile.
select session_id
from ended_sessions
where ended_at >= $since
