"""The ways in which a program may write a secret down, found without the suite's own list."""

import base64
import html
import json
from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

Spelling = Callable[[str], str]


def _basic(user: str) -> Spelling:
    return lambda secret: base64.b64encode(f"{user}:{secret}".encode()).decode()


def _in_small_letters(secret: str) -> str:
    first, *others = quote(secret, safe="").split("%")
    return "%".join([first, *(code[:2].lower() + code[2:] for code in others)])


def _fit_for_a_page(secret: str) -> str:
    text = json.dumps(secret)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


ESCAPES: dict[str, Spelling] = {
    "as it is": str,
    "Python's repr": repr,
    "Python's ascii": ascii,
    "Python's repr of bytes": lambda secret: repr(secret.encode()),
    "Python's repr beside both quotes": lambda secret: repr(f"'{secret}\"")[3:-2],
    "JSON": json.dumps,
    "JSON with all letters": lambda secret: json.dumps(secret, ensure_ascii=False),
    "JSON with escaped slashes": lambda secret: json.dumps(secret).replace("/", "\\/"),
    "JSON fit for a page": _fit_for_a_page,
    "XML text": escape,
    "XML attribute": quoteattr,
    "HTML": html.escape,
    "HTML with decimal quotes": lambda secret: html.escape(secret).replace("&#x27;", "&#39;"),
    "HTML with named quotes": lambda secret: html.escape(secret).replace("&#x27;", "&apos;"),
    "URL path": quote,
    "URL": lambda secret: quote(secret, safe=""),
    "URL in small letters": _in_small_letters,
    "form": quote_plus,
}
ENCODINGS: dict[str, Spelling] = {
    "Base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "Base64 for URLs": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
    "unpadded": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    "Basic auth": _basic("user"),
    "Basic auth of a longer user": _basic("users"),
    "Basic auth of the longest user": _basic("userss"),
    "hexadecimal": lambda secret: secret.encode().hex(),
    "hexadecimal in capitals": lambda secret: secret.encode().hex().upper(),
}


def spelt(secret: str) -> Iterator[tuple[str, str]]:
    """Yield every spelling of a secret, also of one in another, each with its name."""
    for inner, outer in product(ESCAPES, repeat=2):
        yield f"{inner} in {outer}", ESCAPES[outer](ESCAPES[inner](secret))
    for escaping, encoding in product(ESCAPES, ENCODINGS):
        yield f"{escaping} in {encoding}", ENCODINGS[encoding](ESCAPES[escaping](secret))
        yield f"{encoding} in {escaping}", ESCAPES[escaping](ENCODINGS[encoding](secret))
