"""The service answers as the school does, over HTTP, from many threads."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from httpx import ASGITransport, AsyncClient, Response

from bzr_adapters import School
from examples.fastapi_service.service import build_app

SCHOOL = Path(__file__).parents[2] / "docs" / "tutorial" / "first-month"
ROW = {"date": "2024-09-03", "class": "g1c1", "fact": "卫生不合格", "count": 2}


@pytest.fixture
def school() -> Iterator[School]:
    """The school of the first month, on 8 October 2024, without persons: everybody may do everything."""
    noon = datetime(2024, 10, 8, 4, tzinfo=UTC)
    with School.create("memory:", SCHOOL / "school.toml", by="office", clock=lambda: noon) as school:
        yield school


class Client:
    """A program that calls the service, from any thread."""

    def __init__(self, school: School) -> None:
        self._transport = ASGITransport(build_app(school))

    def send(self, method: str, path: str, *, user: str = "inspector", key: str = "", **content: Any) -> Response:
        """Call a route as somebody, under a key if there is one."""
        headers = {"X-User": quote(user), **({"Idempotency-Key": key} if key else {})}

        async def request() -> Response:
            async with AsyncClient(transport=self._transport, base_url="http://school") as client:
                return await client.request(method, path, headers=headers, **content)

        return asyncio.run(request())

    def get(self, path: str, **content: Any) -> Response:
        """Ask something."""
        return self.send("GET", path, **content)


@pytest.fixture
def client(school: School) -> Client:
    """A program that calls the service of the school."""
    return Client(school)


def test_a_request_sent_twice_records_once(client: Client) -> None:
    """Given the same key and the same rows, then the same receipt, which says that it is the first one's."""
    first, second = (client.send("POST", "/facts", json=[ROW], key="req-1") for _ in range(2))

    assert (201, 201) == (first.status_code, second.status_code)
    assert first.json() | {"replayed": True} == second.json()
    assert 1 == len(first.json()["new"])


def test_a_key_used_for_something_else_is_told(client: Client) -> None:
    """Given the same key and other rows, then 422, and nothing is recorded."""
    client.send("POST", "/facts", json=[ROW], key="req-1")

    answer = client.send("POST", "/facts", json=[{**ROW, "count": 3}], key="req-1")

    assert (422, "CommandReused", False) == (answer.status_code, answer.json()["error"], answer.json()["retryable"])


def test_every_bad_field_is_named_at_once(client: Client) -> None:
    """Given two bad rows, then 422 with the code and the place of each."""
    answer = client.send("POST", "/facts", json=[{**ROW, "class": "g9c9"}, {**ROW, "count": 0}])

    assert 422 == answer.status_code
    assert ["fact.unknown-class", "fact.value-out-of-range"] == [
        problem["code"] for problem in answer.json()["problems"]
    ]
    assert [0, 1] == [problem["at"][0] for problem in answer.json()["problems"]]


def test_numbers_are_read_as_they_are_written(client: Client) -> None:
    """Given a number that no binary fraction holds, then it is recorded to the digit."""
    text = '[{"date": "2024-09-04", "class": "g1c1", "fact": "卫生评分", "value": 96.123456}]'

    (fact,) = client.send("POST", "/facts", content=text).json()["ids"]
    explained = client.get("/classes/g1c1/explanations/2024-09", params={"item": "hygiene"}).json()

    facts = {fact["id"]: fact for clause in explained["items"][0]["clauses"] for fact in clause["facts"]}
    assert "96.123456" == facts[fact]["value"]


def test_a_correction_and_a_void_move_the_statement(client: Client) -> None:
    """Given a fact corrected and then void, then the statement follows, and the fact keeps its id."""
    (fact,) = client.send("POST", "/facts", json=[ROW]).json()["ids"]
    totals = [client.get("/classes/高一(1)班/statements/2024-09").json()["total"]]
    steps = [
        ("PATCH", f"/facts/{fact}", {"changes": {"count": 1}, "reason": "复查"}),
        ("DELETE", f"/facts/{fact}?reason=误记", None),
    ]

    for method, path, body in steps:
        answer = client.send(method, path, json=body)
        assert (200, [fact]) == (answer.status_code, answer.json()["ids"])
        totals.append(client.get("/classes/高一(1)班/statements/2024-09").json()["total"])

    assert sorted(totals, key=Decimal) == totals
    assert 3 == len(set(totals))


def test_a_result_is_published_and_appealed_against(client: Client) -> None:
    """Given a published month, then its head teacher can appeal against a fact, and has to say why."""
    (fact,) = client.send("POST", "/facts", json=[ROW]).json()["ids"]
    published = client.send("POST", "/periods/2024-09/publication", json={"until": "2024-10-12"}, user="office")
    grounds = {"grounds": "查过两次", "fact": fact}

    filed = client.send("POST", "/classes/g1c1/results/2024-09/appeals", json=grounds, user="张老师")
    groundless = client.send(
        "POST", "/classes/g1c1/results/2024-09/appeals", json={**grounds, "grounds": ""}, user="张老师"
    )

    assert (201, ["published"]) == (published.status_code, [result["state"] for result in published.json()])
    assert (201, "open", fact) == (filed.status_code, filed.json()["state"], filed.json()["about"])
    assert (409, "reason.missing") == (groundless.status_code, groundless.json()["code"])


def test_an_unknown_class_is_404_with_a_code(client: Client) -> None:
    """Given a name that is nowhere registered, then the answer says so."""
    answer = client.get("/classes/g9c9/statements/2024-09")

    assert (404, "NotFound") == (answer.status_code, answer.json()["error"])


def test_who_may_not_is_403(school: School, client: Client, tmp_path: Path) -> None:
    """Given registered persons, then a stranger is refused."""
    declaration = tmp_path / "school.toml"
    text = (SCHOOL / "school.toml").read_text(encoding="utf-8")
    declaration.write_text(f'{text}\n[[person]]\nname = "office"\nroles = ["office"]\n', encoding="utf-8")
    school.acting("office").declare(declaration)

    answer = client.send("POST", "/periods/2024-09/publication", json={"until": "2024-10-12"}, user="stranger")

    assert (403, "Forbidden") == (answer.status_code, answer.json()["error"])


def test_a_closed_school_is_503(school: School, client: Client) -> None:
    """Given a school that was closed, then the caller may come again."""
    school.close()

    answer = client.get("/months/2024-09")

    assert (503, "1") == (answer.status_code, answer.headers["Retry-After"])


def test_many_callers_are_served_at_once(client: Client) -> None:
    """Given eight threads that record in one class and read, then nothing is lost and nobody is refused."""

    def record(number: int) -> int:
        answer = client.send("POST", "/facts", json=[{**ROW, "place": f"room {number}"}], key=f"req-{number}")
        client.get("/months/2024-09").raise_for_status()
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(record, range(24)))

    explained = client.get("/classes/g1c1/explanations/2024-09", params={"item": "hygiene"}).json()
    (clause,) = [clause for clause in explained["items"][0]["clauses"] if clause["id"] == "2.1"]
    assert [201] * 24 == statuses
    assert 24 == len(clause["facts"])
