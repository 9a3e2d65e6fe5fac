"""ReplantWorld, as the registry knows it."""

from support.replantworld.settings import ReplantworldSettings
from support.run.plugin import Plugin

PLUGIN = Plugin(
    tag="replantworld",
    name="ReplantWorld",
    settings=ReplantworldSettings,
    url="replantworld_api_url",
    key="replantworld_api_key",
    opener="support.replantworld.system:open_replantworld",
    scenario="support.replantworld.scenario:ReplantworldScenario",
)
