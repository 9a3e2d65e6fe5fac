"""Ties a process to its parent: when the parent is gone, however it went, the process ends too.

`python -m support.sandbox.kit.lifeline MODULE ...` runs a module that way from its first moment on.
"""

import os
import runpy
import signal
import sys
import threading

_GRACE_SECONDS = 15


def end_with_parent() -> None:
    """End this process as soon as its standard input closes.

    The parent holds the other end of that pipe, and the operating system closes it whatever
    happens to the parent, `kill -9` included. Nothing else is as portable.
    """
    threading.Thread(target=_wait_for_end_of_input, name="lifeline", daemon=True).start()


def _wait_for_end_of_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    signal.alarm(_GRACE_SECONDS)  # whoever is still busy by then is ended by the alarm itself
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    end_with_parent()
    del sys.argv[0]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except ImportError as lacking:  # of a sandbox that is still being written: one line says it
        sys.exit(f"{sys.argv[0]} cannot be run: {lacking}")
