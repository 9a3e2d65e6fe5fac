"""The client of DataWeaver: its API, call by call, in both generations."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from support.core.causes import Cause
from support.core.errors import Failure, in_short
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

T = TypeVar("T")

TIP, V2 = "tip", "v2.0.0"

Body = Mapping[str, Any]

_BASE = "/api/connectors"
_SECRETS = ("secret", "password", "token", "key")
_connector = TypeAdapter(Connector)
_connectors = TypeAdapter(list[Connector])
_tested = TypeAdapter(Tested)
_discovered = TypeAdapter(list[Discovered])
_data_source = TypeAdapter(DataSource)
_data_sources = TypeAdapter(list[DataSource])
_extract = TypeAdapter(Extract)
_synced = TypeAdapter(Synced)
_scenarios = TypeAdapter(list[BusinessScenario])
_set_up = TypeAdapter(SetUp)
_names = TypeAdapter(list[str])


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
        return self._read(_names, "GET", f"{_BASE}/types/supported")

    def connectors(self) -> list[Connector]:
        """Return all connectors."""
        return _checked(_connectors, [_joined(one) for one in self._api.call("GET", f"{_BASE}/")])

    def connector(self, connector_id: int) -> Connector | None:
        """Return a connector; None if there is none of this id."""
        answer = self._api.call_if_there("GET", _path(connector_id))
        return None if answer is None else _checked(_connector, _joined(answer))

    def create(self, body: Body) -> Connector:
        """Make a connector.

        Args:
            body: the fields of one, under the names that the tip of the product has for them.
        """
        answer = self._api.call("POST", f"{_BASE}/", body=self._spoken(body))
        return _checked(_connector, _joined(answer))

    def change(self, connector_id: int, changes: Body) -> None:
        """Change the fields of a connector that are named; all others stay."""
        self._api.call("PUT", _path(connector_id), body=self._spoken(changes))

    def delete(self, connector_id: int) -> None:
        """Delete a connector."""
        self._api.call("DELETE", _path(connector_id))

    def test(self, connector_id: int) -> Tested:
        """Have a connector tested."""
        body = {"connector_id": connector_id}
        return self._read(_tested, "POST", _path(connector_id, "test"), body, repeatable=True)

    def discover(self, connector_id: int) -> list[Discovered]:
        """Have DataWeaver look what is in the source."""
        path = _path(connector_id, "discover")
        return self._read(_discovered, "POST", path, repeatable=True)

    def data_sources(self, connector_id: int) -> list[DataSource]:
        """Return the data sources of a connector; none if there is no such connector."""
        answer = self._api.call_if_there("GET", _path(connector_id, "data-sources"))
        return _checked(_data_sources, answer or [])

    def add_data_source(self, connector_id: int, body: Body) -> DataSource:
        """Make a data source.

        Args:
            connector_id: in the path.
            body: the fields of one, among them `connector_id`.
        """
        return self._read(_data_source, "POST", _path(connector_id, "data-sources"), body)

    def extract(self, data_source_id: int, config: Body) -> Extract:
        """Extract a data source into a file.

        Args:
            data_source_id: which one.
            config: `extract_type`, full or incremental, and `data_format`.
        """
        path = f"{_BASE}/data-sources/{data_source_id}/extract"
        return self._read(_extract, "POST", path, config)

    def sync(self, connector_id: int) -> Synced:
        """Bring what has changed in the data sources of a connector."""
        return self._read(_synced, "POST", _path(connector_id, "sync"))

    def scenarios(self) -> list[BusinessScenario]:
        """Return the business scenarios that are offered."""
        return self._read(_scenarios, "GET", f"{_BASE}/scenarios")

    def set_up(self, scenario_id: str) -> SetUp:
        """Set a business scenario up."""
        return self._read(_set_up, "POST", f"{_BASE}/scenarios/{scenario_id}/setup")

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

    def _read(
        self,
        model: TypeAdapter[T],
        method: str,
        path: str,
        body: Body | None = None,
        *,
        repeatable: bool | None = None,
    ) -> T:
        answer = self._api.call(method, path, body=body, repeatable=repeatable)
        return _checked(model, answer)


def is_confidential(name: str) -> bool:
    """Tell whether a field of a configuration of this name holds a secret."""
    return any(word in name.lower() for word in _SECRETS)


def _joined(answer: Any) -> Any:  # noqa: ANN401  JSON
    """Bring a connector of either generation into one form."""
    if not isinstance(answer, dict):
        return answer
    parts = (answer.get(name) or {} for name in ("config", "auth_config", "connection_config"))
    return {**answer, "config": {key: value for part in parts for key, value in part.items()}}


def _checked(model: TypeAdapter[T], answer: object) -> T:
    try:
        return model.validate_python(answer)
    except ValidationError as error:
        raise Failure(
            Cause.MISREPORTED(f"DataWeaver answers what makes no sense: {in_short(error)}")
        ) from None


def _path(connector_id: int, *more: str) -> str:
    return "/".join([_BASE, str(connector_id), *more])
