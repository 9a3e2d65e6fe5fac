"""What a tenant's admin does with its dead letters."""

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.models import DeadLetter
from support.sentinai.tenant import Tenant


class DeadLetters:
    """Puts dead letters, and retries and discards that of the exception submitted first.

    Args:
        tenant: whose dead letters they are.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def put(self, count: int = 1) -> None:
        """Put dead letters, each for an exception that SentinAI knows."""
        database = self._tenant.system.database
        assert database is not None, "the scenario needs @needs_database"
        for name in self._tenant.submit_known(count):
            database.add_dead_letter(self._tenant.name, name)

    def retry(self) -> None:
        """Have the dead letter processed again."""
        self._tenant.client.retry(entry_of(self._tenant, self._tenant.exceptions.first))

    def discard(self) -> None:
        """Put the dead letter away for good."""
        self._tenant.client.discard(entry_of(self._tenant, self._tenant.exceptions.first))


def letters_of(tenant: Tenant) -> list[DeadLetter]:
    """Return the dead letters of a tenant as its queue lists them, each with its id.

    SentinAI may list them without; then the database must know it.
    """
    listed = tenant.client.dead_letters()
    if tenant.observer.database is None:
        return listed
    rows = tenant.observer.database.dead_letters(tenant.name)
    ids = {row["event_id"]: row["id"] for row in rows}
    return [
        letter.model_copy(update={"id": letter.id or ids.get(letter.event_id)}) for letter in listed
    ]


def entry_of(tenant: Tenant, exception: str) -> int:
    """Wait for the dead letter of an exception and return its id.

    Raises:
        Failure: there is none, or nobody knows its id.
    """
    made = tenant.exceptions.submissions
    names = {exception, *(one.brought for one in made if one.known_as == exception)}
    try:
        letters = eventually(
            lambda: [one for one in letters_of(tenant) if one.exception_id in names],
            until=bool,
            budget=tenant.budget,
            waiting_for=f"the dead letter of {exception}",
        )
    except WaitedInVain as vain:
        raise Failure(Cause.LOST(vain.summary)) from None
    entry = letters[0].id
    if entry is None:
        raise Failure(f"Nobody can say which entry this is; it has no id: {letters[0]}")
    return entry
