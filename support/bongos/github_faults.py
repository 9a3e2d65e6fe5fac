"""Lets an emulated GitHub refuse what the real one refuses only on its bad days."""

from collections.abc import Iterator
from contextlib import contextmanager

from support.bongos.settings import GitHubSettings
from support.core.http import Api

_AN_HOUR = 3600


@contextmanager
def withheld(settings: GitHubSettings, path: str) -> Iterator[None]:
    """Let GitHub refuse, for now, to hand out the file at `path`: the hourly limit is used up."""
    switch = Api("GitHub", str(settings.github_faults_url), {}, settings.request_timeout_s, 0)
    fault = {"kind": "rate_limit_403", "path": f"/contents/{path}", "retry_after": _AN_HOUR}
    others = switch.call("GET", "/faults")
    try:
        switch.call("PUT", "/faults", body=[fault, *others])
        yield
    finally:
        switch.call("PUT", "/faults", body=others)
        switch.close()
