"""Airweave, as the registry knows it."""

from support.airweave.connectors import CONNECTED
from support.airweave.known_bugs import KNOWN_BUGS
from support.airweave.parameter_types import PARAMETER_TYPES
from support.airweave.settings import AirweaveSettings
from support.bongos.settings import SETTINGS
from support.run.plugin import Need, Plugin, Run


def _sandbox_options(run: Run) -> list[str]:
    """Start only the vendors that the run reads from, and the generation that is asked for."""
    sources = sorted(run.tags & {*CONNECTED.values()})
    generation = AirweaveSettings.load().sandbox_generation
    return ["--generation", generation, "--sources", ",".join(sources)]


PLUGIN = Plugin(
    tag="airweave",
    name="Airweave",
    settings=AirweaveSettings,
    further_settings=tuple(SETTINGS),
    url="airweave_api_url",
    key="airweave_api_key",
    opener="support.airweave.system:open_airweave",
    scenario="support.airweave.scenario:AirweaveScenario",
    sandbox_options=_sandbox_options,
    tags=frozenset({"connectors", "law", "scale", "walk", *CONNECTED.values()}),
    needs={
        "needs_second_organization": Need("airweave_other_api_key"),
        "needs_vespa": Need("vespa_url"),
    },
    abilities=frozenset(
        {
            "needs_authentication",
            "needs_credential_check",
            "needs_schedules",
            "needs_faults",
            "needs_full_sync",
            "needs_edit",
            "needs_titles",
            "needs_sync",
        }
    ),
    known_bugs=KNOWN_BUGS,
    parameter_types=PARAMETER_TYPES,
    further_modules={"airweave": ["qdrant_client"]}
    | {source: [f"support.bongos.{source}"] for source in CONNECTED.values()},
)
