"""What nobody can mean, for every variable that there is, by the type of its field."""

from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import AnyUrl, HttpUrl, SecretStr
from pydantic.fields import FieldInfo

from support.core.settings import Settings
from support.run.settings import groups

_BY_TYPE: dict[object, list[str]] = {
    float: ["inf", "-inf", "nan", "1e400", "-1", "abc", "1,5", "0x10", "9" * 400],
    int: ["inf", "nan", "1e400", "-1", "1.5", "abc", "9" * 400],
    bool: ["maybe", "2", "-1", "yess"],
    HttpUrl: [
        "nonsense",
        "http://",
        "ftp://acme.test",
        "file:///etc/passwd",
        "http://acme.test:99999",
        "http://acme.test:-1",
        "http://[::",
        "http://user:s3cret-word@acme.test",
        "http://acme.test/?token=s3cret-word",
        "http://acme.test/#s3cret-word",
        "javascript:alert(1)",
    ],
    AnyUrl: ["nonsense", "http://acme.test", "file://acme.test/x", "file:///", "s3://a?b"],
    SecretStr: ["s3cret\x07word", "s3cret\nword", "s3cret\x1b[2Jword", "s3cret\u202eword"],
    Literal: ["nonsense", "\u2028"],
}


def wrong_settings() -> Iterator[tuple[type[Settings], str, str]]:
    """Yield a group, a variable and a value that cannot be meant."""
    for group in groups():
        for name, field in group.model_fields.items():
            for kind in _kinds(field.annotation, field):
                for value in _BY_TYPE.get(kind, []):
                    yield group, group.variables(name)[0], value


def _kinds(annotation: Any, field: FieldInfo) -> set[object]:  # noqa: ANN401  any type
    """Return the types of a field, without None and the words about it."""
    origin = get_origin(annotation)
    if origin is Literal:
        return {Literal}
    if origin in {Union, UnionType}:
        return {kind for one in get_args(annotation) for kind in _kinds(one, field)}
    if hasattr(annotation, "__metadata__"):
        return _kinds(annotation.__origin__, field)
    return {annotation}
