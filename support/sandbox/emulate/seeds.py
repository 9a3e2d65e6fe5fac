"""With what each service of the emulator begins."""

from typing import Any

SEEDS: dict[str, dict[str, Any]] = {
    "google": {"users": [{"email": "acceptance@datamonkey.example", "name": "Acceptance"}]},
    "slack": {
        "team": {"name": "Acme", "domain": "acme"},
        "users": [{"name": "acceptance", "real_name": "Acceptance"}],
    },
    "stripe": {},
}
