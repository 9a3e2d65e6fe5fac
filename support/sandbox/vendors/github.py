"""GitHub: an emulator behind a gate."""

from pathlib import Path

from support.core import npm
from support.sandbox.engines import github
from support.sandbox.kit import private
from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.vendors.supply import Supply, new_key

_REPOSITORY = "acme/acceptance"


def supply(logs: Path) -> Supply:
    """Return a GitHub with one repository."""
    npm.ensure_installed(Path(github.__path__[0]), "the GitHub emulator (once, 11 MB)")
    listener = free_listener()
    token = f"ghp_{new_key(36)}"
    url = url_of(listener, "localhost")
    engine = Engine(
        "github",
        module("support.sandbox.engines.github"),
        log=logs / "github.log",
        environment={
            "SANDBOX_GITHUB_TOKEN": token,
            "SANDBOX_GITHUB_REPOSITORY": _REPOSITORY,
            "SANDBOX_LOGS": str(logs),
        },
        listener=listener,
    )
    settings = {
        "GITHUB_API_URL": url,
        **private.settings_at("GITHUB_FAULTS", url),
        "GITHUB_PERSONAL_ACCESS_TOKEN": token,
        "GITHUB_REPO_NAME": _REPOSITORY,
    }
    return Supply(url, settings, [engine])
