"""How long a database that was there may say nothing."""

SILENCE = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
"""How soon a PostgreSQL that says nothing any more counts as away: seconds, but milliseconds for
tcp_user_timeout. What the address says itself comes first; a local socket knows none but the first."""
