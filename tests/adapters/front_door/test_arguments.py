"""Whatever a caller passes of the right types, only our own exceptions come out; a wrong type is Python's TypeError."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import BzrError, Invalid, NotFound, School, StoreDamaged
from bzr_domain.facts.kinds import HEADERS
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock

_NAMES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["g1c1", "高一(1)班", "2024-09", "2024-autumn", "2024-W36", "2024-2025", "2024-09-03", "2024-99"]),
    st.sampled_from(
        ["", "\x00", "\ud800", ":", "a:b", "'", "%", "2024-09..2025-01", "2025-01..2024-09", "0000-01", "9999-12"]
    ),
)
_HUGE = (10**5000, Decimal("1E+999999999"), Decimal("0E-999999999"), [10**5000])
"""Numbers that Python does not write out, or whose digits would fill the memory."""
_VALUES = st.one_of(
    _NAMES,
    st.sampled_from(_HUGE[1:3]),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.lists(st.integers(), max_size=2),
    st.binary(max_size=3),
)
_HEADERS = st.one_of(st.sampled_from([*HEADERS, *HEADERS.values()]), st.text(max_size=6))
_ROWS = st.lists(
    st.one_of(
        st.dictionaries(_HEADERS, _VALUES, max_size=6),
        st.builds(lambda value: {**ROW, **value}, st.dictionaries(_HEADERS, _VALUES, max_size=3)),
    ),
    max_size=3,
)
_WHEN = st.one_of(
    _NAMES,
    st.just("#" + "9" * 5000),
    st.just(10**4000),
    st.integers(-3, 50),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
)


@pytest.fixture(scope="module")
def used_school() -> School:
    """A school with something recorded, published and appealed."""
    clock = Clock()
    school = School.create("memory:", DECLARATION, by="李老师", clock=clock)
    me = school.acting("李老师")
    me.record([{**ROW, "id": "a-1"}, {"date": "2024-09-04", "class": "g1c1", "fact": "bearing.rating", "grade": "好"}])
    clock.advance(days=3)
    me.publish("2024-09", until="2024-10-12", classes=["g1c1"])
    school.acting("张老师").appeal("g1c1", "2024-09", fact="a-1", grounds="请假")
    return school


QUESTIONS: dict[str, Callable[[School, Any, Any, Any], object]] = {
    "statement": lambda school, name, span, _: school.statement(name, span).to_dict(),
    "month": lambda school, _, span, name: school.month(span, classes=[name]).to_dict(),
    "term": lambda school, _, span, name: school.term(span, classes=[name]).to_dict(),
    "explain": lambda school, name, span, item: school.explain(name, span, item).to_dict(),
    "without": lambda school, name, span, fact: school.without(fact, name, span).to_dict(),
    "whatif": lambda school, name, span, _: school.whatif(name, span).to_dict(),
    "fact": lambda school, name, _, __: school.fact(name).to_dict(),
    "facts": lambda school, name, span, kind: [f.to_dict() for f in school.facts(name, span, kind=kind)],
    "results": lambda school, _, span, __: [r.to_dict() for r in school.results(span)],
    "notice": lambda school, _, span, name: school.notice(span, classes=[name]).to_dict(),
    "appeals": lambda school, _, span, __: [a.to_dict() for a in school.appeals(span)],
    "for_purpose": lambda school, name, span, purpose: (
        school.at(school.head()).for_purpose(purpose).statement(name, span)
    ),
    "pay_sheet": lambda school, name, span, _: school.pay_sheet(span, name).to_dict(),
}
VERBS: dict[str, Callable[[School, Any, Any, Any], object]] = {
    "correct": lambda school, name, field, value: school.acting("李老师").correct(name, {field: value}, reason=value),
    "void": lambda school, name, reason, command: school.acting(name).void("a-1", reason=reason, command=command),
    "publish": lambda school, span, until, name: school.acting("李老师").publish(span, until=until, classes=[name]),
    "finalize": lambda school, span, name, command: school.acting(name).finalize(span, command=command),
    "appeal": lambda school, name, span, about: school.acting(name).appeal(name, span, clause=about, grounds=about),
    "uphold": lambda school, name, remedy, why: school.acting("主任").uphold(name, reason=why, remedy=remedy),
    "reject": lambda school, name, why, command: school.acting("主任").reject(name, reason=why, command=command),
    "prepare": lambda school, span, scheme, command: school.acting("李老师").pay(span).prepare(scheme, command=command),
    "review": lambda school, span, note, command: school.acting("李老师").pay(span).review(note=note, command=command),
    "for_purpose": lambda school, purpose, span, name: (
        school.for_purpose(purpose).acting(name).publish(span, until=span)
    ),
    "appoint": lambda school, name, teacher, command: (
        school.acting("李老师").appoint(name).propose(teacher, command=command)
    ),
    "record_json": lambda school, text, command, sheet: school.acting("李老师").record_json(
        text, command=command, sheet=sheet
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
@given(name=_NAMES, span=_NAMES, other=_NAMES)
def test_a_question_is_answered_or_refused_in_our_words(
    used_school: School, question: str, name: str, span: str, other: str
) -> None:
    """Any text may stand where a name or a period is asked for."""
    try:
        QUESTIONS[question](used_school, name, span, other)
    except BzrError as error:
        assert error.code, f"{error!r} has no code"
        assert error.to_dict()["text"]


@pytest.mark.parametrize("verb", VERBS)
@given(first=_NAMES, second=_NAMES, third=_NAMES)
def test_a_verb_is_done_or_refused_in_our_words(
    used_school: School, verb: str, first: str, second: str, third: str
) -> None:
    """Any text may stand where a name, a day, a reason or a command's id is asked for."""
    try:
        VERBS[verb](used_school, first, second, third)
    except BzrError as error:
        assert error.code, f"{error!r} has no code"


