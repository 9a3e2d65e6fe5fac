"""A product behind a bad network: what the suite asks for happens once, and the verdict is true."""

from pathlib import Path

import pytest

from tests.attacks.flaky import flaky
from tests.running import run
from tests.sandboxes import Settings

FEATURES = [f"features/airweave/github.feature:{line}" for line in (6, 11, 19)]


@pytest.mark.whole
def test_a_few_scenarios_are_green_behind_a_bad_network(tmp_path: Path, airweave: Settings) -> None:
    with flaky(airweave["AIRWEAVE_API_URL"], seed="short", delayed=0.02) as (server, proxy):
        done = run(tmp_path, airweave | {"AIRWEAVE_API_URL": server.url}, *FEATURES)
    assert done.code == 0, done.out + done.err
    assert proxy.troubles.keys() == {"none", "dropped", "refused", "cut"}
    assert "Traceback" not in done.out
