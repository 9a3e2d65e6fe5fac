"""Nobody but who started it can do anything to a sandbox: no browser, and no other program."""

import httpx
import pytest

from support.sandbox.kit import private
from support.sandbox.kit.neighbours import is_from_here
from tests.sandboxes import Sandboxes, Settings

ADDRESSES = {
    "AIRWEAVE_API_URL": "airweave",
    "GITHUB_API_URL": "airweave",
    "LINEAR_API_URL": "airweave",
    "NOTION_API_URL": "airweave",
    "SENTINAI_API_URL": "sentinai",
}
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("variable", ADDRESSES)
def test_what_comes_from_a_page_is_refused(
    variable: str, headers: dict[str, str], airweave: Settings, sentinai: Settings
) -> None:
    url = (airweave | sentinai)[variable].rstrip("/")
    for method, path in [("GET", "/"), ("OPTIONS", "/"), ("PUT", "/_sandbox/sabotage")]:
        answer = httpx.request(method, url + path, headers=headers, json=[])
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("variable", ADDRESSES)
def test_what_comes_from_this_machine_is_let_in(
    variable: str, airweave: Settings, sentinai: Settings
) -> None:
    url = (airweave | sentinai)[variable].rstrip("/")
    for headers in ({}, {"Origin": "http://localhost:3000"}):
        assert httpx.get(f"{url}/", headers=headers).status_code != 403


PRIVATE = {
    "AIRWEAVE_API_URL": ("airweave", "/_sandbox/sabotage"),
    "GITHUB_API_URL": ("airweave", "/_sandbox/faults"),
    "SENTINAI_API_URL": ("sentinai", "/_sandbox/workers"),
    "CHROMA_HA_URL": ("chroma_ha", "/_sandbox/sabotage"),
    "CHROMA_HA_CONTROL_URL": ("chroma_ha", "/processes"),
    "DATAWEAVER_API_URL": ("dataweaver", "/_sandbox/sabotage"),
    "REPLANTWORLD_API_URL": ("replantworld", "/_sandbox/sabotage"),
    "REPLANTWORLD_CONTROL_URL": ("replantworld", "/processes"),
    "SEI_RPC_URL": ("replantworld", "/_sandbox/away"),
    "SOLANA_RPC_URL": ("replantworld", "/_sandbox/away"),
}


@pytest.mark.parametrize("variable", PRIVATE)
def test_who_does_not_know_the_token_switches_nothing(variable: str, sandboxes: Sandboxes) -> None:
    system, path = PRIVATE[variable]
    url = sandboxes.of(system).settings[variable] + path
    for headers in ({}, {"Authorization": "Bearer guess"}, {"Authorization": "Basic guess"}):
        for method in ("GET", "PUT", "DELETE"):
            assert httpx.request(method, url, headers=headers, json=[]).status_code == 401
    assert httpx.put(url, headers=private.key(), json=["nonsense"]).status_code != 401


@pytest.mark.parametrize("path", ["/collections", "/collections/any/points/scroll"])
def test_who_has_no_key_reads_no_vectors(path: str, airweave: Settings) -> None:
    assert httpx.get(airweave["QDRANT_URL"] + path).status_code == 401


@pytest.mark.parametrize("host", ["", "[nonsense", "evil.example", "localhost.evil.example:80"])
def test_no_other_name_means_this_machine(host: str) -> None:
    assert not is_from_here(host, None)
    assert not is_from_here("127.0.0.1:80", f"http://{host}")


@pytest.mark.parametrize("host", ["127.0.0.1:80", "localhost", "[::1]:80", "api.localhost:80"])
def test_every_name_of_this_machine_is_good(host: str) -> None:
    assert is_from_here(host, None)
    assert is_from_here(host, "http://localhost:3000")