@given(rows=_ROWS, command=st.one_of(st.none(), _NAMES), sheet=st.one_of(st.none(), _NAMES))
def test_rows_are_recorded_or_every_problem_named(
    used_school: School, rows: list[dict[str, Any]], command: str | None, sheet: str | None
) -> None:
    """Whatever stands in their fields; each problem has a code and its row."""
    try:
        used_school.acting("李老师").record(rows, command=command, sheet=sheet)
    except BzrError as error:
        assert error.code
        assert all(problem.code for problem in error.problems)


@pytest.mark.parametrize("number", _HUGE, ids=["int", "decimal", "zero", "list"])
def test_a_huge_number_is_refused_where_it_stands(used_school: School, number: object) -> None:
    """In a field, in a correction and in a declaration; the answer does not write it out."""
    me = used_school.acting("李老师")
    with pytest.raises(Invalid) as row:
        me.record([{"date": "2024-09-03", "class": "g1c1", "fact": "hygiene.score", "value": number}])
    with pytest.raises(Invalid) as change:
        me.correct("a-1", {"count": number}, reason="复查")
    with pytest.raises(Invalid):
        me.declare({**DECLARATION, "class": [{"id": "g1c1", "name": "高一(1)班", "students": number}]})
    assert [problem.at for problem in row.value.problems] == [(0, "value")]
    assert len(str(row.value)) + len(str(change.value)) < 400


def test_json_says_where_a_number_is_too_large(used_school: School) -> None:
    """An exponent is no way to fill the memory; nor is a position too long to be written."""
    with pytest.raises(Invalid):
        used_school.at(10**5000)
    text = '[{"date": "2024-09-03", "class": "g1c1", "fact": "hygiene.score", "value": 1e99999999999}]'
    with pytest.raises(Invalid) as refused:
        used_school.acting("李老师").record_json(text)
    assert [(problem.code, problem.at) for problem in refused.value.problems] == [("fact.bad-number", (0, "value"))]


def test_a_declaration_takes_floats_and_no_half_characters(school: School) -> None:
    """A number is read by its shortest text, as everywhere; a text that no store takes is named."""
    me = school.acting("李老师")
    (first, *others) = DECLARATION["class"]
    me.declare({**DECLARATION, "class": [{**first, "students": 44.0}, *others]})
    assert school.classes()[0].students == 44
    with pytest.raises(Invalid) as refused:
        me.declare({**DECLARATION, "school": {**DECLARATION["school"], "name": "\ud800"}})
    assert refused.value.code == "argument.control-character"


@pytest.mark.parametrize("written", ["2024年9月", "2024年9月份", "2024.9", "2024/09"])
def test_a_month_written_as_in_a_sheet_is_told_how_it_is_written_here(used_school: School, written: str) -> None:
    """It is no term that nobody knows."""
    for ask in (used_school.statement, used_school.explain, lambda _, period: used_school.results(period)):
        with pytest.raises(Invalid) as refused:
            ask("g1c1", written)
        assert "2024-09" in refused.value.text("zh")


@given(when=_WHEN)
def test_a_moment_is_a_past_or_no_moment(used_school: School, when: str | int | date | datetime) -> None:
    """Of text, positions, days and times, with an offset or without."""
    try:
        used_school.at(when).month("2024-09").to_dict()
    except BzrError as error:
        assert isinstance(error, Invalid | NotFound)
        assert error.code


