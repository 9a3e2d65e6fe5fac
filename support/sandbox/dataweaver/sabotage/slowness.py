"""Legal slowness: what a product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `late-entries`; no scenario may go red for it.
"""

import threading
from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.dataweaver.app.store import Store
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE

_SECONDS = 0.3


@CATALOGUE.slow
def late_entries() -> AbstractContextManager[object]:
    """Let every entry be shown a moment after it was put."""
    put = Store.put

    def put_later(store: Store, space: str, name: str, text: str) -> None:
        threading.Timer(_SECONDS, put, (store, space, name, text)).start()

    return patch.object(Store, "put", put_later)
