"""What the timelines of exceptions tell."""

from collections.abc import Mapping

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.sentinai.oracle.expected_flow import of_steps
from support.sentinai.tenant import Tenant

Ends = tuple[str, str]


class Timeline:
    """The timelines of all that a tenant submitted.

    Args:
        tenant: whose exceptions they are about.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_whole_story(self) -> None:
        """Expect that each timeline begins with the first event and ends with the last one."""
        names = self._tenant.exceptions.names
        if not names:
            raise Failure(
                Cause.SUITE("No exception was accepted, so no timeline can tell anything")
            )
        chain = of_steps(len(self._tenant.playbook.steps)).events
        expected = (chain[0], chain[-1])

        def faults(seen: Mapping[str, Ends]) -> list[str]:
            return [
                (Cause.MISRANKED if (last, first) == expected else Cause.LOST)(
                    f"The timeline of {name} begins with {first} and ends with {last};"
                    f" expected: {expected[0]} and {expected[1]}"
                )
                for name, (first, last) in seen.items()
                if (first, last) != expected
            ]

        def look() -> Mapping[str, Ends]:
            told_as = self._tenant.observer.told_as(names)
            return {name: self._ends(told_as[name]) for name in names}

        look_until_right(
            look,
            faults,
            budget=self._tenant.budget,
            waiting_for="the timelines to tell everything",
        )

    def _ends(self, name: str) -> Ends:
        told = [event.type for event in self._tenant.observer.timeline(name)]
        return (told[0], told[-1]) if told else ("nothing", "nothing")
