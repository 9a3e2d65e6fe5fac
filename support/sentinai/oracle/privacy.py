"""Personal data in exceptions: none of it may stay anywhere."""

from typing import Any

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.sentinai.tenant import Desk


def personal(desk: Desk) -> dict[str, str]:
    """Return personal data that nobody else has, by what it is."""
    number = desk.name.removeprefix("dm-")
    return {
        "e-mail address": f"jane.{number}@example.com",
        "password": f"open-sesame-{number}",
        "card number": f"4111-{number}",
        "phone number": f"+49-{number}",
        "social security number": f"078-{number}",
    }


def harmless(desk: Desk) -> dict[str, str]:
    """Return what is not personal, though it stands beside it and holds a pin and a city."""
    # In letters: enough digits in a row might be the number of a card.
    number = desk.name.translate(str.maketrans("0123456789", "ghijklmnop"))
    return {"shipping mode": f"carrier-{number}", "capacity": f"pallets-{number}"}


def describe(desk: Desk) -> dict[str, Any]:
    """Return an exception full of personal data, on every level."""
    data, rest = personal(desk), harmless(desk)
    return desk.describe("personal") | {
        "email": data["e-mail address"],
        "shippingMode": rest["shipping mode"],
        "customer": {
            "password": data["password"],
            "capacity": rest["capacity"],
            "cards": [{"cardNumber": data["card number"]}],
            "contacts": [{"phone": data["phone number"]}],
        },
        "ssn": data["social security number"],
    }


def expect_redacted(desk: Desk) -> None:
    """Expect personal data nowhere, and what stands beside it in the store and on the wire.

    Raises:
        Failure: shows what was found where.
    """
    found = {name: _places(desk, value) for name, value in personal(desk).items()}
    kept = {name: _places(desk, value) for name, value in harmless(desk).items()}
    if any(found.values()) or not all(kept.values()):
        rows = [(name, "nowhere", ", ".join(places)) for name, places in found.items()]
        rows += [(name, "somewhere", ", ".join(places)) for name, places in kept.items()]
        listing = table(["what was posted", "expected", "found in"], rows, NARROW)
        leaked = [name for name, places in found.items() if places]
        lost = [name for name, places in kept.items() if not places]
        raise Failure(f"Not redacted: {leaked}; lost, though harmless: {lost}\n{listing}")


def _places(desk: Desk, text: str) -> list[str]:
    """Return where somebody who looks for `text` finds it."""
    places: list[str] = []
    if desk.system.store is not None:
        places += [f"table {name}" for name in desk.system.store.mentions(text)]
    if desk.system.wire is not None:
        places += [f"topic {lane}" for lane in desk.system.wire.mentions(text)]
    timelines = [desk.client.timeline(exception) for exception in desk.courses]
    if text in str([event.payload for timeline in timelines for event in timeline]):
        places.append("the timeline")
    return places
