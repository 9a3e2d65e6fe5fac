"""With what each service of the emulator begins."""

from typing import Any

SEEDS: dict[str, dict[str, Any]] = {
    "google": {"users": [{"email": "acceptance@datamonkey.example", "name": "Acceptance"}]},
    "linear": {
        "organization": {"name": "Acme", "url_key": "acme"},
        "users": [{"email": "acceptance@datamonkey.example", "name": "Acceptance", "admin": True}],
        "teams": [
            {
                "key": "ENG",
                "name": "Engineering",
                "states": [
                    {"name": "Backlog", "type": "backlog"},
                    {"name": "Done", "type": "completed"},
                ],
            }
        ],
    },
    "slack": {
        "team": {"name": "Acme", "domain": "acme"},
        "users": [{"name": "acceptance", "real_name": "Acceptance"}],
    },
    "stripe": {},
}
