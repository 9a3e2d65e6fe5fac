"""Personal data in exceptions, and what stands beside it and only sounds personal."""

from typing import Any

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def personal(tenant: str) -> dict[str, str]:
    """Return personal data that nobody else has, by what it is."""
    number = tenant.removeprefix("dm-")
    return {
        "e-mail address": f"jane.{number}@example.com",
        "password": f"open-sesame-{number}",
        "card number": f"4111-{number}",
        "phone number": f"+49-{number}",
        "social security number": f"078-{number}",
    }


def harmless(tenant: str) -> dict[str, str]:
    """Return what is not personal, though the names of its fields hold a pin and a city."""
    # In letters: enough digits in a row might be the number of a card.
    number = tenant.translate(_LETTERS)
    return {"shipping mode": f"carrier-{number}", "capacity": f"pallets-{number}"}


def fields(tenant: str) -> dict[str, Any]:
    """Return the fields of an exception that is full of personal data, on every level."""
    data, rest = personal(tenant), harmless(tenant)
    return {
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
