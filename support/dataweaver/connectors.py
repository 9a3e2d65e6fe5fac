"""Connectors of the scenario: what was set up, changed and deleted, and what was refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from support.core.causes import together
from support.core.errors import Failure
from support.core.http import ApiError
from support.dataweaver.client.dataweaver import Body, DataWeaver, is_confidential
from support.dataweaver.client.models import Connector, DataSource, Tested
from support.dataweaver.sources.base import Config, Source
from support.laws.bystanders import Bystander, Snapshot, changes_of
from support.laws.secrets import SecretWatch
from support.run.plugin import Scene

CONNECTOR = "dataweaver connector"

KINDS = {
    "Google Workspace": "GOOGLE_WORKSPACE",
    "Slack": "SLACK",
    "laboratory": "LIMS",
    "database": "DATABASE",
}
_NOWHERE = "http://127.0.0.1:9"
_NO_SERVER: Config = {"host": "127.0.0.1", "port": 9, "database": "none"}

LOGINS: Mapping[str, tuple[str, Callable[[str], Config]]] = {
    "a consent": (
        "OAUTH2",
        lambda name: {
            "client_id": "datamonkey",
            "client_secret": f"client-secret-{name}",
            "token_info": {"token": f"ya29.token-{name}"},
            "base_url": _NOWHERE,
        },
    ),
    "a key": ("API_KEY", lambda name: {"api_key": f"xoxb-key-{name}", "base_url": _NOWHERE}),
    "user and password": (
        "USERNAME_PASSWORD",
        lambda name: {"username": "datamonkey", "password": f"password-{name}", **_NO_SERVER},
    ),
    "a token": ("TOKEN", lambda name: {"token": f"token-{name}", **_NO_SERVER}),
    "nothing": ("NONE", lambda name: dict(_NO_SERVER)),
}
"""How a connector logs in: DataWeaver's name of it, and a configuration that leads nowhere."""

_LONGEST_NAME = 255
_EVERY_MORNING = "0 6 * * *"
_NO_TYPE = "TELEPATHY"
_MISTAKES: Mapping[str, Mapping[str, Any]] = {
    "an empty name": {"name": ""},
    "too long a name": {"name": "n" * (_LONGEST_NAME + 1)},
    "a field that nobody knows": {"colour": "red"},
    "a schedule that is none": {"sync_enabled": True, "sync_schedule": "every now and then"},
    "a kind that nobody knows": {"connector_type": _NO_TYPE},
    "a login that nobody knows": {"auth_type": _NO_TYPE},
    "no kind": {"connector_type": None},
}


@dataclass(frozen=True)
class Made:
    """A connector that was set up.

    Attributes:
        id: by which DataWeaver knows it.
        fields: as they were set up and changed.
        answer: what DataWeaver said when they were.
        created_at: when that was at first, as it said then.
    """

    id: int
    fields: Body
    answer: Connector
    created_at: datetime | None

    def shown(self) -> dict[str, Any]:
        """Return what must be seen of it: everything but its secrets."""
        told = {**self.fields, "created_at": self.created_at}
        return {**told, "config": public(self.fields["config"])}


