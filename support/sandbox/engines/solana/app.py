"""The JSON-RPC interface of a node."""

from typing import Annotated, Any

from fastapi import Body, FastAPI, status
from fastapi.responses import JSONResponse

from support.sandbox.engines.solana.methods import Methods, Refused
from support.sandbox.kit import private


def create_app(methods: Methods) -> FastAPI:
    """Return the node of a chain; `PUT /_sandbox/away` takes it away and brings it back."""
    app = FastAPI(title="Solana", version="sandbox")
    app.state.away = False

    @app.put(f"{private.PATH}/away")
    async def be_away(away: Annotated[bool, Body(embed=True)]) -> bool:
        app.state.away = away
        return away

    @app.post("/")
    async def call(asked: dict[str, Any]) -> JSONResponse:
        if app.state.away:
            error = {"error": "the node is away"}
            return JSONResponse(error, status.HTTP_503_SERVICE_UNAVAILABLE)
        envelope = {"jsonrpc": "2.0", "id": asked.get("id")}
        try:
            result = methods.call(str(asked.get("method")), asked.get("params") or [])
        except Refused as refused:
            told = {"code": refused.code, "message": str(refused)}
            return JSONResponse(envelope | {"error": told})
        return JSONResponse(envelope | {"result": result})

    return app
