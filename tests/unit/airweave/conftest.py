"""The sandbox, where a test looks at a real vector store."""

import pytest

from tests.sandboxes import Settings


@pytest.fixture(scope="module")
def sandbox(airweave: Settings) -> Settings:
    """Airweave's sandbox, of today's generation."""
    return airweave
