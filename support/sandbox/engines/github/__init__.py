"""GitHub: the emulator `emulate` behind a gate that knows tokens and can misbehave."""
