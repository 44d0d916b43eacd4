"""The JSON documents: exactly the keys that are promised, and nothing else on standard output."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.adapters.cli.calling import Shell

STATEMENT = {
    "class", "teacher", "teachers", "rulebook", "rulebook_version", "recorded", "provisional", "total", "items",
    "not_assessed", "not_yet_due", "unset", "pending", "not_scored", "outcomes",
}  # fmt: skip
ITEM = {"id", "title", "standard", "base", "earned", "deducted", "bonus", "score", "clauses"}
CLAUSE = {"id", "title", "tally", "points", "facts", "cite", "state", "parts"}
FACT = {
    "id", "date", "class", "teacher", "fact", "label", "count", "value", "grade", "level", "item", "points", "place",
    "note", "own", "recorder", "recorded_at", "sheet", "voided_by", "corrected_by", "marks",
}  # fmt: skip


def _document(shell: Shell, *arguments: str) -> Any:
    answer = shell.bzr(*arguments, "--json")
    assert (0, "") == (answer.status, answer.err)
    return json.loads(answer.out)


def test_the_month_document_has_the_promised_shape(september: Shell) -> None:
    """`bzr.month/1`, key by key, with a value of each."""
    document = _document(september, "month", "2024-09")
    first, second = document["statements"]
    hygiene = first["items"][0]

    keys = {"schema", "month", "as_of", "position", "rulebook", "rulebook_version", "statements", "problems"}
    assert keys == set(document)
    assert ("bzr.month/1", "2024-09", "2024-10-08T12:00:00+08:00") == tuple(
        document[name] for name in ("schema", "month", "as_of")
    )
    assert (STATEMENT, ITEM, CLAUSE) == (set(first), set(hygiene), set(hygiene["clauses"][0]))
    assert "t03" == first["teacher"]
    assert [
        {"teacher": "t01", "from": "2024-09-02", "to": "2024-09-20", "school_days": 14},
        {"teacher": "t03", "from": "2024-09-23", "to": "2024-09-30", "school_days": 6},
    ] == first["teachers"]
    assert (True, False, "68.50") == (first["recorded"], first["provisional"], first["total"])
    assert ("20.00", "20.00", "2.00", "2.00", "0.50", "20.50") == tuple(
        hygiene[name] for name in ("standard", "base", "earned", "deducted", "bonus", "score")
    )
    found = {clause["id"]: clause for clause in hygiene["clauses"]}
    assert ("2", "-2.00", ["a-1"], "B9 表2") == tuple(found["2.1"][n] for n in ("tally", "points", "facts", "cite"))
    assert {"pay.scheme-1": "600.00", "pay.scheme-2": "600.00", "commendation.barred": True} == second["outcomes"]


def test_a_month_that_is_not_assessed_is_a_document_too(september: Shell) -> None:
    """Given a month without a school day, then the classes stand under problems and the status is 1."""
    answer = september.bzr("month", "2024-08", "--json", "--lang", "en")
    document = json.loads(answer.out)

    assert (1, "", []) == (answer.status, answer.err, document["statements"])
    what = "2024-08 has no school day: it is not assessed"
    assert [{"class": "g1c1", "what": what}, {"class": "g1c2", "what": what}] == document["problems"]


def test_an_explanation_goes_down_to_each_fact(september: Shell) -> None:
    """`bzr.explain/2`: facts with recorder and time, the void one apart, and the lines that add up to the score."""
    september.bzr("void", "a-2", "--reason", "误记", "--by", "主任")
    september.bzr("correct", "a-1", "数量=1", "--reason", "重复", "--by", "主任")

    document = _document(september, "explain", "g1c1", "2024-09", "卫生")
    (item,) = document["items"]
    clauses = {clause["id"]: clause for clause in item["clauses"]}
    (fact,), (void,) = clauses["2.1"]["facts"], clauses["2.2"]["voided"]

    assert {"schema", "month", "as_of", "position", "verdicts", "total_lines", *STATEMENT} == set(document)
    assert {*ITEM, "cite", "lines"} == set(item)
    assert {*CLAUSE, "reading", "voided"} == set(clauses["2.1"])
    assert FACT == set(fact)
    assert ("2024-10-08T12:00:00+08:00", "赵检查员", None) == tuple(
        fact[n] for n in ("recorded_at", "recorder", "voided_by")
    )
    assert [fact["marks"][0]["id"]] == fact["corrected_by"]
    assert {"count": {"before": "2", "after": "1"}} == fact["marks"][0]["changed"]
    assert ("主任", "误记", void["marks"][0]["id"]) == (
        void["marks"][0]["actor"],
        void["marks"][0]["reason"],
        void["voided_by"],
    )
    council, cap = item["lines"][-2:]
    plain: dict[str, object] = {"weight": "1", "operation": None, "parts": []}
    assert {
        **plain,
        "kind": "clause",
        "on": "2024-09-11",
        "clause": "council",
        "facts": ["a-7"],
        "points": "2.00",
        "counts": "2.00",
        "bound": None,
    } == council
    assert {
        **plain,
        "kind": "bound",
        "on": "2024-09-30",
        "clause": "hygiene",
        "facts": [],
        "points": "-1.00",
        "counts": "-1.00",
        "bound": "cap",
    } == cap


def test_the_form_before_is_given_where_it_is_asked_for(september: Shell) -> None:
    """`--schema bzr.explain/1` gives it, `bzr.explain/2` the present one; of another name the near one is said."""
    before, present, unknown = (
        september.bzr("explain", "g1c1", "2024-09", "卫生", "--schema", f"bzr.explain/{number}") for number in (1, 2, 3)
    )
    lines = json.loads(before.out)["items"][0]["lines"]

    assert ("bzr.explain/1", "bzr.explain/2") == tuple(json.loads(one.out)["schema"] for one in (before, present))
    assert {"on", "clause", "facts", "points", "nominal", "before", "after", "bound"} == set(lines[0])
    assert ("0.00", "20.50") == (lines[0]["before"], lines[-1]["after"])
    assert "没有文档“bzr.explain/3”;是不是“bzr.explain/2”?" in unknown.err


def test_the_facts_document_lists_void_facts_too(september: Shell) -> None:
    """`bzr.facts/1`: every fact asked for, with what was done to it."""
    september.bzr("void", "a-5", "--reason", "误记")

    document = _document(september, "facts", "g1c1", "2024-09-12")

    assert {"schema", "as_of", "position", "facts"} == set(document)
    assert ["a-4", "a-5"] == [fact["id"] for fact in document["facts"]]
    assert [False, True] == [fact["voided_by"] is not None for fact in document["facts"]]


def test_today_is_now(september: Shell) -> None:
    """Asked on 8 October, October is provisional; the document says of when it is, and at which position it was read."""
    wanted = _document(september, "month", "2024-10", "g1c1")

    for as_of in ("2024-10-08", "2024-10-08T12:00", f"#{wanted['position']}"):
        assert wanted == _document(september, "month", "2024-10", "g1c1", "--as-of", as_of)
    assert ("2024-10-08T12:00:00+08:00", True) == (wanted["as_of"], wanted["statements"][0]["provisional"])


@pytest.mark.parametrize("as_of", ["2024-10-31", "2024-10-08T12:00:01", "#99"])
def test_a_moment_still_to_come_is_wrong(september: Shell, as_of: str) -> None:
    """Nobody knows what will have been recorded by then; a position beyond the last one is no better."""
    answer = september.bzr("month", "2024-10", "--as-of", as_of)

    assert (2, "") == (answer.status, answer.out)


@pytest.mark.parametrize(
    ("as_of", "total"),
    [
        ("2024-10-08", "68.50"),
        ("2024-10-08T12:00", "68.50"),
        ("2024-10-08T04:00:00Z", "68.50"),
        ("2024-10-08T12:00:00+08:00", "68.50"),
        ("2024-10-09T10:00", "68.00"),
    ],
)
def test_as_of_tells_what_was_known_then(september: Shell, as_of: str, total: str) -> None:
    """A bare day is its end, a time without offset the school's, and what came later is left out."""
    september.now += timedelta(days=1) - timedelta(hours=2)
    september.bzr("void", "a-2", "--reason", "误记")

    document = _document(september, "month", "2024-09", "g1c1", "--as-of", as_of)

    assert [total] == [one["total"] for one in document["statements"]]
