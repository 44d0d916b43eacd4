"""What `to_dict()` of the front door gives is what its JSON Schema says, and can be written as JSON as it is."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bzr_adapters import (
    Actor,
    BzrError,
    NotFound,
    School,
    check_rulebook,
    find_schema,
    lint_rulebook,
    list_rulebooks,
    list_schemas,
)
from bzr_adapters.front_door.values import Document
from tests.support.documents import list_faults

FOLDER = Path(__file__).parents[3] / "docs" / "tutorial" / "first-month"
ROW = {"date": "2024-09-03", "class": "g1c1", "fact": "卫生不合格", "count": 2, "place": "教室"}


@pytest.fixture
def office() -> Iterator[Actor]:
    """The office of the school of the first month, with September recorded and published, on 8 October 2024."""
    noon = datetime(2024, 10, 8, 4, tzinfo=UTC)
    with School.create("memory:", FOLDER / "school.toml", by="office", clock=lambda: noon) as school:
        office = school.acting("office")
        office.record(FOLDER / "september.csv")
        office.publish("2024-09", until="2024-10-12")
        yield office


def _file_appeal(office: Actor) -> Document:
    (fact,) = office.record([ROW]).ids
    return office.appeal("g1c1", "2024-09", grounds="查过两次", fact=fact)


ANSWERS: dict[str, Callable[[Actor], Document]] = {
    "statement": lambda office: office.statement("g1c1", "2024-09"),
    "month": lambda office: office.month("2024-09"),
    "term": lambda office: office.term("2024-autumn"),
    "explanation": lambda office: office.explain("g1c1", "2024-09"),
    "without": lambda office: office.without(next(office.facts()).id, "g1c1", "2024-09"),
    "whatif": lambda office: office.whatif("primary-weighted", "2024-09"),
    "event": lambda office: list(office.events())[-1],
    "result": lambda office: office.results("2024-09")[0],
    "appeal": _file_appeal,
    "pay sheet": lambda office: office.pay_sheet("2024-09", "scheme-1"),
    "prepared pay sheet": lambda office: office.pay("2024-09").prepare("scheme-1"),
    "receipt": lambda office: office.record([ROW, {**ROW, "class": "g9c9"}], bad="skip"),
    "correction": lambda office: office.correct(next(office.facts()).id, count=1, reason="复查"),
    "void": lambda office: office.void(next(office.facts()).id, reason="误记"),
    "facts": lambda office: office.list_facts("g1c1", "2024-09"),
    "appeals": lambda office: (_file_appeal(office), office.list_appeals())[1],
    "feedback": lambda office: office.feedback("g1c1", "2024-09"),
    "duties": lambda office: office.duties("g1c1", "2024-09"),
    "budget": lambda office: office.budget("2024-2025"),
    "teacher": lambda office: office.teacher("张老师"),
    "audit": lambda office: office.audit("g1c1"),
    "recheck": lambda office: office.recheck("2024-09"),
    "notice": lambda office: office.notice("2024-09"),
    "appointments": lambda office: office.appointments(),
    "lint": lambda _: lint_rulebook("monthly-quantified"),
    "check": lambda _: check_rulebook("primary-weighted", examples=1),
    "rulebooks": lambda _: list_rulebooks(),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_what_its_schema_says(office: Actor, name: str) -> None:
    """Of each question and each verb; `json.dumps` needs no help with it."""
    document = json.loads(json.dumps(ANSWERS[name](office).to_dict()))

    assert [] == list_faults(document)


@pytest.mark.parametrize(
    "name", ["statement", "month", "term", "explanation", "without", "whatif", "result", "pay sheet"]
)
def test_an_answer_carries_its_position(office: Actor, name: str) -> None:
    """Beside `as_of`: an ETag, and an argument of `at`."""
    answer = ANSWERS[name](office).to_dict()

    assert len(list(office.events())) == answer["position"]


def test_every_event_is_what_its_schema_says(office: Actor) -> None:
    """Whatever its form."""
    events = [event.to_dict() for event in office.events()]

    assert [] == [fault for event in json.loads(json.dumps(events)) for fault in list_faults(event)]
    assert len({event["name"] for event in events}) > 5


WRONG: dict[str, Callable[[Actor], object]] = {
    "NotFound": lambda office: office.statement("g9c9", "2024-09"),
    "Invalid": lambda office: office.record([{**ROW, "class": "g9c9"}, {**ROW, "count": 0}]),
    "Refused": lambda office: office.void(next(office.facts()).id, reason=""),
    "CommandReused": lambda office: [office.record([{**ROW, "count": n}], command="c1") for n in (1, 2)],
}


@pytest.mark.parametrize("name", WRONG)
def test_an_error_is_what_its_schema_says(office: Actor, name: str) -> None:
    """With its class, its code and every problem."""
    with pytest.raises(BzrError) as raised:
        WRONG[name](office)

    document = json.loads(json.dumps(raised.value.to_dict()))
    assert [] == list_faults(document)
    assert name == document["error"]
    assert document["code"]


def test_a_schema_is_found_by_the_name_of_its_document() -> None:
    """Given a name that no document has, then the near one is named."""
    with pytest.raises(NotFound) as raised:
        find_schema("bzr.moth/1")

    assert ("document.unknown", "bzr.month/1") == (raised.value.code, raised.value.near[0])
    assert ["https://json-schema.org/draft/2020-12/schema"] * len(list_schemas()) == [
        find_schema(name)["$schema"] for name in list_schemas()
    ]
