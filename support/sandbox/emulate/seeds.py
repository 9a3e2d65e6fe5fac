"""With what each service of the emulator begins."""

from typing import Any

SEEDS: dict[str, dict[str, Any]] = {
    "stripe": {},
}
