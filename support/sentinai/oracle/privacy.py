"""Personal data in exceptions: none of it may stay anywhere, and nothing else may go."""

from collections.abc import Sequence
from dataclasses import dataclass

from support.core.causes import Cause
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.sentinai.oracle.flow import Flow
from support.sentinai.personal_data import harmless, personal
from support.sentinai.tenant import Tenant


@dataclass(frozen=True)
class _Finding:
    """Where a value was found that was submitted.

    Attributes:
        name: what it is.
        is_personal: whether it should be nowhere; all else should be somewhere.
        places: where it was found.
    """

    name: str
    is_personal: bool
    places: Sequence[str]

    def fault(self) -> str:
        """Say what is wrong; nothing if all is well."""
        if self.is_personal and self.places:
            return Cause.LEAKED(f"{self.name} is not redacted in {', '.join(self.places)}")
        if not self.is_personal and not self.places:
            return Cause.LOST(f"{self.name} is lost, though harmless")
        return ""


class Privacy:
    """Looks for what was submitted in every table, topic and timeline.

    Args:
        tenant: who submitted it.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._flow = flow

    def expect_redacted(self) -> None:
        """Expect personal data nowhere when all is settled, and what stands beside it somewhere."""
        self._flow.settle()
        look_until_right(
            self._look,
            lambda findings: [finding.fault() for finding in findings if finding.fault()],
            budget=self._tenant.budget,
            waiting_for="what is harmless to be kept",
            details=_listing,
            is_hopeless=lambda found: any(one.is_personal and one.places for one in found),
        )

    def _look(self) -> list[_Finding]:
        name = self._tenant.name
        sought = [(what, True, value) for what, value in personal(name).items()]
        sought += [(what, False, value) for what, value in harmless(name).items()]
        return [
            _Finding(what, is_personal, self._places(value)) for what, is_personal, value in sought
        ]

    def _places(self, text: str) -> list[str]:
        """Return where somebody who looks for `text` finds it."""
        observer, places = self._tenant.observer, list[str]()
        if observer.database is not None:
            places += [f"table {name}" for name in observer.database.mentions(text)]
        if observer.kafka is not None:
            places += [f"topic {partition}" for partition in observer.kafka.mentions(text)]
        timelines = map(observer.timeline, self._tenant.exceptions.names)
        if text in str([event.payload for timeline in timelines for event in timeline]):
            places.append("the timeline")
        return places


def _listing(findings: Sequence[_Finding]) -> str:
    rows = [
        (found.name, "nowhere" if found.is_personal else "somewhere", ", ".join(found.places))
        for found in findings
    ]
    return table(["what was submitted", "expected", "found in"], rows, NARROW)
