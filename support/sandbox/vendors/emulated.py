"""The vendors that one process of `emulate` stands in for, together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support.core import npm
from support.sandbox.engines import github
from support.sandbox.kit import private
from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.vendors.supply import Supply, new_key


@dataclass(frozen=True)
class Emulated:
    """A source whose vendor `emulate` stands in for.

    Attributes:
        service: the emulator's name of it.
        address: the setting for the address.
        tokens: by setting for a token, how such tokens of the vendor begin.
        path: where on the emulator's host the suite's SDK begins.
        faults: how the settings begin by which it is told to misbehave, if it can be.
    """

    service: str
    address: str
    tokens: dict[str, str]
    path: str = ""
    faults: str = ""

    def settings_at(self, url: str) -> dict[str, str]:
        """Return the settings by which the suite reaches it, but for its tokens."""
        switch = private.settings_at(self.faults, url) if self.faults else {}
        return {self.address: url + self.path, **switch}


_GOOGLE = Emulated(
    "google", "GOOGLE_API_URL", {"GOOGLE_ACCESS_TOKEN": "ya29."}, faults="GOOGLE_FAULTS"
)
SOURCES = {
    "gmail": _GOOGLE,
    "google_drive": _GOOGLE,
    "google_calendar": _GOOGLE,
    "linear": Emulated(
        "linear",
        "LINEAR_API_URL",
        {"LINEAR_ACCESS_TOKEN": "lin_oauth_"},
        faults="LINEAR_FAULTS",
    ),
    "slack": Emulated(
        "slack",
        "SLACK_API_URL",
        {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_USER_TOKEN": "xoxp-"},
        "/api/",
    ),
    "stripe": Emulated("stripe", "STRIPE_API_URL", {"STRIPE_API_KEY": "sk_test_"}),
}


def supplies(sources: Sequence[str], logs: Path) -> dict[str, Supply]:
    """Return the supplies of sources that share one process of the emulator and one address."""
    npm.ensure_installed(Path(github.__path__[0]), "the emulator (once, about 11 MB)")
    listener = free_listener()
    url = url_of(listener, "localhost")
    services = {SOURCES[source].service: SOURCES[source] for source in sources}
    settings = {
        service: {name: f"{prefix}{new_key(24)}" for name, prefix in one.tokens.items()}
        for service, one in services.items()
    }
    tokens = {service: list(values.values()) for service, values in settings.items()}
    engine = Engine(
        "emulate",
        module("support.sandbox.engines.emulate", *services),
        log=logs / "emulate.log",
        environment={"SANDBOX_TOKENS": json.dumps(tokens), "SANDBOX_LOGS": str(logs)},
        listener=listener,
    )
    found = {
        source: Supply(url, one.settings_at(url) | settings[one.service])
        for source, one in SOURCES.items()
        if source in sources
    }
    first = sources[0]
    return found | {first: Supply(url, found[first].settings, [engine])}
