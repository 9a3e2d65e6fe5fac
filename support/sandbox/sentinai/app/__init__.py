"""The small SentinAI of the sandbox: its API and its workers."""
