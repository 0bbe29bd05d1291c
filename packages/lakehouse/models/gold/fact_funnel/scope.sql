select session_id, timestamp_millis(from_ms) as from_time, timestamp_millis(to_ms) as to_time
from run.silver_sessions_scope
