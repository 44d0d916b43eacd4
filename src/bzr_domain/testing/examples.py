"""Worked examples (手算例子): facts and the numbers a person worked out from the regulation, compared with the engine's.

An examples file stands beside its rulebook and is read by anybody: a school in a few lines, and cases with a period, the
facts recorded and what has to come out. Here it is only compared; reading the file is the caller's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bzr_domain.facts.admission import Admission
from bzr_domain.facts.class_history import initial
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact, list_current_facts, replay_events
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.kernel.messages import Problem
from bzr_domain.projections.budget import project_budget
from bzr_domain.register.calendar import Term
from bzr_domain.register.roster import Adoption, SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class, load_school
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.recorded_facts import record_facts
from bzr_domain.testing.strategies import CLASS, TEACHER

Table = Mapping[str, Any]
_FIELDS = ("grade", "level", "item", "place", "note", "recorder")
_NUMBERS = ("value", "points")
_WORDS = ("date", "class", "teacher", "fact", "count", *_FIELDS, *_NUMBERS)
_LISTS = ("not_assessed", "not_yet_due", "unset")


def build_example_register(book: Book, data: Table) -> SchoolRegister:
    """Build the school of an examples file under a rulebook; it has one class where the file names none."""
    classes = data.get("class", [{"id": CLASS, "name": "高一(1)班", "stage": "senior", "grade": "高一"}])
    tenures = data.get("tenure") or [
        {
            "teacher": TEACHER if each["id"] == CLASS else f"t-{each['id']}",
            "class": each["id"],
            "from": date(2020, 9, 1),
        }
        for each in classes
    ]
    return SchoolRegister(
        school=SchoolProfile(name="示例学校", timezone="Asia/Shanghai"),
        terms={term["id"]: _build_term(term) for term in data["term"]},
        classes={each["id"]: _build_class(each) for each in classes},
        tenures=tuple(
            Tenure(
                teacher=tenure["teacher"],
                name=tenure.get("name", tenure["teacher"]),
                class_id=tenure["class"],
                start=tenure["from"],
                end=tenure.get("to"),
                years_before=tenure.get("years_before", 0),
            )
            for tenure in tenures
        ),
        adoptions=(Adoption(rulebook=book.digest, start=date(2000, 1, 1)),),
    )


def _build_term(table: Table) -> Term:
    days = {name: tuple(table.get(name, ())) for name in ("holidays", "workdays")}
    return Term(id=table["id"], start=table["start"], end=table["end"], **days)


def _build_class(table: Table) -> SchoolClass:
    return SchoolClass(
        id=table["id"],
        name=table.get("name", table["id"]),
        stage=table.get("stage", "senior"),
        grade=table.get("grade", ""),
        students=table.get("students"),
        class_type=table.get("class_type"),
    )


def find_differences(book: Book, data: Table) -> list[str]:
    """Find every number of the worked cases that does not come out, one line each; none when all do."""
    register = build_example_register(book, data)
    sheets = {sheet["name"]: sheet["facts"] for sheet in data.get("sheet", [])}
    differences = []
    for case in data["case"]:
        rows = [row for name in case.get("with", []) for row in sheets[name]]
        lines = _check_case(book, register, case, [*rows, *case.get("facts", [])])
        differences += [f"{case['name']}: {line}" for line in lines]
    for case in data.get("budget", []):
        differences += [f"budget {case['period']}: {line}" for line in _check_budget(book, register, case)]
    return differences


def _check_budget(book: Book, register: SchoolRegister, case: Table) -> Iterable[str]:
    """A budget worked by hand from the roster: each outcome about the school with its amount."""
    period = register.calendar.find_period(case["period"])
    if period is None:
        return [f"no period {case['period']}"]
    school = load_school(register, {book.digest: book}, [], period.last)
    computed: dict[str, object] = {line.node.id: line.result.value for line in project_budget(school, period)}
    return _compare(case["amounts"], computed)


def _check_case(book: Book, register: SchoolRegister, case: Table, rows: Sequence[Table]) -> Iterable[str]:
    period = register.calendar.find_period(case["period"])
    if period is None:
        return [f"no period {case['period']}"]
    class_id = case.get("class", next(iter(register.classes)))
    facts = _record_rows(book, register, class_id, rows)
    if isinstance(facts, str):
        return [facts]
    as_of = case.get("as_of", date(2999, 1, 1))
    statement = assess_class(register, {book.digest: book}, class_id, period, facts, as_of)
    if isinstance(statement, Problem):
        return [statement.what.zh]
    return _compare_statement(case, statement)


def _record_rows(book: Book, register: SchoolRegister, class_id: str, rows: Sequence[Table]) -> list[CurrentFact] | str:
    """Record the facts of some rows, admitted as those of a sheet are; or say which row is not.

    Args:
        class_id: The class of the rows that name none.
    """
    admission = Admission(register, lambda *_: book, date(2999, 1, 1))
    facts: list[Fact] = []
    for number, row in enumerate(rows, 1):
        fact = admission.admit(_read_row(row, class_id))
        if not isinstance(fact, Fact):
            return f"row {number} {row['fact']}: {'; '.join(problem.what.zh for problem in fact)}"
        facts.append(fact)
    return list_current_facts(replay_events(initial("examples"), [record_facts(facts)]))


def _read_row(row: Table, class_id: str) -> FactRow:
    words: dict[str, Any] = {name: row.get(name) for name in _FIELDS}
    words |= {name: Decimal(row[name]) for name in _NUMBERS if name in row}
    return FactRow(
        kind=row["fact"],
        on=row["date"],
        class_ref=row.get("class", class_id),
        teacher_ref=row.get("teacher"),
        count=row.get("count"),
        own=tuple((name, str(value)) for name, value in row.items() if name not in _WORDS),
        **words,
    )


def _compare_statement(case: Table, statement: Statement) -> Iterable[str]:
    worked: dict[str, object] = {"total": case["total"]} if "total" in case else {}
    computed: dict[str, object] = {"total": statement.total}
    for item in statement.items:
        for column, number in (("items", item.score), ("standards", item.standard)):
            if item.id in case.get(column, {}):
                name = f"{column.removesuffix('s')} {item.id}"
                worked[name], computed[name] = case[column][item.id], number
    missing = {*case.get("items", {}), *case.get("standards", {})} - {item.id for item in statement.items}
    worked |= {f"item {name}": "an item" for name in missing}
    for name, value in case.get("values", {}).items():
        result = statement.results.get(name)
        worked[name], computed[name] = value, "no such node" if result is None else result.value
    for name, value in case.get("outcomes", {}).items():
        worked[name], computed[name] = value, statement.outcomes.get(name, "no such outcome")
    for name in _LISTS:
        if name in case:
            worked[name], computed[name] = tuple(case[name]), getattr(statement, name)
    if "pending" in case:
        worked["pending"], computed["pending"] = case["pending"], len(statement.pending)
    return _compare(worked, computed)


def _compare(worked: Table, computed: Table) -> list[str]:
    expected = {name: _read_value(value) for name, value in worked.items()}
    return [
        f"{name}: worked {_format_value(value)}, computed {_format_value(computed.get(name))}"
        for name, value in expected.items()
        if computed.get(name) != value
    ]


def _read_value(value: object) -> object:
    """A number is written as text or as a number; `nothing` is no value; anything else is a label."""
    if value == "nothing":
        return None
    if isinstance(value, bool):
        return value
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value


def _format_value(value: object) -> str:
    return "nothing" if value is None else str(value)
