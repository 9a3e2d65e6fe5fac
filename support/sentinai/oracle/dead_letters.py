"""What the dead letter queue shows, and whether the database holds the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.http import ApiError
from support.core.looking import look_until_right
from support.sentinai.client.models import DeadLetter
from support.sentinai.dead_letters import entry_of, letters_of
from support.sentinai.laws.dead_letters import disagreeing_dead_letters
from support.sentinai.observers.tool_stub import BREAKDOWN
from support.sentinai.oracle.expected_flow import TOOL_RETRIES
from support.sentinai.tenant import Tenant

# That a request does not fit what has become of the letter. A route that does not exist says 404.
_REFUSED = {400, 409, 422}
_DISCARDED, _PENDING = "discarded", "pending"


@dataclass(frozen=True)
class _Seen:
    """The dead letters of a tenant: as the queue shows them, as they are stored, what disagrees."""

    shown: Sequence[DeadLetter]
    stored: Sequence[DeadLetter] | None
    disagreements: Sequence[str]


class DeadLetterQueue:
    """The dead letters of a tenant, of which there must be one.

    Args:
        tenant: whose queue it is.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_cause(self) -> None:
        """Expect that the dead letter tells what went wrong, and after how many retries."""
        self._expect(lambda letter: list(cause_faults(letter)))

    def expect_message(self, event: str) -> None:
        """Expect that the dead letter holds the message of this id."""

        def faults(letter: DeadLetter) -> list[str]:
            return (
                []
                if letter.event_id == event
                else [Cause.ALTERED(f"The dead letter is not {event}: {letter}")]
            )

        self._expect(faults)

    def expect_status(self, status: str) -> None:
        """Expect that the dead letter has this status, whoever shows it."""

        def faults(letter: DeadLetter) -> list[str]:
            wrong = Cause.MISREPORTED(
                f"The dead letter of {letter.exception_id} is {letter.status}, not {status}"
            )
            return [] if letter.status == status else [wrong]

        self._expect(faults)

    def expect_no_retry(self) -> None:
        """Expect that SentinAI refuses to retry the first dead letter, and leaves it discarded."""
        entry = entry_of(self._tenant, self._tenant.exceptions.first)
        try:
            self._tenant.client.retry(entry)
        except ApiError as refusal:
            if refusal.status not in _REFUSED:
                raise
        else:
            raise Failure(
                Cause.ACCEPTED("A dead letter was discarded, and yet SentinAI agreed to retry it")
            )
        self._expect_each(_DISCARDED, lambda letter: letter.id == entry)

    def expect_others_waiting(self) -> None:
        """Expect that every dead letter but the first exception's waits for a decision."""
        entry = entry_of(self._tenant, self._tenant.exceptions.first)
        self._expect_each(_PENDING, lambda letter: letter.id != entry)

    def _expect_each(self, status: str, which: Callable[[DeadLetter], bool]) -> None:
        """Expect some of the dead letters to be of this status, and to be there at all."""
        letters = [letter for letter in letters_of(self._tenant) if which(letter)]
        if not letters:
            raise Failure(Cause.LOST("There are no such dead letters in the queue"))
        wrong: list[str] = [
            Cause.MISREPORTED(
                f"The dead letter of {one.exception_id} is {one.status}, not {status}"
            )
            for one in letters
            if one.status != status
        ]
        if found := [*wrong, *disagreeing_dead_letters(self._tenant)]:
            raise Failure(together(found))

    def _expect(self, faults: Callable[[DeadLetter], list[str]]) -> None:
        """Look until there is one dead letter, and nothing is wrong with it."""
        look_until_right(
            self._look,
            lambda seen: [
                *_miscount(seen),
                *(fault for letter in seen.shown for fault in faults(letter)),
                *seen.disagreements,
            ],
            budget=self._tenant.budget,
            waiting_for="the one dead letter that is promised",
        )

    def _look(self) -> _Seen:
        tenant = self._tenant
        shown = [
            letter if letter.id is None else tenant.client.dead_letter(letter.id)
            for letter in letters_of(tenant)
        ]
        database, broken = tenant.observer.database, disagreeing_dead_letters(tenant)
        if database is None:
            return _Seen(shown, None, broken)
        rows = database.dead_letters(tenant.name)
        return _Seen(shown, [DeadLetter(**row) for row in rows], broken)


def cause_faults(letter: DeadLetter) -> Iterator[str]:
    """Yield what a dead letter does not tell of a tool that never worked."""
    reason = letter.failure_reason
    if BREAKDOWN not in reason and "500" not in reason:
        yield Cause.MISREPORTED(
            f"The tool said {BREAKDOWN!r} with status 500; the dead letter: {reason!r}"
        )
    if letter.retry_count != TOOL_RETRIES:
        yield Cause.MISCOUNTED(
            f"{TOOL_RETRIES} retries were made; the dead letter counts {letter.retry_count}"
        )


def _miscount(seen: _Seen) -> Iterator[str]:
    if len(seen.shown) != 1:
        cause = Cause.DUPLICATED if seen.shown else Cause.LOST
        yield cause(
            f"The queue shows {len(seen.shown)} dead letters instead of one: {list(seen.shown)}"
        )
    if seen.stored is not None and _known_by(seen.stored) != _known_by(seen.shown):
        yield Cause.MISREPORTED(
            f"The queue shows {list(seen.shown)}, but the database holds {list(seen.stored)}"
        )


def _known_by(letters: Sequence[DeadLetter]) -> list[tuple[str, str]]:
    return [(letter.event_id, letter.status) for letter in letters]
