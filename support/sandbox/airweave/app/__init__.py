"""The small Airweave of the sandbox."""