@given(
    declaration=st.recursive(
        _VALUES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES, inner, max_size=3), max_leaves=6
    ).flatmap(lambda value: st.sampled_from(list(DECLARATION)).map(lambda key: {**DECLARATION, key: value}))
)
def test_a_declaration_is_taken_or_its_problems_named(declaration: dict[str, Any]) -> None:
    """Whatever stands in one of its tables."""
    try:
        School.create("memory:", declaration, by="李老师").close()
    except BzrError as error:
        assert error.code


WRONG: dict[str, Callable[[School], object]] = {
    "a class that is a number": lambda school: school.statement(1, "2024-09"),  # type: ignore[arg-type]
    "a period that is a number": lambda school: school.statement("g1c1", 202409),  # type: ignore[arg-type]
    "a row that is text": lambda school: school.acting("李").record(["2024-09-03"]),  # type: ignore[list-item]
    "a field whose name is a number": lambda school: school.acting("李").record([{1: "x"}]),  # type: ignore[dict-item]
    "an actor that is none": lambda school: school.acting(None),  # type: ignore[arg-type]
    "a day that is a number": lambda school: school.acting("李").publish("2024-09", until=20241012),  # type: ignore[arg-type]
    "a rulebook that is a number": lambda school: school.whatif(1, "2024-09"),  # type: ignore[arg-type]
    "a moment that is a list": lambda school: school.at([]),  # type: ignore[arg-type]
    "a keyword nobody knows": lambda school: school.month("2024-09", klass="g1c1"),  # type: ignore[call-arg]
    "a command that is a number": lambda school: school.acting("李").void("a-1", reason="x", command=7),  # type: ignore[arg-type]
    "changes that are a list": lambda school: school.acting("李").correct("a-1", ["count"], reason="x"),  # type: ignore[arg-type]
    "a word of a declaration that is a number": lambda school: school.acting("李").declare({1: {}}),  # type: ignore[dict-item]
    "classes that are one text": lambda school: school.month("2024-09", classes="g1c1"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_type_is_a_type_error(used_school: School, wrong: str) -> None:
    """Python says what a wrong call is; it is no answer of the school."""
    with pytest.raises(TypeError):
        WRONG[wrong](used_school)


def test_a_float_is_read_by_its_shortest_text(school: School) -> None:
    """96.5 is what was sent; 0.1 + 0.2 has more digits than the field takes."""
    me = school.acting("李老师")
    row = {"date": "2024-09-03", "class": "g1c1", "fact": "hygiene.score"}
    (fact,) = me.record([{**row, "value": 96.5}]).ids

    assert Decimal("96.5") == school.fact(fact).fields["value"]
    with pytest.raises(Invalid):
        me.record([{**row, "value": 0.1 + 0.2}])


def test_what_a_store_says_no_to_is_told_by_its_kind(tmp_path: Path) -> None:
    """A wrong address is the caller's fault; no store is not found; a damaged one is not to be tried again."""
    with pytest.raises(Invalid) as address:
        School.open("mysql://here")
    with pytest.raises(NotFound) as missing:
        School.open(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(NotFound):
        School.open(f"sqlite:///{'a' * 5000}.db")
    with pytest.raises(Invalid):
        School.open("sqlite:///a\0.db")
    damaged = tmp_path / "damaged.db"
    School.create(f"sqlite:///{damaged}", DECLARATION, by="李老师", clock=Clock()).close()
    content = bytearray(damaged.read_bytes())
    content[4096 : 4096 + 4096] = b"\xff" * 4096
    damaged.write_bytes(content)

    assert ("store.bad-address", "store.not-a-store") == (address.value.code, missing.value.code)
    with pytest.raises(StoreDamaged) as broken:
        School.open(f"sqlite:///{damaged}").statement("g1c1", "2024-09")
    assert not broken.value.retryable


@pytest.mark.parametrize(
    "moment",
    [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), datetime(2024, 10, 8)],  # noqa: DTZ001
)
def test_a_clock_that_gives_no_present_moment_is_invalid(moment: datetime) -> None:
    """One at either end of time, or without an offset; the answer names the clock."""
    with pytest.raises(Invalid, match=r"^clock") as refused:
        School.create("memory:", DECLARATION, by="李老师", clock=lambda: moment)
    assert refused.value.code == "argument.invalid"


@pytest.mark.parametrize("clock", [lambda: 5, 5], ids=["gives-a-number", "is-a-number"])
def test_a_clock_that_gives_no_time_is_a_wrong_type(clock: Any) -> None:
    """So is one that cannot be called."""
    with pytest.raises(TypeError, match="clock"):
        School.create("memory:", DECLARATION, by="李老师", clock=clock)
