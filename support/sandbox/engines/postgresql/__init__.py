"""PostgreSQL: a real server, whose data goes when it stops."""
