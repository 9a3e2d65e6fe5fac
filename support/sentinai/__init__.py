"""SentinAI: its client, the observers that judge it from outside, and their oracle."""
