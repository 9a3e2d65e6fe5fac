"""The REST interface of a node of the chain."""

import base64
import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, FastAPI, Request, status
from fastapi.responses import JSONResponse, Response
from starlette.middleware.base import RequestResponseEndpoint

from support.sandbox.engines.sei.chain import CHAIN_ID, Chain, Outcome
from support.sandbox.engines.sei.cw721 import Refused
from support.sandbox.engines.sei.gate import Gate, Note
from support.sandbox.kit import private

_NOT_FOUND, _UNKNOWN, _INVALID = 5, 2, 3

router = APIRouter()


def create_app(chain: Chain) -> FastAPI:
    """Return the node of a chain.

    `PUT /_sandbox/away` takes it away and brings it back, `PUT /_sandbox/refusals` lets questions
    about a token go unanswered, `GET /_sandbox/questions/{contract}` tells what was asked, and
    `GET /_sandbox/requests` how many requests there were.
    """
    app = FastAPI(title="Sei", version="sandbox")
    app.state.chain = chain
    app.state.gate = Gate()
    app.middleware("http")(_unless_away)
    app.include_router(router)
    return app


async def _unless_away(request: Request, go_on: RequestResponseEndpoint) -> Response:
    path = request.url.path
    if not path.startswith(private.PATH) and not request.app.state.gate.pass_by(path):
        return _error(14, "the node is away", status.HTTP_503_SERVICE_UNAVAILABLE)
    return await go_on(request)


@router.put(f"{private.PATH}/away")
async def be_away(away: Annotated[bool, Body(embed=True)], request: Request) -> bool:
    """Answer nobody any more, or everybody again."""
    request.app.state.gate.is_away = away
    return away


@router.put(f"{private.PATH}/refusals")
async def refuse(
    contract: Annotated[str, Body()],
    token: Annotated[str, Body()],
    times: Annotated[int | None, Body()],
    request: Request,
) -> None:
    """Refuse what is asked of a token so many times; without a number, for ever."""
    request.app.state.gate.refuse(contract, token, times)


@router.get(f"{private.PATH}/requests")
async def requests(request: Request) -> int:
    """Tell how many requests there were, answered or not."""
    number: int = request.app.state.gate.requests
    return number


@router.get(f"{private.PATH}/questions/{{contract}}")
async def questions(contract: str, request: Request) -> list[Note]:
    """Tell what a contract was asked, and when."""
    notes: list[Note] = request.app.state.gate.notes_of(contract)
    return notes


@router.get("/cosmos/base/tendermint/v1beta1/node_info")
async def node_info() -> dict[str, Any]:
    """Tell which chain this is."""
    return {"default_node_info": {"network": CHAIN_ID, "moniker": "sandbox"}}


@router.get("/cosmos/auth/v1beta1/accounts/{address}")
async def account(address: str, request: Request) -> dict[str, Any]:
    """Tell number and sequence of an account."""
    chain: Chain = request.app.state.chain
    return {
        "account": {
            "@type": "/cosmos.auth.v1beta1.BaseAccount",
            "address": address,
            "account_number": str(chain.number_of(address)),
            "sequence": str(chain.sequence_of(address)),
        }
    }


@router.post("/cosmos/tx/v1beta1/txs")
async def broadcast(tx_bytes: Annotated[str, Body(embed=True)], request: Request) -> dict[str, Any]:
    """Take a transaction."""
    return {"tx_response": _told(request.app.state.chain.take(base64.b64decode(tx_bytes)))}


@router.get("/cosmos/tx/v1beta1/txs/{tx_hash}", response_model=None)
async def transaction(tx_hash: str, request: Request) -> dict[str, Any] | JSONResponse:
    """Tell what became of a transaction."""
    outcome = request.app.state.chain.outcomes.get(tx_hash)
    if outcome is None:
        return _error(_NOT_FOUND, f"tx not found: {tx_hash}", status.HTTP_404_NOT_FOUND)
    return {"tx_response": _told(outcome)}


@router.get("/cosmwasm/wasm/v1/contracts/creator/{creator}")
async def contracts_of(creator: str, request: Request) -> dict[str, Any]:
    """List the contracts of a creator, all on one page."""
    contracts = request.app.state.chain.contracts.values()
    own = [contract.address for contract in contracts if contract.creator == creator]
    return {"contract_addresses": own, "pagination": {"next_key": None, "total": str(len(own))}}


@router.get("/cosmwasm/wasm/v1/contract/{address}", response_model=None)
async def contract(address: str, request: Request) -> dict[str, Any] | JSONResponse:
    """Tell who made a contract, and what it is called."""
    found = request.app.state.chain.contracts.get(address)
    if found is None:
        return _no_such_contract(address)
    info = {"code_id": "1", "creator": found.creator, "admin": "", "label": found.label}
    return {"address": address, "contract_info": info}


@router.get("/cosmwasm/wasm/v1/contract/{address}/smart/{query:path}", response_model=None)
async def smart(address: str, query: str, request: Request) -> dict[str, Any] | JSONResponse:
    """Ask a contract."""
    found = request.app.state.chain.contracts.get(address)
    if found is None:
        return _no_such_contract(address)
    try:
        asked = json.loads(base64.b64decode(query))
        return {"data": found.collection.query(asked)}
    except (ValueError, KeyError) as error:
        return _error(_INVALID, f"invalid query: {error}", status.HTTP_400_BAD_REQUEST)
    except Refused as error:
        text = f"{error}: query wasm contract failed"
        return _error(_UNKNOWN, text, status.HTTP_500_INTERNAL_SERVER_ERROR)


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "txhash": outcome.hash,
        "code": outcome.code,
        "raw_log": outcome.log,
        "events": outcome.events,
    }


def _no_such_contract(address: str) -> JSONResponse:
    return _error(_NOT_FOUND, f"no such contract: {address}", status.HTTP_404_NOT_FOUND)


def _error(code: int, message: str, http_status: int) -> JSONResponse:
    return JSONResponse({"code": code, "message": message, "details": []}, http_status)
