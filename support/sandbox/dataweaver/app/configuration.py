"""What the product is told by its environment, under its own names."""

import os
from dataclasses import dataclass, field
from pathlib import Path

TIP, V2 = "tip", "v2.0.0"
GENERATIONS = (TIP, V2)


@dataclass(frozen=True)
class Configuration:
    """How to reach what the product needs.

    Attributes:
        generation: whose words the API has.
        server: the URL of a PostgreSQL server in which the database is made.
        database: the name of that database.
        storage: the folder for the files of extractions.
    """

    generation: str
    server: str = field(repr=False)
    database: str
    storage: Path

    @classmethod
    def from_environment(cls) -> "Configuration":
        """Read the variables that the deployment sets."""
        env = os.environ
        return cls(
            env["SANDBOX_GENERATION"],
            env["SANDBOX_POSTGRESQL"],
            env["SANDBOX_DATABASE"],
            Path(env["STORAGE_PATH"]),
        )

    @property
    def database_url(self) -> str:
        """Where the product's database is."""
        return f"{self.server.rpartition('/')[0]}/{self.database}"
