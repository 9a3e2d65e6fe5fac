"""The engines that stand in for the vendors of sources, for the sandbox of any system.

To add one, write a function that returns its `Supply`, and name it in `VENDORS`.
"""

import json
import secrets
import string
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from support.core import npm
from support.core.errors import SetupError
from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of

_GITHUB_REPOSITORY = "acme/acceptance"
_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Emulated:
    """A source whose vendor `emulate` stands in for.

    Attributes:
        service: the emulator's name of it.
        address: the setting for the address.
        tokens: by setting for a token, how such tokens of the vendor begin.
        path: where on the emulator's host the suite's SDK begins.
    """

    service: str
    address: str
    tokens: dict[str, str]
    path: str = ""


@dataclass(frozen=True)
class Supply:
    """A vendor as a set of engines.

    Attributes:
        url: where a product finds the vendor's API.
        settings: the lines for `env.test` with which the suite reaches it.
        engines: none, if the vendor needs none.
    """

    url: str
    settings: dict[str, str] = field(default_factory=dict)
    engines: Sequence[Engine] = ()


def supplies(sources: Sequence[str], logs: Path) -> dict[str, Supply]:
    """Return what stands in for each of these sources.

    Raises:
        SetupError: nothing does.
    """
    for source in sources:
        if source not in SOURCES:
            raise SetupError(
                f"nothing stands in for a source {source!r} (support/sandbox/engines/vendors.py)"
            )
    own = {source: VENDORS[source](logs) for source in sources if source in VENDORS}
    emulated = [source for source in sources if source in EMULATED]
    return own | (_emulated(emulated, logs) if emulated else {})


def postgresql(log: Path) -> tuple[Engine, str]:
    """Return a PostgreSQL server of its own and the URL of its owner's database."""
    listener, password = free_listener(), _key(24)
    port = listener.getsockname()[1]
    engine = Engine(
        "postgresql",
        module("support.sandbox.engines.postgresql"),
        log=log,
        environment={"SANDBOX_POSTGRESQL_PASSWORD": password},
        listener=listener,
    )
    return engine, f"postgresql://acceptance:{password}@127.0.0.1:{port}/postgres"


def _github(logs: Path) -> Supply:
    npm.ensure_installed(Path(__file__).parent / "github", "the GitHub emulator (once, 11 MB)")
    listener = free_listener()
    token = f"ghp_{_key(36)}"
    url = url_of(listener, "localhost")
    engine = Engine(
        "github",
        module("support.sandbox.engines.github"),
        log=logs / "github.log",
        environment={
            "SANDBOX_GITHUB_TOKEN": token,
            "SANDBOX_GITHUB_REPOSITORY": _GITHUB_REPOSITORY,
            "SANDBOX_LOGS": str(logs),
        },
        listener=listener,
    )
    settings = {
        "GITHUB_API_URL": url,
        "GITHUB_FAULTS_URL": f"{url}/_sandbox",
        "GITHUB_PERSONAL_ACCESS_TOKEN": token,
        "GITHUB_REPO_NAME": _GITHUB_REPOSITORY,
    }
    return Supply(url, settings, [engine])


def _postgresql(logs: Path) -> Supply:
    engine, url = postgresql(logs / "postgresql.log")
    return Supply(url.rpartition("@")[2].partition("/")[0], {"POSTGRESQL_URL": url}, [engine])


def _s3(logs: Path) -> Supply:
    listener = free_listener()
    url, bucket = url_of(listener), "acceptance"
    settings = {
        "S3_ENDPOINT_URL": url,
        "S3_BUCKET": bucket,
        "S3_ACCESS_KEY_ID": f"AKIA{_key(16).upper()}",
        "S3_SECRET_ACCESS_KEY": _key(40),
    }
    engine = Engine(
        "s3",
        module("support.sandbox.engines.s3", bucket),
        log=logs / "s3.log",
        environment={
            "SANDBOX_S3_KEY": f"{settings['S3_ACCESS_KEY_ID']}:{settings['S3_SECRET_ACCESS_KEY']}"
        },
        listener=listener,
    )
    return Supply(url, settings, [engine])


def _notion(logs: Path) -> Supply:
    listener = free_listener()
    url, token, page = url_of(listener), f"ntn_{_key(40)}", str(uuid.uuid4())
    engine = Engine(
        "notion",
        module("support.sandbox.engines.notion", page),
        log=logs / "notion.log",
        environment={"SANDBOX_NOTION_TOKEN": token},
        listener=listener,
    )
    settings = {"NOTION_API_URL": url, "NOTION_TOKEN": token, "NOTION_PARENT_PAGE": page}
    return Supply(url, settings, [engine])


def _imap(logs: Path) -> Supply:
    listener = free_listener()
    address, user, password = f"127.0.0.1:{listener.getsockname()[1]}", "acceptance", _key(24)
    engine = Engine(
        "imap",
        module("support.sandbox.engines.imap"),
        log=logs / "imap.log",
        environment={"SANDBOX_IMAP_USER": user, "SANDBOX_IMAP_PASSWORD": password},
        listener=listener,
    )
    return Supply(address, {"IMAP_URL": f"imap://{user}:{password}@{address}"}, [engine])


def _emulated(sources: Sequence[str], logs: Path) -> dict[str, Supply]:
    """Return the supplies of sources that share one process of the emulator and one address."""
    npm.ensure_installed(Path(__file__).parent / "github", "the emulator (once, about 11 MB)")
    listener = free_listener()
    url = url_of(listener, "localhost")
    services = {EMULATED[source].service: EMULATED[source] for source in sources}
    settings = {
        service: {name: f"{prefix}{_key(24)}" for name, prefix in one.tokens.items()}
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
        source: Supply(url, {one.address: url + one.path} | settings[one.service])
        for source, one in EMULATED.items()
        if source in sources
    }
    first = sources[0]
    return found | {first: Supply(url, found[first].settings, [engine])}


def _key(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


VENDORS: dict[str, Callable[[Path], Supply]] = {
    "github": _github,
    "postgresql": _postgresql,
    "s3": _s3,
    "notion": _notion,
    "imap": _imap,
}

_GOOGLE = Emulated("google", "GOOGLE_API_URL", {"GOOGLE_ACCESS_TOKEN": "ya29."})
EMULATED = {
    "gmail": _GOOGLE,
    "google_drive": _GOOGLE,
    "google_calendar": _GOOGLE,
    "linear": Emulated("linear", "LINEAR_API_URL", {"LINEAR_ACCESS_TOKEN": "lin_oauth_"}),
    "slack": Emulated(
        "slack",
        "SLACK_API_URL",
        {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_USER_TOKEN": "xoxp-"},
        "/api/",
    ),
    "stripe": Emulated("stripe", "STRIPE_API_URL", {"STRIPE_API_KEY": "sk_test_"}),
}

SOURCES = (*VENDORS, *EMULATED)
