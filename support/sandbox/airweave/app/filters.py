"""The filters of a search request, and what they mean to Qdrant."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    model_validator,
)
from qdrant_client import models

T = TypeVar("T")
Value = StrictStr | StrictInt | list[StrictStr] | list[StrictInt]


class Operator(StrEnum):
    """How a field is compared with a value."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    CONTAINS = "contains"
    GREATER_THAN = "greater_than"
    LESS_THAN = "less_than"
    GREATER_THAN_OR_EQUAL = "greater_than_or_equal"
    LESS_THAN_OR_EQUAL = "less_than_or_equal"
    IN = "in"
    NOT_IN = "not_in"


_METADATA = "airweave_system_metadata"
# Each field that can be filtered, and the values it is compared with.
_FIELDS: dict[str, type[str] | type[int] | type[datetime]] = {
    "entity_id": str,
    "name": str,
    "created_at": datetime,
    "updated_at": datetime,
    "breadcrumbs.entity_id": str,
    "breadcrumbs.name": str,
    "breadcrumbs.entity_type": str,
    f"{_METADATA}.entity_type": str,
    f"{_METADATA}.source_name": str,
    f"{_METADATA}.original_entity_id": str,
    f"{_METADATA}.chunk_index": int,
    f"{_METADATA}.sync_id": str,
    f"{_METADATA}.sync_job_id": str,
}
_BOUNDS: dict[Operator, Literal["gt", "lt", "gte", "lte"]] = {
    Operator.GREATER_THAN: "gt",
    Operator.LESS_THAN: "lt",
    Operator.GREATER_THAN_OR_EQUAL: "gte",
    Operator.LESS_THAN_OR_EQUAL: "lte",
}
_EQUALITY = {Operator.EQUALS, Operator.NOT_EQUALS}
_MEMBERSHIP = {Operator.IN, Operator.NOT_IN}
_NEGATED = {Operator.NOT_EQUALS, Operator.NOT_IN}
_OPERATORS: dict[type, set[Operator]] = {
    str: _EQUALITY | _MEMBERSHIP | {Operator.CONTAINS},
    int: _EQUALITY | _MEMBERSHIP | set(_BOUNDS),
    datetime: _EQUALITY | set(_BOUNDS),
}


def _known(field: str) -> str:
    if field not in _FIELDS:
        raise ValueError(f"Input should be {', '.join(map(repr, _FIELDS))}")
    return field


class FilterCondition(BaseModel):
    """One comparison. `value` is a list exactly for `in` and `not_in`."""

    model_config = ConfigDict(hide_input_in_errors=True)

    field: Annotated[str, AfterValidator(_known)]
    operator: Operator
    value: Value

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        """Refuse operators and values that do not go with the field."""
        kind = _FIELDS[self.field]
        if self.operator not in _OPERATORS[kind]:
            raise ValueError(f"Operator '{self.operator}' does not apply to '{self.field}'")
        values = self.value if isinstance(self.value, list) else [self.value]
        is_list = isinstance(self.value, list)
        if is_list != (self.operator in _MEMBERSHIP) or not all(_fits(kind, v) for v in values):
            raise ValueError(f"Value of '{self.field}' with '{self.operator}' has the wrong type")
        return self

    def to_qdrant(self) -> models.Filter:
        """Return the filter of this comparison; text is compared with regard to case."""
        condition = _condition(self)
        if self.operator in _NEGATED:
            return models.Filter(must_not=[condition])
        return models.Filter(must=[condition])


class FilterGroup(BaseModel):
    """Comparisons that all have to hold."""

    conditions: Annotated[list[FilterCondition], Field(min_length=1)]


def to_qdrant(groups: Sequence[FilterGroup] | None) -> models.Filter | None:
    """Return a filter of what one of the groups lets through; None when there is no group."""
    if not groups:
        return None
    return models.Filter(
        should=[
            models.Filter(must=[condition.to_qdrant() for condition in group.conditions])
            for group in groups
        ]
    )


def _fits(kind: type, value: str | int) -> bool:
    """Tell whether a value can be compared with a field of this kind."""
    if kind is not datetime:
        return isinstance(value, kind)
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _condition(wanted: FilterCondition) -> models.FieldCondition:
    """Return the comparison without its negation."""
    key = wanted.field.replace("breadcrumbs.", "breadcrumbs[].")
    if wanted.operator is Operator.CONTAINS:
        substring = models.MatchSubstring(substring=str(wanted.value))
        return models.FieldCondition(key=key, match=substring)
    if isinstance(wanted.value, list):
        return models.FieldCondition(key=key, match=models.MatchAny(any=wanted.value))
    if _FIELDS[wanted.field] is datetime:
        moment = datetime.fromisoformat(str(wanted.value))
        return models.FieldCondition(key=key, range=models.DatetimeRange(**_bounds(wanted, moment)))
    if wanted.operator in _BOUNDS:
        number = float(wanted.value)
        return models.FieldCondition(key=key, range=models.Range(**_bounds(wanted, number)))
    return models.FieldCondition(key=key, match=models.MatchValue(value=wanted.value))


def _bounds(wanted: FilterCondition, value: T) -> dict[str, T]:
    """Return the ends of a range; of both ends the same value when equality is asked for."""
    bound = _BOUNDS.get(wanted.operator)
    return {bound: value} if bound else {"gte": value, "lte": value}
