"""What all experiments of a session share."""

import pytest

from tests.proof.experiments import Experiments
from tests.proof.notebook import Notebook
from tests.sandboxes import Sandboxes


@pytest.fixture(scope="session")
def notebook(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Notebook:
    """The notebook of the session; its processes share one."""
    base = tmp_path_factory.getbasetemp()
    return Notebook((base if worker_id == "master" else base.parent) / "notebook")


@pytest.fixture(scope="session")
def experiments(sandboxes: Sandboxes, notebook: Notebook) -> Experiments:
    """The experiments of the session."""
    return Experiments(sandboxes, notebook)
