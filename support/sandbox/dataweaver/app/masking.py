"""Secrets in configurations: shown to nobody, and kept when what is shown is sent back."""

import re
from typing import Any

MASK = "********"

_SECRET = re.compile(r"secret|password|token$|key$", re.IGNORECASE)


def masked(config: Any) -> Any:  # noqa: ANN401  JSON
    """Return a configuration without its secrets."""
    if isinstance(config, dict):
        return {name: _masked_field(name, value) for name, value in config.items()}
    return config


def _masked_field(name: str, value: object) -> object:
    return MASK if isinstance(value, str) and is_secret(name) else masked(value)


def is_secret(name: str) -> bool:
    """Tell whether a field of this name holds a secret."""
    return bool(_SECRET.search(name))


def unmasked(config: Any, before: Any) -> Any:  # noqa: ANN401  JSON
    """Return a configuration that was sent, with the secrets that it had before for the masks."""
    if not isinstance(config, dict):
        return before if config == MASK else config
    known = before if isinstance(before, dict) else {}
    return {name: unmasked(value, known.get(name)) for name, value in config.items()}
