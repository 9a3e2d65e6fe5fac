"""What SentinAI must not take in, and how it should say so."""

import json
import re
from collections.abc import Callable

from support.core.errors import Failure
from support.core.http import ApiError
from support.sentinai.client.sentinai import SentinAI

CLIENT_ERROR = range(400, 500)
_HUGE = 2 * 1024 * 1024
_INSIDE = re.compile(
    r"(?i)insert into|select .+ from|sqlalchemy|asyncpg|psycopg|traceback|\$\d+::|foreign key"
    r"|constraint|/site-packages/"
)


def _exception(**content: object) -> bytes:
    return json.dumps({"exception": content}).encode()


# What callers get wrong. Two of them lie deep inside, where a database would complain.
MISTAKES: dict[str, bytes] = {
    "that is cut off": _exception(error="x")[:-3],
    "that is empty": b"{}",
    "that says nothing": _exception(),
    "that is a list of none": json.dumps({"exceptions": []}).encode(),
    "that is plain text": json.dumps({"exception": "the printer jams"}).encode(),
    "that is two megabytes long": _exception(error="x" * _HUGE),
    "with a character that no database stores": _exception(error="nothing\u0000here"),
    "whose id is longer than any id": _exception(exceptionId="x" * 5000, error="x"),
}


def refusal(post: Callable[[], object]) -> ApiError | None:
    """Return the answer with which SentinAI refuses, or None if it does not."""
    try:
        post()
    except ApiError as error:
        return error
    return None


def post_mistake(client: SentinAI, mistake: str) -> ApiError | None:
    """Post a mistake and return the refusal, if it is one."""
    return refusal(lambda: client.post_raw(MISTAKES[mistake]))


def expect_polite(answer: ApiError | None) -> None:
    """Expect a refusal that blames the caller and tells nothing of the inside."""
    if answer is None:
        raise Failure("SentinAI accepted it")
    if answer.status not in CLIENT_ERROR:
        raise Failure(f"SentinAI does not say that the caller is wrong: {answer}")
    if leak := _INSIDE.search(answer.body):
        raise Failure(f"The refusal tells of SentinAI's inside ({leak[0]!r}): {answer}")
