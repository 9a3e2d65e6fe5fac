"""A local stand-in for DataWeaver: its API over PostgreSQL, and connectors that really read."""
