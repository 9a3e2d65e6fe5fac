"""Routes that only the sandbox has: planting defects and removing them while it runs."""

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request, status

from support.sandbox.kit import private
from support.sandbox.kit.sabotage import Saboteur

router = APIRouter(prefix=f"{private.PATH}/sabotage", include_in_schema=False)


@router.put("")
def plant(names: Sequence[str], request: Request) -> list[str]:
    """Plant these defects and no others; 422 for a name that the catalogue does not have."""
    saboteur: Saboteur = request.app.state.saboteur
    try:
        saboteur.plant(names)
    except KeyError as unknown:
        raise HTTPException(
            status.HTTP_422_UNPROCESSABLE_CONTENT, f"There is no defect named {unknown}"
        ) from None
    return list(saboteur.active)
