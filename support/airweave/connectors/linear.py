"""Linear: Airweave reads the whole workspace."""

from typing import ClassVar

from support.airweave.connectors.base import Connector, Fields
from support.bongos.linear import LinearBongo


class LinearConnector(Connector[LinearBongo]):
    """Makes entities of teams, projects, users, issues and comments."""

    entity_type: ClassVar[str] = "LinearIssueEntity"
    is_titled: ClassVar[bool] = True
    kinds: ClassVar[dict[str, str]] = {"comment": "LinearCommentEntity"}
    lacks: ClassVar[dict[str, str]] = {
        "documents": "project documents are not written, only issues and comments",
    }
    secrets: ClassVar[dict[str, str]] = {"access_token": "linear_access_token"}
    wrong_secrets: ClassVar[dict[str, str]] = {"access_token": "lin_oauth_" + "0" * 24}

    def is_foreign(self, fields: Fields) -> bool:
        """Take what has not the id of one of our issues for others': labels are not read."""
        return True

    def facts_of(self, path: str) -> Fields:
        """Return by which title and number people know an issue, and how far it is."""
        told = {"identifier": self.bongo.numbers[path], "state": self.bongo.states[path]}
        return {**super().facts_of(path), **told}


CONNECTOR = LinearConnector
