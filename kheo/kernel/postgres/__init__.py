"""Django's PostgreSQL, with one thing more: a commit that no standby has is not answered as done."""
