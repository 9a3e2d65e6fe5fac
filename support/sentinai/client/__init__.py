"""The client: SentinAI's API as tenants and admins use it."""
