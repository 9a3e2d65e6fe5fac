"""What callers get wrong."""

import json

_HUGE = 2 * 1024 * 1024


def _exception(**content: object) -> bytes:
    return json.dumps({"exception": content}).encode()


# Two of them lie deep inside, where a database would complain.
MISTAKES: dict[str, bytes] = {
    "that is cut off": _exception(error="x")[:-3],
    "that is empty": b"{}",
    "that says nothing": _exception(),
    "that is a list of none": json.dumps({"exceptions": []}).encode(),
    "that is plain text": json.dumps({"exception": "the printer jams"}).encode(),
    "that is two megabytes long": _exception(error="x" * _HUGE),
    "with a character that no database stores": _exception(error="nothing\u0000here"),
    "whose id is longer than any id": _exception(exceptionId="x" * 5000, error="x"),
}
