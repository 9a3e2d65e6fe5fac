"""Who calls, and with which parts of the deployment a route works."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, HTTPException, Query, Request, status

from support.sandbox.airweave.app.jobs import Engines, Jobs
from support.sandbox.airweave.app.sources.base import Source
from support.sandbox.airweave.app.state import Organization, State

T = TypeVar("T")


@dataclass(frozen=True)
class Deployment:
    """The parts that routes work with."""

    state: State
    engines: Engines
    jobs: Jobs
    sources: dict[str, type[Source]]


def deployment_of(request: Request) -> Deployment:
    """Return the parts of the application that serves this request."""
    deployment: Deployment = request.app.state.deployment
    return deployment


Parts = Annotated[Deployment, Depends(deployment_of)]


def authorise(
    parts: Parts,
    x_api_key: Annotated[str | None, Header()] = None,
    x_organization_id: Annotated[str | None, Header()] = None,
) -> Organization:
    """Return the organisation that the API key speaks for.

    Raises:
        HTTPException: 401 without a key; 403 with an unknown one, or when the caller names an
            organisation that the key does not speak for.
    """
    if not x_api_key:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "No valid authentication provided")
    organization = parts.state.organization_of_key(x_api_key)
    if organization is None:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Invalid or expired API key")
    if x_organization_id and x_organization_id.lower() != str(organization.id):
        raise HTTPException(
            status.HTTP_403_FORBIDDEN, f"API key has no access to organization {x_organization_id}"
        )
    return organization


Caller = Annotated[Organization, Depends(authorise)]


@dataclass(frozen=True)
class Paging:
    """Which part of a listing is wanted."""

    skip: Annotated[int, Query(ge=0)] = 0
    limit: Annotated[int, Query(ge=1, le=1000)] = 100

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """Return that part."""
        return items[self.skip : self.skip + self.limit]


PageOf = Annotated[Paging, Depends()]
