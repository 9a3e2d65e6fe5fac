"""The settings of Airweave: how the suite reaches it, and what its observers look into."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from support.core.settings import Key, PatientSettings, Seconds, Url, prefixed


class AirweaveSettings(PatientSettings):
    """Every variable of Airweave."""

    prefix: ClassVar[str] = "airweave"
    model_config = SettingsConfigDict(alias_generator=prefixed(prefix))

    airweave_api_url: Url | None = Field(
        None, description="Where Airweave answers. Empty: a sandbox is started for the run."
    )
    airweave_api_key: Key | None = Field(
        None, description="API key of the organisation that the run works in."
    )
    airweave_organization_id: UUID | None = Field(
        None, description="Organisation to work in, if the key belongs to several."
    )
    airweave_api_generation: Literal["", "2025-08", "today"] = Field(
        "", description="Generation of Airweave's API: 2025-08 or today. Empty: found out."
    )
    airweave_other_api_key: Key | None = Field(
        None, description="API key of a second organisation, to prove that the two never meet."
    )
    qdrant_url: Url | None = Field(
        None,
        description="Qdrant of an Airweave 2025-08. Empty: what it stores goes unchecked.",
    )
    qdrant_api_key: Key | None = Field(None, description="API key of that Qdrant.")

    vespa_url: Url | None = Field(
        None,
        description="Vespa of today's Airweave. Empty: what it stores goes unchecked."
        " One scenario deletes there what is stored of its own collection.",
    )

    sandbox_generation: Literal["2025-08", "today"] = Field(
        "today", description="Generation of the Airweave that a sandbox stands for."
    )

    walk_steps: int = Field(
        40,
        ge=1,
        le=10_000,
        description="How many things happen in a random history of a collection.",
    )
    walk_seed: int | None = Field(
        None,
        ge=0,
        le=2**64,
        description="Draws the same random history again. Empty: another one in every run.",
    )
    walk_timeout_s: Seconds = Field(
        600, description="How long to look for a shorter history that shows a fault."
    )

    scale_documents: int = Field(
        200,
        ge=100,
        le=1_000_000,
        description="How many documents the scenarios tagged @scale write into a source.",
    )
    sample_defect_rate: float = Field(
        0.05,
        gt=0,
        le=1,
        description="Share of many documents that, were it not found, a sample must not miss.",
    )
    sample_confidence: float = Field(
        0.95, gt=0, lt=1, description="How certain it must be that it is not missed."
    )
    sample_seed: int | None = Field(
        None,
        ge=0,
        le=2**64,
        description="Draws the same random sample again. Empty: another one in every run.",
    )

    score_threshold: float = Field(
        0.8, ge=0, le=1, description="Least score of a hit where a feature names none."
    )
    sync_timeout_s: Seconds = Field(
        600, description="Until a sync job ends, or a schedule of every minute has begun two."
    )
    searches_at_a_time: int = Field(
        4,
        ge=1,
        le=32,
        description="How many questions search is asked at a time. 1: one after the other.",
    )
    search_timeout_s: Seconds = Field(
        60, description="Until search and store show what a sync reported."
    )
    cleanup_timeout_s: Seconds = Field(120, description="Until deleted data is gone.")
