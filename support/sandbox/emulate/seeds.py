"""With what each service of the emulator begins."""

from typing import Any

SEEDS: dict[str, dict[str, Any]] = {
    "slack": {
        "team": {"name": "Acme", "domain": "acme"},
        "users": [{"name": "acceptance", "real_name": "Acceptance"}],
    },
    "stripe": {},
}
