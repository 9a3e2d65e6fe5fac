"""The sandbox answers what real Airweaves were asked in the shape in which they answered."""

import uuid
from typing import cast

import httpx
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from tests.recorded import april_2026
from tests.recorded.exchanges import Exchange, differences
from tests.sandboxes import Settings

# What the sandbox does otherwise on purpose, and why.
NAMED_2026: dict[str, str] = {}


def test_april_2026(sandbox: Settings) -> None:
    found = replay(sandbox, april_2026.EXCHANGES)
    assert {name: text for name, text in found.items() if name not in NAMED_2026} == {}
    assert found.keys() == NAMED_2026.keys(), "what is no difference any more is to be named none"


def replay(sandbox: Settings, exchanges: tuple[Exchange, ...]) -> dict[str, list[str]]:
    """Ask everything in order, and return what is of another shape than recorded, by name."""
    known = {
        "collection": f"cmp-{uuid.uuid4().hex[:8]}",
        "token": sandbox["GITHUB_PERSONAL_ACCESS_TOKEN"],
        "repository": sandbox["GITHUB_REPO_NAME"],
    }
    headers = {"x-api-key": sandbox["AIRWEAVE_API_KEY"]}
    found: dict[str, list[str]] = {}
    with httpx.Client(base_url=sandbox["AIRWEAVE_API_URL"], headers=headers) as api:
        for exchange in exchanges:
            answer = asked(api, exchange, known)
            if wrong := unlike(exchange, answer):
                found[exchange.name] = wrong
            else:
                known |= {name: answer.json()[place] for name, place in exchange.notes.items()}
    return found


def asked(api: httpx.Client, exchange: Exchange, known: dict[str, str]) -> httpx.Response:
    """Ask, again if need be, until the answer says what it must."""
    path, body = exchange.filled(exchange.path, known), exchange.filled(exchange.body, known)
    retrying = Retrying(
        retry=retry_if_result(lambda answer: exchange.until not in answer.text),
        stop=stop_after_delay(30),
        wait=wait_fixed(0.05),
        retry_error_callback=lambda state: state.outcome and state.outcome.result(),
    )
    return cast(httpx.Response, retrying(api.request, exchange.method, path, json=body))


def unlike(exchange: Exchange, answer: httpx.Response) -> list[str]:
    """Say what is of another shape than recorded."""
    if answer.status_code != exchange.status:
        return [f"{answer.status_code} and not {exchange.status}: {answer.text[:200]}"]
    return differences(exchange.answer, answer.json())
