"""What a SentinAI says of itself is read, and another service is told from it."""

import pytest

from support.core.errors import Failure
from support.sentinai.abilities import abilities_in

INFO = {"title": "Exceptions", "version": "1.2"}
SUBMIT = {"/exceptions/{tenant_id}": {"post": {"parameters": [{"name": "page"}]}}}
WITH_KEYS = {"/exceptions/{tenant_id}": {"post": {"parameters": [{"name": "Idempotency-Key"}]}}}
DELETING: dict[str, object] = {"/admin/tenants/{tenant_id}": {"delete": {}}}


def test_what_is_optional_is_found_out() -> None:
    poor = abilities_in({"info": INFO, "paths": SUBMIT})
    rich = abilities_in({"info": INFO, "paths": WITH_KEYS | DELETING})
    assert (poor.title, poor.idempotency_keys, poor.deletes_tenants) == (
        "Exceptions 1.2",
        False,
        False,
    )
    assert poor.told() == "no idempotency keys, no deleting tenants"
    assert rich.told() == "idempotency keys, deleting tenants"


@pytest.mark.parametrize("description", [{}, {"info": INFO, "paths": DELETING}])
def test_another_service_is_told_by_its_name(description: dict[str, object]) -> None:
    with pytest.raises(Failure, match=r"it is .*, to which no exceptions can be submitted"):
        abilities_in(description)
