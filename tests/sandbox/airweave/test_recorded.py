"""The sandbox answers what real Airweaves were asked in the shape in which they answered."""

import uuid

import httpx
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from tests.recorded import april_2026
from tests.recorded.exchanges import Exchange, differences
from tests.sandbox.conftest import Branch
from tests.sandboxes import Settings

# What the sandbox does otherwise, and why.
NAMED = {".config.sync_pull_requests is missing": "it reads no pull requests"}


def test_april_2026(sandbox: Settings, branch: Branch) -> None:
    branch.commit({"cmp/a.md": "# Alpha\n\n- zebra crossing\n- umbrella\n"})
    found = replay(sandbox, branch.name, april_2026.EXCHANGES)
    unnamed = {name: left for name, all_ in found.items() if (left := [*{*all_} - {*NAMED}])}
    assert not unnamed
    mended = NAMED.keys() - {one for all_ in found.values() for one in all_}
    assert not mended, "what is no difference any more is to be named none"


def replay(sandbox: Settings, branch: str, exchanges: tuple[Exchange, ...]) -> dict[str, list[str]]:
    """Ask everything in order, and return what is of another shape than recorded, by name."""
    known = {
        "branch": branch,
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
            if answer.is_success:
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
    return retrying(api.request, exchange.method, path, json=body)


def unlike(exchange: Exchange, answer: httpx.Response) -> list[str]:
    """Say what is of another shape than recorded."""
    if answer.status_code != exchange.status:
        return [f"{answer.status_code} and not {exchange.status}: {answer.text[:200]}"]
    return differences(exchange.answer, answer.json())
