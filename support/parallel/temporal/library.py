"""What the library for Temporal asks of a process: that it is there, and how to end."""

import os
import sys
from importlib.util import find_spec
from typing import NoReturn

from support.core.errors import SetupError


def require() -> None:
    """Look whether it is installed; few need it.

    Raises:
        SetupError: it is not.
    """
    if find_spec("temporalio") is None:
        raise SetupError(
            "Temporal is not installed: run pip install -r requirements-distributed.txt"
        )


def leave(code: int) -> NoReturn:
    """End the process at once.

    The library's threads bring some processes down that end in the usual way (temporalio/sdk-python
    issue 300), with another exit code.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
