"""The management command by which an operator has ReplantWorld test itself, and how it ends."""

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.secrecy import presentable, redact
from support.laws.secrets import SecretWatch

TESTS = {
    "the pipeline": "--test-pipeline",
    "a batch": "--test-batch",
    "the cache": "--test-cache",
    "performance": "--test-performance",
    "speed": "--benchmark",
}
"""What the command tests, by its flag: those of the product's guide."""

CLEAN_UP = "--cleanup"

_COMMAND = "test_day6_integration"
_MOST_SHOWN = 500


@dataclass(frozen=True)
class Ended:
    """How a command has ended.

    Attributes:
        flag: that it was given.
        status: its exit status; 0 is success.
        said: all that it printed, in the order of standard output and standard error.
    """

    flag: str
    status: int
    said: str

    def __str__(self) -> str:
        told = presentable(redact(self.said)).strip()[-_MOST_SHOWN:] or "nothing"
        return f"{_COMMAND} {self.flag} ended with {self.status}, and said: {told}"


class ManageCommand:
    """Runs the command.

    Args:
        command: what comes before the name of a command, such as `python manage.py`.
        longest: how long it may take, in seconds.
        secrets: what it may never show.

    Raises:
        Failure: there is no such program.
    """

    def __init__(self, command: str, longest: float, secrets: SecretWatch) -> None:
        self._command: Sequence[str] = shlex.split(command)
        self._longest = longest
        self._secrets = secrets
        if shutil.which(self._command[0]) is None:
            raise Failure(f"there is no program {self._command[0]!r} here", Cause.SETTINGS)

    def run(self, flag: str) -> Ended:
        """Run the command with a flag, to its end.

        Raises:
            Failure: it does not end in time, or shows a secret.
        """
        try:
            done = subprocess.run(
                [*self._command, _COMMAND, flag],
                capture_output=True,
                check=False,
                encoding="utf-8",
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=self._longest,
            )
        except subprocess.TimeoutExpired:
            told = f"{_COMMAND} {flag} has not ended within {self._longest:g} s"
            raise Failure(told, Cause.SLOW) from None
        ended = Ended(flag, done.returncode, done.stdout + done.stderr)
        self._secrets.judge(f"{_COMMAND} {flag}", ended.said)
        return ended
