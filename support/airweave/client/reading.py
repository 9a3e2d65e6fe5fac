"""Every call that only reads, as the product's own description of its API has them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_ENDLESS = re.compile("stream|subscribe|events")


def reading_calls(
    openapi: Mapping[str, Any], known: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str | int | bool]]]:
    """Yield path and query of every GET whose place is known, all its switches turned on.

    Args:
        openapi: the document that describes the API.
        known: by the name of a part of a path, such as `readable_id`, what stands there. Routes
            with other parts are left out, and those that never end.
    """
    for template, operations in openapi.get("paths", {}).items():
        parts = set(re.findall(r"{(\w+)}", template))
        if "get" not in operations or not parts <= known.keys() or _ENDLESS.search(template):
            continue
        parameters = operations["get"].get("parameters", [])
        switches = {one["name"]: True for one in parameters if _is_switch(one)}
        yield template.format_map(known), {**switches}


def _is_switch(parameter: Mapping[str, Any]) -> bool:
    kind: object = parameter.get("schema", {}).get("type")
    return bool(parameter["in"] == "query" and kind == "boolean")
