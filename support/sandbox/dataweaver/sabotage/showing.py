# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the page: what it shows of what is there, and tells of what was done."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import api_scenarios, page, scenarios
from support.sandbox.dataweaver.app.models import now
from support.sandbox.dataweaver.app.schemas import ConnectorView
from support.sandbox.dataweaver.sabotage import sentences, titles
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]

_LONGEST_NAME = 255
_SEE_OTHER = 303
_LATE = timedelta(hours=1)


@CATALOGUE.sabotage(
    "The page shows a connector that nobody has set up.",
    caught_by=titles.LISTED,
    at=sentences.LISTED,
    diagnosis="shows 'Email Connector', and nobody has set it up" + STILL,
    releases=("tip", "v2.0.0"),
)
def page_invents_connectors() -> Context:
    return _listing(
        lambda found: [
            *found,
            *(one.model_copy(update={"name": "Email Connector"}) for one in found[:1]),
        ]
    )


@CATALOGUE.sabotage(
    "A connector comes onto the page an hour late.",
    caught_by=(titles.LISTED, titles.TYPED, titles.TYPED_BY_KEYS),
    at={
        titles.LISTED: sentences.LISTED,
        titles.TYPED: sentences.TYPED,
        titles.TYPED_BY_KEYS: sentences.TYPED,
    },
    diagnosis="(does not show|No list on the page shows) 'dm-" + STILL,
)
def page_hides_the_newest() -> Context:
    return _listing(lambda found: [one for one in found if now() - one.created_at > _LATE])


@CATALOGUE.sabotage(
    "The page shows every connector twice.",
    caught_by=titles.LISTED,
    at=sentences.LISTED,
    diagnosis="shows 'dm-.*' 2 times" + STILL,
)
def page_shows_everything_twice() -> Context:
    return _listing(lambda found: [*found, *found])


@CATALOGUE.sabotage(
    "What is typed into the form is thanked for, and forgotten.",
    caught_by=(titles.TYPED, titles.TYPED_BY_KEYS),
    at=sentences.TYPED,
    diagnosis="It was set up on the page, and is not there",
)
def typed_connectors_forgotten() -> Context:
    return patch.object(page, "create", lambda *_: None)


@CATALOGUE.sabotage(
    "A field of the form leads nowhere.",
    caught_by=(titles.TYPED, titles.TYPED_BY_KEYS),
    at=sentences.TYPED,
    diagnosis="Typed was .*'datamonkey'.*, kept is .*'Client ID': ''",
)
def typed_field_lost() -> Context:
    return _typing(lambda typed: {**typed, "client_id": ""})


@CATALOGUE.sabotage(
    "No key leads to the button that sets a connector up.",
    caught_by=titles.TYPED_BY_KEYS,
    at=sentences.TYPING_BY_KEYS,
    diagnosis="Nobody gets to 'Create Connector' on the page without a mouse",
)
def buttons_need_a_mouse() -> Context:
    return _drawing("<button>Create", '<button tabindex="-1">Create')


@CATALOGUE.sabotage(
    "The page leads back to the list when a connector is refused, without a word.",
    caught_by=titles.REFUSAL_TOLD,
    at=sentences.REFUSAL_TOLD,
    diagnosis="It was refused, and the page does not say so",
)
def page_swallows_refusals() -> Context:
    def refused(*_: object) -> Response:
        return RedirectResponse(f"{page.ROOT}/connectors", _SEE_OTHER)

    return patch.object(page, "refused", refused)


@CATALOGUE.sabotage(
    "Too long a name is cut by the page, without a word.",
    caught_by=titles.REFUSAL_TOLD,
    at=sentences.REFUSAL_TOLD,
    diagnosis="It was not refused",
)
def page_cuts_names() -> Context:
    return _typing(lambda typed: {**typed, "name": typed["name"][:_LONGEST_NAME]})


@CATALOGUE.sabotage(
    "The page says that a test has failed, and swallows the error.",
    caught_by=titles.TEST_TOLD,
    at=sentences.TEST_TOLD,
    diagnosis="The test failed, and the page does not say '",
)
def page_swallows_errors() -> Context:
    return _showing(lambda result: {**result, "message": ""})


@CATALOGUE.sabotage(
    "The page calls every test a success.",
    caught_by=titles.TEST_TOLD,
    at=sentences.TEST_TOLD,
    diagnosis="The test failed, and the page calls it a success",
)
def page_knows_success_only() -> Context:
    return _showing(lambda result: {**result, "success": True})


@CATALOGUE.sabotage(
    "The page shows the connectors of a business scenario, and leaves its data out.",
    caught_by=titles.SCENARIO_SHOWN,
    at=sentences.SCENARIO_SHOWN,
    diagnosis="It was set up, and the page does not show Customer Database",
)
def page_leaves_data_out() -> Context:
    return _showing(lambda result: {**result, "data_sources": []})


@CATALOGUE.sabotage(
    "The page says that a business scenario is set up, and does nothing.",
    caught_by=titles.SCENARIO_SHOWN,
    at=sentences.SCENARIO_SHOWN,
    diagnosis="It was set up on the page, and nothing is there",
)
def page_sets_nothing_up() -> Context:
    def set_up(scenario_id: str, _: Session) -> dict[str, Any]:
        tables = [{"name": one.name} for one in scenarios.SCENARIOS[scenario_id].tables]
        return {"message": "It is set up", "connectors": [], "data_sources": tables}

    return patch.object(api_scenarios, "set_up", set_up)


@CATALOGUE.sabotage(
    "Whoever cannot see the form is not told what a field of it is for.",
    caught_by=titles.FOR_ALL,
    at=sentences.FOR_ALL,
    diagnosis=r"In the form: .* \(select-name\)",
    releases=("tip",),
)
def fields_without_labels() -> Context:
    return _drawing("<label>Authentication Type *", "<p>Authentication Type *")


def _listing(change: Callable[[Sequence[ConnectorView]], Sequence[ConnectorView]]) -> Context:
    """Have the page list other connectors than there are."""
    original = page.listed
    return patch.object(page, "listed", lambda session: change(original(session)))


def _typing(change: Callable[[page.Typed], page.Typed]) -> Context:
    """Have the page take something else than was typed."""
    original = page.create
    return patch.object(page, "create", lambda session, typed: original(session, change(typed)))


def _showing(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Context:
    """Have the page show something else than came of it."""
    return patch.object(page, "shown", change)


def _drawing(text: str, other: str) -> Context:
    """Have the page drawn otherwise."""
    original = page.drawn

    def drawn(template: str, title: str, **values: object) -> str:
        return original(template, title, **values).replace(text, other)

    return patch.object(page, "drawn", drawn)
