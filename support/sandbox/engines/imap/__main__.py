"""Runs an IMAP server for the sandbox: `python -m support.sandbox.engines.imap`.

Environment:
    SANDBOX_IMAP_PORT: of the loopback interface.
    SANDBOX_IMAP_USER, SANDBOX_IMAP_PASSWORD: the one account.
"""

import os
import sys
import threading
from imaplib import IMAP4

from pymap.main import main as run_pymap
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from support.sandbox.kit.processes import LONGEST_START_S

_HOST = "127.0.0.1"


def main() -> None:
    """Serve until the process is stopped."""
    port = int(os.environ["SANDBOX_IMAP_PORT"])
    threading.Thread(target=_announce, args=[port], daemon=True).start()
    user, password = os.environ["SANDBOX_IMAP_USER"], os.environ["SANDBOX_IMAP_PASSWORD"]
    address = ["--host", _HOST, "--port", str(port), "--no-tls"]
    account = ["dict", "--demo-data", "--demo-user", user, "--demo-password", password]
    sys.argv = ["pymap", *address, *account]
    run_pymap()


@retry(
    retry=retry_if_exception_type(OSError),
    stop=stop_after_delay(LONGEST_START_S),
    wait=wait_fixed(0.05),
)
def _announce(port: int) -> None:
    """Wait for the server's greeting, and tell the parent."""
    IMAP4(_HOST, port).logout()
    print(f"ready imap://{_HOST}:{port}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
