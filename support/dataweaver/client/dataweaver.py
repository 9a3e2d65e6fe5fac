"""The client of DataWeaver: its API, call by call, in both generations."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from support.core.http import Api
from support.dataweaver.client.models import (
    BusinessScenario,
    Connector,
    DataSource,
    Discovered,
    Extract,
    SetUp,
    Synced,
    Tested,
)

TIP, V2 = "tip", "v2.0.0"

Body = Mapping[str, Any]

_BASE = "/api/connectors"
_SECRETS = ("secret", "password", "token", "key")


class DataWeaver:
    """Speaks with DataWeaver as a user's program does.

    Args:
        api: the conversation.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    @cached_property
    def generation(self) -> str:
        """Return `tip`, which has one `config` a connector, or `v2.0.0`, which has two.

        The description of the API tells, which FastAPI offers; without it the tip is assumed.
        """
        described = self._api.call_if_there("GET", "/openapi.json")
        schemas = (described or {}).get("components", {}).get("schemas", {})
        fields = schemas.get("ConnectorCreate", {}).get("properties", {})
        return V2 if "auth_config" in fields else TIP

    def supported_types(self) -> list[str]:
        """Return the types for which there is a connector."""
        return self._api.ask(list[str], "GET", f"{_BASE}/types/supported")

    def connectors(self) -> list[Connector]:
        """Return all connectors."""
        return self._api.ask(list[Connector], "GET", f"{_BASE}/")

    def connector(self, connector_id: int) -> Connector | None:
        """Return a connector; None if there is none of this id."""
        return self._api.ask_if_there(Connector, _path(connector_id))

    def create(self, body: Body) -> Connector:
        """Make a connector.

        Args:
            body: the fields of one, under the names that the tip of the product has for them.
        """
        return self._api.ask(Connector, "POST", f"{_BASE}/", body=self._spoken(body))

    def change(self, connector_id: int, changes: Body) -> Connector:
        """Change the fields of a connector that are named; all others stay."""
        return self._api.ask(Connector, "PUT", _path(connector_id), body=self._spoken(changes))

    def delete(self, connector_id: int) -> None:
        """Delete a connector."""
        self._api.call("DELETE", _path(connector_id))

    def test(self, connector_id: int) -> Tested:
        """Have a connector tested."""
        body = {"connector_id": connector_id}
        return self._api.ask(
            Tested, "POST", _path(connector_id, "test"), body=body, repeatable=True
        )

    def discover(self, connector_id: int) -> list[Discovered]:
        """Have DataWeaver look what is in the source."""
        path = _path(connector_id, "discover")
        return self._api.ask(list[Discovered], "POST", path, repeatable=True)

    def data_sources(self, connector_id: int) -> list[DataSource]:
        """Return the data sources of a connector; none if there is no such connector."""
        path = _path(connector_id, "data-sources")
        return self._api.ask_if_there(list[DataSource], path) or []

    def add_data_source(self, connector_id: int, body: Body) -> DataSource:
        """Make a data source.

        Args:
            connector_id: in the path.
            body: the fields of one, among them `connector_id`.
        """
        return self._api.ask(DataSource, "POST", _path(connector_id, "data-sources"), body=body)

    def extract(self, data_source_id: int, config: Body) -> Extract:
        """Extract a data source into a file.

        Args:
            data_source_id: which one.
            config: `extract_type`, full or incremental, and `data_format`.
        """
        path = f"{_BASE}/data-sources/{data_source_id}/extract"
        return self._api.ask(Extract, "POST", path, body=config)

    def sync(self, connector_id: int) -> Synced:
        """Bring what has changed in the data sources of a connector."""
        return self._api.ask(Synced, "POST", _path(connector_id, "sync"))

    def scenarios(self) -> list[BusinessScenario]:
        """Return the business scenarios that are offered."""
        return self._api.ask(list[BusinessScenario], "GET", f"{_BASE}/scenarios")

    def set_up(self, scenario_id: str) -> SetUp:
        """Set a business scenario up."""
        return self._api.ask(SetUp, "POST", f"{_BASE}/scenarios/{scenario_id}/setup")

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()

    def _spoken(self, body: Body) -> Body:
        """Return a body in the words of the generation that answers."""
        if "config" not in body or self.generation == TIP:
            return body
        config = body["config"] or {}
        secret = {name: value for name, value in config.items() if is_confidential(name)}
        public = {name: value for name, value in config.items() if name not in secret}
        others = {name: value for name, value in body.items() if name != "config"}
        return {**others, "auth_config": secret, "connection_config": public}


def is_confidential(name: str) -> bool:
    """Tell whether a field of a configuration of this name holds a secret."""
    return any(word in name.lower() for word in _SECRETS)


def _path(connector_id: int, *more: str) -> str:
    return "/".join([_BASE, str(connector_id), *more])
