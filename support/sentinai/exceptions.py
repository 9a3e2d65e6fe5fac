"""The exceptions of a tenant: submitting them, and what its callers were told."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest

from support.core.http import ApiError
from support.core.timings import ScenarioTimings, outside
from support.sentinai import mistakes, personal_data
from support.sentinai.client.packs import PAYMENT, Json, own_kind
from support.sentinai.client.sentinai import SOURCE_SYSTEM, SentinAI

_CALLERS = 8
# As many digits as an amount may have without being rounded somewhere.
_AMOUNT, _FURTHER = 1_234_567_890.37, 1_000_001.01
_MARKER = "MARKER"

REMARKS: Json = {
    "spaced": "  two  blanks,\ta tab\nand an end \n",
    "letters": "Zo\u00eb, Zoe\u0308, \ufb01, \u03a9, 你好, 🐢",
    "figures": [0, -1, 0.1, 4_294_967_297, 1e-7],
    "empty": ["", [], {}, None, False],
    "blank": {"text": "", "list": [], "object": {}, "null": None},
    "cases": {"camelCase": 1, "UPPER": 2, "with blanks": 3},
    "moments": ["2026-03-29T02:30:00+02:00", "2026-03-29", "02:30"],
    "long": "all work and no play makes nobody wiser; " * 8,
}
"""What people write beside the point, in all forms that text and figures take."""


@dataclass(frozen=True)
class Submission:
    """An exception that was submitted, and what the caller was told.

    Attributes:
        content: what the caller sent; nothing where it was no exception at all.
        known_as: the name under which SentinAI accepted it; "" if it did not.
        refusal: how SentinAI refused it, if it did.
    """

    content: Json = field(default_factory=dict)
    known_as: str = ""
    refusal: ApiError | None = None

    @property
    def brought(self) -> str:
        """The name that the caller gave it; "" if none."""
        return str(self.content.get("exceptionId", ""))

    @property
    def kind(self) -> str:
        """The kind of exceptions that it is of; "" if the caller said none."""
        return str(self.content.get("exceptionType", ""))


class Exceptions:
    """What a tenant submits.

    Attributes:
        submissions: what was submitted, in this order.
        markers: the names of further exceptions that only prove that work goes on.
        marker_prefix: with which their names begin.
        since: when it began to submit anything.
        first_kind: of what is submitted first, if that is of another kind than all others.

    Args:
        client: an admin of the tenant.
        timings: of the scenario.
        prefix: of the scenario's names, which makes kinds of exceptions its own.
    """

    def __init__(self, client: SentinAI, timings: ScenarioTimings, prefix: str) -> None:
        self.submissions: list[Submission] = []
        self.markers: list[str] = []
        self.marker_prefix = f"{client.tenant}-marker-"
        self.since = datetime.now(UTC)
        self._described = 0
        self.first_kind = ""
        self._client = client
        self._tenant = client.tenant
        self._timings = timings
        self._prefix = prefix

    @property
    def names(self) -> list[str]:
        """The names of what was accepted, each once."""
        return list(dict.fromkeys(made.known_as for made in self.submissions if made.known_as))

    @property
    def first(self) -> str:
        """The name of what was accepted first."""
        return self.names[0]

    def describe(self, number: int | str, kind: str = PAYMENT) -> Json:
        """Return an exception as a caller would submit it; no other one has its amount."""
        self._described += 1
        return {
            "exceptionId": self._name_of(number),
            "exceptionType": own_kind(kind, self._prefix),
            "sourceSystem": SOURCE_SYSTEM,
            "error": f"transfer {number} was rejected",
            "amount": round(_AMOUNT + self._described * _FURTHER, 2),
            "remarks": REMARKS,
            "context": {"domain": self._tenant},
        }

    def submit(
        self, count: int = 1, kind: str = PAYMENT, source_system: str = SOURCE_SYSTEM
    ) -> None:
        """Submit exceptions of a kind, one after the other.

        Where they come from another system than others, only the request says so.
        """
        for exception in self._new(count, kind):
            if source_system != SOURCE_SYSTEM:
                del exception["sourceSystem"]
            self._submit(exception, source_system=source_system)

    def submit_named(self, name: str) -> None:
        """Submit an exception under a name of the caller's own, which is its key, too."""
        self._submit(self.describe("named") | {"exceptionId": name}, key=name)

    def submit_unnamed(self) -> None:
        """Submit an exception that brings no name along."""
        self._submit(self._unnamed())

    def submit_twice_with_one_key(self) -> None:
        """Submit an exception without a name and repeat the request, with the same key."""
        exception = self._unnamed()
        self._submit(exception, key=self._tenant)
        self._submit(exception, key=self._tenant)

    def submit_two_with_one_key(self) -> None:
        """Submit two different exceptions with the same key; the second one may be refused."""
        self.try_to_submit(2, key=self._tenant)

    def submit_again(self) -> None:
        """Submit the first exception once more, under its name and without a key."""
        self._submit(self.submissions[0].content)

    def submit_at_once(self, count: int) -> None:
        """Submit exceptions, several at a time."""
        exceptions = self._new(count)
        names = self._names_of(exceptions)
        self.submissions += map(Submission, exceptions, names)

    def submit_kinds_at_once(self, count: int, kinds: Sequence[str]) -> None:
        """Submit so many exceptions of each of these kinds, several at a time, kinds by turns."""
        first = len(self.submissions) + 1
        numbers = range(first, first + count * len(kinds))
        exceptions = [self.describe(at, kinds[at % len(kinds)]) for at in numbers]
        names = self._names_of(exceptions)
        self.submissions += map(Submission, exceptions, names)

    def submit_batch(self, count: int) -> None:
        """Submit exceptions in one request."""
        exceptions = self._new(count)
        with self._timings.phase("change", entities=count):
            receipt = self._client.submit(*exceptions)
        # Whoever submits a batch may be told one name only; the others keep their own.
        self.submissions += [
            Submission(exception, name or exception["exceptionId"])
            for exception, name in zip_longest(exceptions, receipt.ids)
        ]

    def submit_personal_data(self) -> None:
        """Submit an exception full of personal data."""
        self._submit(self.describe("personal") | personal_data.fields(self._tenant))

    def submit_mistake(self, mistake: str) -> None:
        """Submit what nobody can process; `mistake` says why."""
        content = mistakes.MISTAKES[mistake]
        try:
            receipt = self._client.submit_raw(content)
        except ApiError as refusal:
            self.submissions.append(Submission(refusal=refusal))
        else:
            self.submissions.append(Submission(known_as=receipt.exception_id))

    def try_to_submit(self, count: int = 1, key: str | None = None) -> Submission:
        """Submit exceptions that may be refused, one after the other; return the last one."""
        for exception in self._new(count):
            try:
                self._submit(exception, key=key)
            except ApiError as refusal:
                self.submissions.append(Submission(exception, refusal=refusal))
        return self.submissions[-1]

    def submit_markers(self) -> list[str]:
        """Submit exceptions that prove that work goes on, and return their names.

        No playbook fits them, so no tool is called for them.
        """
        numbers = range(len(self.markers) + 1, len(self.markers) + _CALLERS + 1)
        exceptions = [
            self.describe(number, _MARKER) | {"exceptionId": f"{self.marker_prefix}{number}"}
            for number in numbers
        ]
        names = self._names_of(exceptions)
        self.markers += names
        return names

    def reprocess(self) -> None:
        """Have every exception processed once more."""
        for name in self.names:
            self._client.reprocess(name)

    def _submit(
        self, exception: Json, *, source_system: str = SOURCE_SYSTEM, key: str | None = None
    ) -> None:
        with self._timings.phase("change", entities=1):
            receipt = self._client.submit(exception, source_system=source_system, key=key)
        self.submissions.append(Submission(exception, receipt.exception_id))

    def _names_of(self, exceptions: Sequence[Json]) -> list[str]:
        """Submit exceptions, several at a time, and return the names that were assigned."""
        with (
            self._timings.phase("change", entities=len(exceptions)),
            outside(),
            ThreadPoolExecutor(_CALLERS) as callers,
        ):
            receipts = list(callers.map(self._client.submit, exceptions))
        return [receipt.exception_id for receipt in receipts]

    def _new(self, count: int, kind: str = PAYMENT) -> list[Json]:
        """Return exceptions that were not submitted yet."""
        first = len(self.submissions) + 1
        numbers = range(first, first + count)
        of_first = self.first_kind or kind
        return [self.describe(at, of_first if at == 1 else kind) for at in numbers]

    def _name_of(self, number: int | str) -> str:
        """Return a name; each second one differs from another one in capitals only."""
        if isinstance(number, str):
            return f"{self._tenant}-No-{number}"
        return f"{self._tenant}-{'No' if number % 2 else 'no'}-{(number + 1) // 2}"

    def _unnamed(self) -> Json:
        exception = self.describe("unnamed")
        del exception["exceptionId"]
        return exception
