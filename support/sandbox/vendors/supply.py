"""What stands in for a vendor."""

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, field

from support.sandbox.kit.processes import Engine

_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Supply:
    """A vendor as a set of engines.

    Attributes:
        url: where the vendor's API is found.
        settings: the lines for `env.test` with which the suite reaches it.
        engines: none, if the vendor needs none.
    """

    url: str
    settings: dict[str, str] = field(default_factory=dict)
    engines: Sequence[Engine] = ()


def new_key(length: int) -> str:
    """Return a secret of letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
