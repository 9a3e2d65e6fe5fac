"""Says whether entries are found as they were put."""

from collections.abc import Iterator, Mapping

from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.core.waiting import WaitedInVain, eventually
from support.dataweaver.client.dataweaver import Dataweaver
from support.dataweaver.observers.entries import View, look
from support.dataweaver.space import Space


class EntriesOracle:
    """Judges the entries of a space, and changes nothing.

    Args:
        space: whose entries are judged.
        client: of DataWeaver.
        budget: the longest time to wait, in seconds.
        timings: of the scenario.
    """

    def __init__(
        self, space: Space, client: Dataweaver, budget: float, timings: ScenarioTimings
    ) -> None:
        self._space = space
        self._client = client
        self._budget = budget
        self._timings = timings

    def expect_found(self) -> None:
        """Expect every entry to be found as it was put, and no other to be listed.

        Raises:
            Failure: nothing was put; or one of them is not found in time.
        """
        put = self._space.put
        if not put:
            raise Failure("Nothing was put into the space, so there is nothing to find")
        with self._timings.phase("verify"):
            try:
                eventually(
                    lambda: look(self._client, self._space.name, put),
                    until=lambda view: not any(faults(put, view)),
                    budget=self._budget,
                    waiting_for="all entries to be found as they were put",
                )
            except WaitedInVain as vain:
                raise Failure("\n".join([vain.summary, *faults(put, vain.last)])) from None


def faults(put: Mapping[str, str], view: View) -> Iterator[str]:
    """Yield what is wrong with what was seen, a line each.

    Args:
        put: the texts that were put, by name.
        view: what was seen.
    """
    for name, text in put.items():
        if view.found.get(name) != text:
            yield f"- {name}: {text!r} was put, looking it up brings {_told(view.found.get(name))}"
        if view.listed.get(name) != text:
            yield f"- {name}: {text!r} was put, the list shows {_told(view.listed.get(name))}"
    for name in view.listed.keys() - put.keys():
        yield f"- {name}: was never put, the list shows {_told(view.listed[name])}"


def _told(text: str | None) -> str:
    return "nothing" if text is None else repr(text)
