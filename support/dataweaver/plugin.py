"""DataWeaver, as the registry knows it."""

from support.bongos.settings import (
    GitHubSettings,
    GoogleSettings,
    PostgreSQLSettings,
    SlackSettings,
)
from support.dataweaver.known_bugs import KNOWN_BUGS
from support.dataweaver.settings import DataWeaverSettings
from support.run.plugin import Need, Plugin

CONFIGURATION = "configuration"
"""What the two generations tell each in words of its own: how connectors are configured."""

PLUGIN = Plugin(
    tag="dataweaver",
    name="DataWeaver",
    settings=DataWeaverSettings,
    further_settings=(GitHubSettings, GoogleSettings, PostgreSQLSettings, SlackSettings),
    url="dataweaver_api_url",
    key="dataweaver_api_key",
    opener="support.dataweaver.system:open_dataweaver",
    scenario="support.dataweaver.scenario:DataWeaverScenario",
    tags=frozenset({CONFIGURATION}),
    needs={
        "needs_files": Need("storage_path"),
        "needs_log": Need("database_url"),
        "needs_page": Need("page_url"),
    },
    abilities=frozenset(
        {"needs_tables", "needs_database", "needs_channels", "needs_sheets", "needs_endpoints"}
    ),
    known_bugs=KNOWN_BUGS,
    parameter_types={
        "Kind": "Google Workspace|Slack|laboratory|database",
        "Format": "comma-separated values|JSON|Excel",
        "Login": "a consent|a key|user and password|a token|nothing",
        "Place": "a laboratory|a database|a Slack workspace|a Google Drive folder"
        "|an online service",
    },
    further_modules={
        "dataweaver": ["sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite"],
        "needs_files": ["openpyxl"],
        CONFIGURATION: [
            "support.dataweaver.sources.google_drive",
            "support.dataweaver.sources.http_api",
            "support.dataweaver.sources.laboratory",
            "support.dataweaver.sources.slack",
        ],
        "needs_tables": ["support.dataweaver.sources.laboratory"],
        "needs_channels": ["support.dataweaver.sources.slack"],
        "needs_sheets": ["support.dataweaver.sources.google_drive"],
        "needs_endpoints": ["support.dataweaver.sources.http_api"],
    },
)
