"""Sentences about a team's issues in Linear."""

from behave import given, when

from support.airweave import airweave
from support.bongos.abilities import IssueTracker
from support.run.world import Context


@when('somebody comments "{words}" on "{path}"')
def somebody_comments(context: Context, words: str, path: str) -> None:
    airweave(context).source.having(IssueTracker).comment(path, words)


@given('somebody has commented "{words}" on "{path}"')
def somebody_has_commented(context: Context, words: str, path: str) -> None:
    airweave(context).source.having(IssueTracker).comment(path, words)


@when('the comment "{words}" is edited to say "{new}"')
def comment_is_edited(context: Context, words: str, new: str) -> None:
    airweave(context).source.having(IssueTracker).edit_comment(words, new)


@when('"{path}" is discussed in {count:d} comments, the last of which says "{words}"')
def issue_is_discussed(context: Context, path: str, count: int, words: str) -> None:
    airweave(context).source.having(IssueTracker).discuss(path, count, words)


@when('"{path}" is moved to the state "{state}"')
def issue_is_moved(context: Context, path: str, state: str) -> None:
    airweave(context).source.having(IssueTracker).move_to_state(path, state)
