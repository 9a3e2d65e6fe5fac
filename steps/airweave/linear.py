"""Sentences about a team's issues in Linear."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.linear import LinearBongo


def team(context: Context) -> "LinearBongo":
    """Return the scenario's team."""
    return cast("LinearBongo", airweave(context).bongo)


@when('somebody comments "{words}" on "{path}"')
def somebody_comments(context: Context, words: str, path: str) -> None:
    """Comment on an issue."""
    team(context).comment(path, words)


@when('"{path}" is moved to the state "{state}"')
def issue_is_moved(context: Context, path: str, state: str) -> None:
    """Move an issue through the workflow; its words stay."""
    team(context).move_to_state(path, state)
