"""What ReplantWorld tells of a migration, whether it went well or not."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from support.core.causes import Cause
from support.core.errors import Failure

_LONGEST = 300
_DENIED = {401, 403}


Listed = Sequence[Mapping[str, Any]] | None
"""NFTs as a stage tells of them; None if it tells their number only."""


class _Export(BaseModel):
    total_exported: int
    exported_nfts: Listed = None


class _Mapping(BaseModel):
    successful_mappings: int
    mapped_nfts: Listed = None
    failed_mappings: int


class _Validation(BaseModel):
    successful_validations: int
    validated_nfts: Listed = None
    failed_validations: int


class _Minting(BaseModel):
    successful_mints: int
    minted_nfts: Listed = None
    failed_mints: int


class _Saving(BaseModel):
    processed_count: int
    successful_count: int
    failed_count: int


class Stages(BaseModel):
    """The figures of the five stages, under the names that the product's guide gives them."""

    data_export: _Export
    data_mapping: _Mapping
    data_validation: _Validation
    solana_minting: _Minting
    database_save: _Saving

    @property
    def passed(self) -> Mapping[str, tuple[int, Listed]]:
        """How many NFTs have passed each stage, and which, in the order of the stages."""
        exported, mapped = self.data_export, self.data_mapping
        validated, minted = self.data_validation, self.solana_minting
        return {
            "exported": (exported.total_exported, exported.exported_nfts),
            "mapped": (mapped.successful_mappings, mapped.mapped_nfts),
            "validated": (validated.successful_validations, validated.validated_nfts),
            "minted": (minted.successful_mints, minted.minted_nfts),
            "saved": (self.database_save.successful_count, None),
        }

    @property
    def addresses(self) -> list[str]:
        """Where on Solana it was minted, as far as that is told."""
        results = [one.get("mint_result") or {} for one in self.solana_minting.minted_nfts or []]
        return [str(one["mint_address"]) for one in results if "mint_address" in one]

    @property
    def failures(self) -> int:
        """How many NFTs failed, in whatever stage."""
        return (
            self.data_mapping.failed_mappings
            + self.data_validation.failed_validations
            + self.solana_minting.failed_mints
            + self.database_save.failed_count
        )


class Figures(BaseModel):
    """All figures of a migration; how long it took is in seconds."""

    total_nfts: int
    processed_nfts: int
    successful_nfts: int
    failed_nfts: int
    success_rate: float
    duration: float = 0
    stage_results: Stages


F = TypeVar("F", bound=BaseModel)


@dataclass(frozen=True)
class Report:
    """The answer to a migration.

    Attributes:
        status: of HTTP.
        text: all of the answer.
        seconds: how long it took to come.
    """

    status: int
    text: str
    seconds: float = math.inf

    @property
    def content(self) -> Mapping[str, Any]:
        """The fields of the answer; none if it is no such thing."""
        try:
            told = json.loads(self.text)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    @property
    def is_denied(self) -> bool:
        """Whether it says that who asked has no right to it."""
        return self.status in _DENIED

    @property
    def is_success(self) -> bool:
        """Whether it says that all went well."""
        has_failed = self.content.get("pipeline_status") == "failed"
        return self.content.get("status") == "success" and not has_failed

    @property
    def figures(self) -> Figures:
        """The figures that it tells of a migration.

        Raises:
            Failure: it tells none, or not all.
        """
        return self.told_as(Figures)

    def told_as(self, kind: type[F]) -> F:
        """Return what it tells.

        Raises:
            Failure: it is of another kind.
        """
        try:
            return kind.model_validate(self.content)
        except ValidationError as error:
            lacking = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
            raise Failure(Cause.MISREPORTED(f"{self} It does not tell {lacking}")) from None

    @property
    def reason(self) -> str:
        """What it tells people of what went wrong; empty if it tells nothing of that."""
        told = (self.content.get(field) for field in ("error_message", "message"))
        return next((str(one) for one in told if one), "" if self.content else self.text)

    def __str__(self) -> str:
        return f"ReplantWorld answered {self.status}: {(self.reason or self.text)[:_LONGEST]}"
