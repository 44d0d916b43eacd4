"""Every document has a JSON Schema, and the schema tells it from everything else."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bzr_adapters.documents import json_schemas
from bzr_adapters.documents.explanation import explain_document
from bzr_adapters.documents.facts import Words
from bzr_adapters.documents.json_schemas import find_schema, list_schemas
from bzr_adapters.documents.statement import Month, month_document
from bzr_domain.kernel.messages import Problem, UnknownReference
from bzr_domain.projections.explanation import explain_statement
from bzr_domain.scoring.assessment import assess_class, find_scope, load_school
from bzr_domain.testing.strategies import Case, cases
from tests.support.builders import as_current_facts, monthly, stated
from tests.support.documents import build_example, is_valid, list_faults
from tests.support.effort import fewer

ROOT = Path(__file__).parents[3]
NOON = datetime(2024, 10, 8, 4, tzinfo=UTC)
OPTIONAL = {
    "table_gaps",
    "compared_exactly",
    "missing_parts",
    "vacancies",
    "titles",
    "exception",
    "weight",
    "assessed",
    "without",
    "place",
    "scores",
    "excused",
    "pending",
    "group",
    "checkpoint",
}
"""Keys that a document has at times; all others it always has."""
KEPT = sorted((ROOT / "tests" / "golden_store" / "answers").glob("*.json"))
Place = tuple[str | int, ...]


def _list_parts(value: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value inside a JSON value, with the place where it stands."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield (*at, key), part
        yield from _list_parts(part, (*at, key))


def _change(document: Any, place: Place, *new: Any) -> Any:
    """A copy of a document in which the value at a place is another one, or is not there."""
    changed = json.loads(json.dumps(document))
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    if new:
        holder[place[-1]] = new[0]
    else:
        del holder[place[-1]]
    return changed


def _list_objects(name: str) -> Iterator[Any]:
    """Every object of a schema whose keys are described."""
    schema = find_schema(name)
    parts = [schema, *(part for _, part in _list_parts(schema))]
    yield from (part for part in parts if isinstance(part, dict) and part.get("type") == "object")


@pytest.mark.parametrize("name", list_schemas())
def test_a_schema_stands_by_itself(name: str) -> None:
    """It is one of draft 2020-12, refers to its own definitions only, uses each, and none of them hides a shared one."""
    schema = find_schema(name)
    references = {part for place, part in _list_parts(schema) if place[-1] == "$ref"}
    own = json_schemas._read_schema(name.removeprefix("bzr.").replace("/", "-") + ".schema.json").get("$defs", {})

    Draft202012Validator.check_schema(schema)
    assert {f"#/$defs/{key}" for key in schema["$defs"]} == references
    assert not own.keys() & json_schemas._read_schema("shared.schema.json")["$defs"].keys()
    assert name == schema["properties"]["schema"]["const"]


@pytest.mark.parametrize("name", list_schemas())
def test_a_schema_is_closed_and_exact(name: str) -> None:
    """No object has further keys, each key is always there but for those known to come at times, and no number is binary."""
    for part in _list_objects(name):
        if "properties" in part:
            assert part["additionalProperties"] is False
            assert part["properties"].keys() - OPTIONAL == set(part["required"]) - OPTIONAL
        else:
            assert part["additionalProperties"]
    assert not [place for place, part in _list_parts(find_schema(name)) if place[-1] == "type" and "number" in part]


@pytest.mark.parametrize("name", list_schemas())
def test_a_schema_describes_every_key_in_both_languages(name: str) -> None:
    """Title and description, and the description of each key or of the definition it refers to: Chinese · English."""
    schema = find_schema(name)
    texts = [schema["title"], schema["description"]]
    for part in _list_objects(name):
        for key in part.get("properties", {}).values():
            target = schema["$defs"].get(key.get("$ref", "").removeprefix("#/$defs/"), {})
            texts.append(key.get("description") or target.get("description", f"{key}"))

    assert [] == [text for text in texts if text.isascii() or not text.split(" · ", 1)[-1][0].isascii()]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_kept_answer_is_valid(path: Path) -> None:
    """Of those that the kept store gave."""
    assert [] == list_faults(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", list_schemas())
def test_a_key_that_is_missing_or_unknown_is_noticed(name: str) -> None:
    """Given a document with everything its schema describes, when any key is left out, or any object gets one more."""
    schema = find_schema(name)
    example = build_example(schema, schema["$defs"])
    parts = [((), example), *_list_parts(example)]
    described = {frozenset(part["properties"]) for part in _list_objects(name) if "properties" in part}

    assert [] == list_faults(example)
    for place, part in parts:
        if isinstance(part, dict) and frozenset(part) in described:
            required = [key for key in part if key not in OPTIONAL]
            assert all(not is_valid(_change(example, (*place, key))) for key in required if key != "schema"), place
            assert not is_valid(_change(example, (*place, "further"), "")), place


@pytest.mark.parametrize("name", list_schemas())
def test_a_value_of_another_type_is_noticed(name: str) -> None:
    """Given a document with everything its schema describes, when any value becomes a binary fraction, or lists in lists.

    What an event holds is told by its form and not here.
    """
    schema = find_schema(name)
    example = build_example(schema, schema["$defs"])

    for place, part in _list_parts(example):
        if place != ("schema",):
            assert not is_valid(_change(example, place, 0.5)), (place, part)
            assert place[0] == "data" or not is_valid(_change(example, place, [[[]]])), (place, part)


@fewer(50, nightly=100)
@given(st.sampled_from(KEPT), st.data())
def test_a_kept_answer_with_another_type_in_it_is_not_valid(path: Path, data: st.DataObject) -> None:
    """Wherever that is."""
    document = json.loads(path.read_text(encoding="utf-8"))
    place, _ = data.draw(st.sampled_from([part for part in _list_parts(document) if part[0] != ("schema",)]))

    assert not is_valid(_change(document, place, 0.5))


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_the_documents_of_any_history_are_valid(case: Case) -> None:
    """The month, and its explanation."""
    (book,) = case.books.values()
    facts = as_current_facts(case.facts)
    scope = find_scope(load_school(case.register, case.books, facts, case.as_of), case.class_id, case.period)
    assert not isinstance(scope, Problem)
    statement = stated(assess_class(case.register, case.books, case.class_id, case.period, facts, case.as_of))

    month = Month(school="示例中学", month=case.period, as_of=NOON, statements=[statement])
    explanation = explain_statement(scope, statement, facts, {})
    explained = explain_document(explanation, NOON, Words(kinds=book.kinds, zone=UTC))

    documents = [{**document, "position": 1} for document in (month_document(month), explained)]
    assert [] == [fault for document in documents for fault in list_faults(document)]


@pytest.mark.parametrize("text", ["0.00", "-0.01", "94.50", "-12.00", "1000.00"])
def test_points_have_two_decimals(text: str) -> None:
    """Given what is printed, then it is taken."""
    assert Draft202012Validator(_definition("points")).is_valid(text)


@pytest.mark.parametrize("text", ["-0.00", "0", "1.5", "01.00", "1e2", "+1.00", "NaN", "1.000", ""])
def test_what_is_not_written_like_points_is_none(text: str) -> None:
    """Given another way of writing a number, then it is not taken."""
    assert not Draft202012Validator(_definition("points")).is_valid(text)


@pytest.mark.parametrize(
    ("text", "taken"), [("0", True), ("-0.5", True), ("88.333333", True), ("95.0", False), ("-0", False)]
)
def test_a_tally_has_no_trailing_zeros(text: str, taken: bool) -> None:
    """Given a number as people write it, then it is taken; another form of it is not."""
    assert taken == Draft202012Validator(_definition("number")).is_valid(text)


def _definition(name: str) -> Any:
    return find_schema("bzr.month/1")["$defs"][name]


def test_a_name_that_no_document_has_gives_the_near_one() -> None:
    """Given a misspelt name, then the error says which is meant."""
    with pytest.raises(UnknownReference) as raised:
        find_schema("bzr.moth/1")

    assert "没有文档“bzr.moth/1”;是不是“bzr.month/1”?" == raised.value.message.zh
    assert ("document.unknown", "bzr.month/1") == (raised.value.code, raised.value.near[0])
