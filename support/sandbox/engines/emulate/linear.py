"""What the emulator lacks of Linear: asking for archived issues, which it always lists."""

from fastapi import APIRouter, Request, Response

from support.sandbox.kit.forwarding import Emulator


def linear_routes(emulator: Emulator) -> APIRouter:
    """Return the route of all queries and mutations."""
    router = APIRouter()

    @router.post("/graphql")
    async def ask(request: Request) -> Response:
        """Leave out the argument that the emulator does not know."""
        body = (await request.body()).replace(b", includeArchived: true", b"")
        headers = emulator.own_headers() | {"content-type": "application/json"}
        answer = await emulator.client.post("/graphql", content=body, headers=headers)
        return Response(answer.content, answer.status_code, media_type="application/json")

    return router
