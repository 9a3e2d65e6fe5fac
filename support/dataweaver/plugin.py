"""DataWeaver, as the registry knows it."""

from support.dataweaver.settings import DataweaverSettings
from support.run.plugin import Plugin

PLUGIN = Plugin(
    tag="dataweaver",
    name="DataWeaver",
    settings=DataweaverSettings,
    url="dataweaver_api_url",
    key="dataweaver_api_key",
    opener="support.dataweaver.system:open_dataweaver",
    scenario="support.dataweaver.scenario:DataweaverScenario",
)
