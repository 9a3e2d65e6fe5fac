"""Pages of tables that are selected wrongly: what defects of lists, rights and slowness share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import api_exceptions, api_histories, api_playbooks
from support.sandbox.sentinai.app.database import Connection

Conditions = dict[str, Any]
Answer = dict[str, Any]
SelectPage = Callable[[Connection, str, Conditions, str, int, int], Answer]
Change = Callable[[SelectPage], SelectPage]


@contextmanager
def selecting(table: str, change: Change) -> Iterator[None]:
    """Let pages of a table be selected in another way, whichever route asks for them."""
    original = api_exceptions.select_page

    def select_page(connection: Connection, of: str, *rest: Any) -> Answer:  # noqa: ANN401
        select = change(original) if of == table else original
        return select(connection, of, *rest)

    with ExitStack() as planted:
        for module in (api_exceptions, api_histories, api_playbooks):
            planted.enter_context(patch.object(module, "select_page", select_page))
        yield


def under(change: Callable[[Conditions], Conditions]) -> Change:
    """Change under which conditions rows are selected."""

    def changed(original: SelectPage) -> SelectPage:
        def select(connection: Connection, table: str, given: Conditions, *rest: Any) -> Answer:  # noqa: ANN401
            return original(connection, table, change(given), *rest)

        return select

    return changed


def without(*conditions: str) -> Change:
    """Leave out conditions."""
    return under(lambda given: {text: given[text] for text in given if text not in conditions})


def besides(condition: str, value: Callable[[], object]) -> Change:
    """Demand something beside all that is asked for, even where the question has that very text."""
    return under(lambda given: given | {f"({condition})": value()})


def answering(change: Callable[[Answer], Answer]) -> Change:
    """Change a page before it is answered."""
    return lambda original: lambda *arguments: change(original(*arguments))


def showing(change: Callable[[Answer], Answer]) -> Change:
    """Change every row of a page before it is answered."""
    return answering(lambda page: page | {"items": [change(item) for item in page["items"]]})
