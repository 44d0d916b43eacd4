"""The routes: each is one call of the school; what the school refuses becomes an HTTP status in one place.

They are plain functions, which FastAPI calls in its threads: a school may be asked from any of them.
"""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Body, Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse

from bzr_adapters import (
    Actor,
    BzrError,
    CommandReused,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    School,
    StoreDamaged,
    StoreUnavailable,
)

STATUS: dict[type[BzrError], int] = {
    NotFound: 404,
    Invalid: 422,
    CommandReused: 422,
    Refused: 409,
    Forbidden: 403,
    Conflict: 409,
    StoreUnavailable: 503,
    StoreDamaged: 500,
}
"""Error → the HTTP status that means it. A program tells errors of one status apart by their `code`."""

Document = dict[str, Any]
routes = APIRouter()


def build_app(school: School) -> FastAPI:
    """Build the service of an open school."""
    app = FastAPI(title="bzr")
    app.state.school = school
    app.add_exception_handler(BzrError, answer_error)
    app.include_router(routes)
    return app


def serve() -> FastAPI:
    """Open the school of the working folder, once in this process."""
    return build_app(School.open("sqlite:///bzr.db"))


def find_school(request: Request) -> School:
    """Return the school of this process."""
    school = request.app.state.school
    assert isinstance(school, School)
    return school


Asked = Annotated[School, Depends(find_school)]


def find_actor(school: Asked, x_user: Annotated[str, Header()]) -> Actor:
    """Return who is signed in: here a header says so, percent-encoded; a service of yours asks its own sign-in."""
    return school.acting(unquote(x_user))


async def read_body(request: Request) -> bytes:
    """Return the body as it was sent, so that the school reads its numbers to the digit."""
    return await request.body()


Acting = Annotated[Actor, Depends(find_actor)]
Sent = Annotated[bytes, Depends(read_body)]
Text = Annotated[str, Body(embed=True)]
Key = Annotated[str | None, Header(alias="Idempotency-Key")]
"""The id of the command: whoever sends it again gets the first receipt."""


@routes.post("/facts", status_code=201)
def record(actor: Acting, rows: Sent, key: Key = None) -> Document:
    """Record facts: all of them, or none."""
    return actor.record_json(rows, command=key).to_dict()


@routes.patch("/facts/{fact}")
def correct(
    actor: Acting, fact: str, changes: Annotated[Document, Body(embed=True)], reason: Text, key: Key = None
) -> Document:
    """Correct a fact, which keeps its id."""
    return actor.correct(fact, changes, reason=reason, command=key).to_dict()


@routes.delete("/facts/{fact}")
def void(actor: Acting, fact: str, reason: str, key: Key = None) -> Document:
    """Declare a fact void; it stays in the history."""
    return actor.void(fact, reason=reason, command=key).to_dict()


@routes.get("/classes/{class_id}/statements/{period}")
def show_statement(school: Asked, class_id: str, period: str) -> Document:
    """Show the statement of a class, by id or name."""
    return school.statement(class_id, period).to_dict()


@routes.get("/classes/{class_id}/explanations/{period}")
def explain(school: Asked, class_id: str, period: str, item: str | None = None) -> Document:
    """Show where every point of a statement comes from."""
    return school.explain(class_id, period, item).to_dict()


@routes.get("/months/{month}")
def show_month(school: Asked, month: str) -> Document:
    """Show the statements of all classes."""
    return school.month(month).to_dict()


@routes.post("/periods/{period}/publication", status_code=201)
def publish(actor: Acting, period: str, until: Text, key: Key = None) -> list[Document]:
    """Publish the results of all classes; `until` is the last day of the notice."""
    return [result.to_dict() for result in actor.publish(period, until=until, command=key)]


@routes.post("/classes/{class_id}/results/{period}/appeals", status_code=201)
def appeal(actor: Acting, class_id: str, period: str, grounds: Text, fact: Text, key: Key = None) -> Document:
    """File an appeal against a fact."""
    return actor.appeal(class_id, period, grounds=grounds, fact=fact, command=key).to_dict()


async def answer_error(_: Request, error: Exception) -> JSONResponse:
    """Answer with the error as a document, and with the status of the nearest class of it."""
    assert isinstance(error, BzrError)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return JSONResponse(error.to_dict(), status, {"Retry-After": "1"} if error.retryable else None)
