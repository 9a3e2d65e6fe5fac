"""The management command: `python -m support.sandbox.replantworld.manage URL COMMAND FLAG`.

It has the running product do the work. Environment:
    SANDBOX_TOKEN: of the sandbox.
"""

import sys

import httpx

from support.sandbox.kit import private

COMMAND = "test_day6_integration"

_PATIENCE_S = 600


def main(url: str, command: str, flag: str) -> int:
    """Run a command, and return its exit status."""
    if command != COMMAND:
        print(f"Unknown command: {command!r}", file=sys.stderr)  # noqa: T201
        return 1
    route = f"{url}{private.PATH}/command/{flag}"
    told = httpx.post(route, headers=private.key(), timeout=_PATIENCE_S).raise_for_status().json()
    print(told["said"])  # noqa: T201
    return int(told["status"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