class Connectors:
    """The connectors of a scenario.

    Attributes:
        kept: those that must be there, by what tells them apart.
        deleted: the ids of those that must be gone.
        data_sources: those that were added to the main one.
        refusal: what was answered to the latest try that need not succeed; None if it did.
        tested: what came of the latest test.
        neighbour: a connector that nobody touches; None if there is none.
        asked_for: the type of the latest connector for which there may be none.
        was_planned: whether a sync was planned when the schedule was switched off.

    Args:
        client: of DataWeaver.
        secrets: what DataWeaver is told in confidence.
        scene: of the scenario.
    """

    def __init__(self, client: DataWeaver, secrets: SecretWatch, scene: Scene) -> None:
        self.kept: dict[str, Made] = {}
        self.deleted: dict[str, Made] = {}
        self.data_sources: list[DataSource] = []
        self._added: list[DataSource] = []
        self.refusal: ApiError | None = None
        self.tested: Tested | None = None
        self.neighbour: Bystander | None = None
        self.was_planned = False
        self.asked_for = ""
        self._client = client
        self._secrets = secrets
        self._scene = scene

    @property
    def main(self) -> Made:
        """The connector that the scenario is about."""
        return (self.kept | self.deleted)["main"]

    def handle(self, which: str) -> str:
        """Return what tells a connector of the scenario from all others."""
        return f"{self._scene.prefix}-{which}"

    def set_up(self, kind: str, login: str, which: str = "main") -> None:
        """Set a connector up that leads nowhere."""
        authentication, config_of = LOGINS[login]
        config = config_of(self.handle(which))
        self._set_up(which, KINDS[kind], authentication, config)

    def set_up_neighbour(self) -> None:
        """Set a connector up that nobody touches: whatever is seen of it now must stay."""
        self.set_up("laboratory", "user and password", "neighbour")
        neighbour = self.kept["neighbour"].id

        def look() -> Body:
            found, own = self._client.connector(neighbour), self._client.data_sources(neighbour)
            if found is None:
                return {}
            return {**found.model_dump(), "config": public(found.config), "data sources": own}

        self.neighbour = Bystander("the neighbouring connector", look)
        self.neighbour.remember()

    def expect_neighbour_unchanged(self) -> None:
        """Expect the connector that nobody touched, if there is one, to be as it was.

        Raises:
            Failure: it is not.
        """
        if self.neighbour and (changes := self.neighbour.changes()):
            raise Failure(together(changes))

    def connect(self, source: Source, which: str = "main") -> None:
        """Set a connector to a source up."""
        self._set_up(which, source.connector_type, source.authentication, source.config)

    def try_to_set_up(self, mistake: str) -> None:
        """Set a connector up with a mistake."""
        body = {**self._body("main", "SLACK", "API_KEY", {}), **_MISTAKES[mistake]}
        self._try_to_create({name: value for name, value in body.items() if value is not None})

    def try_to_set_up_and_test(self, connector_type: str) -> None:
        """Set a connector up for which there may be none, and test it."""
        self.asked_for = connector_type
        self._try_to_create(self._body("main", connector_type, "NONE", {}))
        if self.refusal is None:
            self.test()

    def change(self) -> None:
        """Give the main connector another name and a schedule; all else stays."""
        changes = {
            "name": f"{self.main.fields['name']}-renamed",
            "sync_enabled": True,
            "sync_schedule": _EVERY_MORNING,
        }
        self._change(changes)

    def schedule(self, schedule: str) -> None:
        """Let the main connector sync by a schedule."""
        self._change({"sync_enabled": True, "sync_schedule": schedule})

    def stop_schedule(self) -> None:
        """Let the main connector not sync by itself any more; remember what was planned."""
        before = self._client.connector(self.main.id)
        self.was_planned = before is not None and before.next_sync is not None
        self._change({"sync_enabled": False})

    def reconfigure(self, config: Config) -> None:
        """Give the main connector another configuration."""
        self._give_in_confidence(config)
        self._change({"config": dict(config)})

    def delete(self) -> None:
        """Delete the main connector."""
        self._client.delete(self.main.id)
        self.deleted["main"] = self.kept.pop("main")

    def try_to_delete(self) -> None:
        """Delete the main connector, which DataWeaver may refuse."""
        self.refusal = None
        try:
            self.delete()
        except ApiError as error:
            self.refusal = error

    def test(self) -> None:
        """Test the main connector."""
        self.tested = self._client.test(self.main.id)

    def discover(self) -> None:
        """Discover what is in the source of the main connector."""
        self._client.discover(self.main.id)

    def add_data_source(
        self, path: str = "samples", table_type: str = "database_table"
    ) -> DataSource:
        """Add a data source to the main connector.

        Args:
            path: of the table in the source.
            table_type: what DataWeaver calls such a table.
        """
        body = _data_source(self.main.id, path, table_type)
        made = self._client.add_data_source(self.main.id, body)
        self.data_sources.append(made)
        self._added.append(DataSource(id=made.id, **body))
        return made

    def data_source_faults(self) -> list[str]:
        """Return where the data sources of the main connector are not shown as they were added."""
        if "main" not in self.kept:
            return []
        added = _by_id(self._added)
        listed = self._client.data_sources(self.main.id)
        told = {"the answer": self.data_sources, "the list": listed}
        return [
            fault for who, seen in told.items() for fault in changes_of(who, added, _by_id(seen))
        ]

    def try_to_add_in_the_name_of(self, other: str) -> None:
        """Add a data source to the main connector, and say that it is another one's."""
        self.refusal = None
        try:
            body = _data_source(self.kept[other].id, "samples", "database_table")
            self._client.add_data_source(self.main.id, body)
        except ApiError as error:
            self.refusal = error

    def look_in_every_way(self) -> None:
        """Do with the main connector what people may do who have not set it up."""
        self._client.connectors()
        self._client.connector(self.main.id)
        self.change()
        self.test()
        try:
            self.discover()
        except ApiError as error:
            self.refusal = error

    def _body(self, which: str, kind: str, authentication: str, config: Config) -> dict[str, Any]:
        handle = self.handle(which)
        return {
            "name": handle,
            "description": handle,
            "connector_type": kind,
            "auth_type": authentication,
            "config": dict(config),
            "sync_enabled": False,
            "sync_schedule": None,
        }

    def _set_up(self, which: str, kind: str, authentication: str, config: Config) -> None:
        self._give_in_confidence(config)
        body = self._body(which, kind, authentication, config)
        self.kept[which] = self._create(body)

    def _create(self, body: Body) -> Made:
        self._scene.cleanup.register(CONNECTOR, body["description"])
        with self._scene.timings.phase("create"):
            answer = self._client.create(body)
            return Made(answer.id, body, answer, answer.created_at)

    def _try_to_create(self, body: Body) -> None:
        self.refusal = None
        try:
            self.kept["main"] = self._create(body)
        except ApiError as error:
            self.refusal = error

    def _change(self, changes: Body) -> None:
        answer = self._client.change(self.main.id, changes)
        fields = {**self.main.fields, **changes}
        self.kept["main"] = replace(self.main, fields=fields, answer=answer)

    def _give_in_confidence(self, config: Config) -> None:
        for name, value in config.items():
            if isinstance(value, Mapping):
                self._give_in_confidence(value)
            elif is_confidential(name):
                self._secrets.give(f"the {name.replace('_', ' ')}", str(value))


def public(config: Config) -> dict[str, Any]:
    """Return what of a configuration may be told: everything but its secrets."""
    return {name: value for name, value in config.items() if not is_confidential(name)}


def _by_id(sources: Iterable[DataSource]) -> Snapshot:
    return {f"data source {one.id}": one for one in sources}


def _data_source(connector_id: int, path: str, table_type: str) -> dict[str, Any]:
    return {
        "connector_id": connector_id,
        "name": path,
        "source_type": table_type,
        "source_path": path,
    }
