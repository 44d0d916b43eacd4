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
from bzr_domain.kernel.messages import Message, Problem
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
_TOTAL = Message("总分", "total")
_PENDING = Message("待定", "pending")
_LISTS = {
    "not_assessed": Message("未评", "not assessed"),
    "not_yet_due": Message("未到期", "not due yet"),
    "unset": Message("没有定数", "without a figure"),
}
_COLUMNS = {"items": Message("项目", "item "), "standards": Message("标准分:", "standard ")}
_NO_NODE = Message("没有这个节点", "no such node")
_NO_OUTCOME = Message("没有这个结果", "no such outcome")
_AN_ITEM = Message("有这一项", "an item")
_Values = Mapping[Message, object]
"""What a number is called → what it comes to."""


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
        college=table.get("college"),
    )


def find_differences(book: Book, data: Table) -> list[Message]:
    """Find every number of the worked cases that does not come out, one line each; none when all do."""
    register = build_example_register(book, data)
    sheets = {sheet["name"]: sheet["facts"] for sheet in data.get("sheet", [])}
    differences = []
    for case in data["case"]:
        rows = [row for name in case.get("with", []) for row in sheets[name]]
        lines = _check_case(book, register, case, [*rows, *case.get("facts", [])])
        differences += [Message(f"{case['name']}:", f"{case['name']}: ") + line for line in lines]
    for case in data.get("budget", []):
        heading = Message(f"{case['period']}预算:", f"budget {case['period']}: ")
        differences += [heading + line for line in _check_budget(book, register, case)]
    return differences


def _report_no_period(case: Table) -> Message:
    return Message(f"没有时段{case['period']}", f"no period {case['period']}")


def _check_budget(book: Book, register: SchoolRegister, case: Table) -> Iterable[Message]:
    """A budget worked by hand from the roster: each outcome about the school with its amount."""
    period = register.calendar.find_period(case["period"])
    if period is None:
        return [_report_no_period(case)]
    school = load_school(register, {book.digest: book}, [], period.last)
    lines = project_budget(school, period)
    computed = {Message.same(" ".join(filter(None, (line.node.id, line.group)))): line.result.value for line in lines}
    return _compare({Message.same(name): amount for name, amount in case["amounts"].items()}, computed)


def _check_case(book: Book, register: SchoolRegister, case: Table, rows: Sequence[Table]) -> Iterable[Message]:
    period = register.calendar.find_period(case["period"])
    if period is None:
        return [_report_no_period(case)]
    class_id = case.get("class", next(iter(register.classes)))
    facts = _record_rows(book, register, class_id, rows)
    if isinstance(facts, Message):
        return [facts]
    as_of = case.get("as_of", date(2999, 1, 1))
    statement = assess_class(register, {book.digest: book}, class_id, period, facts, as_of)
    if isinstance(statement, Problem):
        return [statement.what]
    return [*_compare_statement(case, statement), *_list_taken(book, register, class_id, case.get("refused", []))]


def _list_taken(book: Book, register: SchoolRegister, class_id: str, rows: Sequence[Table]) -> Iterable[Message]:
    """Name the rows that recording has to refuse, and does not."""
    for number, row in enumerate(rows, 1):
        if not isinstance(_record_rows(book, register, class_id, [row]), Message):
            yield _name_row(number, row) + Message("手算不收,却收了", "worked out as refused, and was taken")


def _record_rows(
    book: Book, register: SchoolRegister, class_id: str, rows: Sequence[Table]
) -> list[CurrentFact] | Message:
    """Record the facts of some rows, admitted as those of a sheet are; or say which row is not.

    Args:
        class_id: The class of the rows that name none.
    """
    admission = Admission(register, lambda *_: book, date(2999, 1, 1))
    facts: list[Fact] = []
    for number, row in enumerate(rows, 1):
        fact = admission.admit(_read_row(row, class_id))
        if not isinstance(fact, Fact):
            return _name_row(number, row) + Message.joined(problem.what for problem in fact)
        facts.append(fact)
    return list_current_facts(replay_events(initial("examples"), [record_facts(facts)]))


def _name_row(number: int, row: Table) -> Message:
    return Message(f"第{number}行 {row['fact']}:", f"row {number} {row['fact']}: ")


def _read_row(row: Table, class_id: str) -> FactRow:
    words: dict[str, Any] = {name: row.get(name) for name in _FIELDS}
    words |= {name: Decimal(row[name]) for name in _NUMBERS if name in row}
    return FactRow(
        kind=row["fact"],
        on=row["date"],
        class_ref=row.get("class", class_id),
        teacher_ref=row.get("teacher"),
        count=int(row["count"]) if "count" in row else None,
        own=tuple((name, str(value)) for name, value in row.items() if name not in _WORDS),
        **words,
    )


def _compare_statement(case: Table, statement: Statement) -> Iterable[Message]:
    worked: dict[Message, object] = {_TOTAL: case["total"]} if "total" in case else {}
    computed: dict[Message, object] = {_TOTAL: statement.total}
    for item in statement.items:
        for column, number in (("items", item.score), ("standards", item.standard)):
            if item.id in case.get(column, {}):
                name = _COLUMNS[column] + Message.same(item.id)
                worked[name], computed[name] = case[column][item.id], number
    missing = {*case.get("items", {}), *case.get("standards", {})} - {item.id for item in statement.items}
    worked |= {_COLUMNS["items"] + Message.same(item): _AN_ITEM for item in sorted(missing)}
    for node, value in case.get("values", {}).items():
        result, name = statement.results.get(node), Message.same(node)
        worked[name], computed[name] = value, _NO_NODE if result is None else result.value
    for outcome, value in case.get("outcomes", {}).items():
        name = Message.same(outcome)
        worked[name], computed[name] = value, statement.outcomes.get(outcome, _NO_OUTCOME)
    for column, name in _LISTS.items():
        if column in case:
            worked[name], computed[name] = tuple(case[column]), getattr(statement, column)
    if "pending" in case:
        worked[_PENDING], computed[_PENDING] = case["pending"], len(statement.pending)
    return _compare(worked, computed)


def _compare(worked: _Values, computed: _Values) -> list[Message]:
    expected = {name: _read_value(value) for name, value in worked.items()}
    return [
        name
        + Message(":手算", ": worked ")
        + _describe_value(value)
        + Message(",算得", ", computed ")
        + _describe_value(computed.get(name))
        for name, value in expected.items()
        if computed.get(name) != value
    ]


def _read_value(value: object) -> object:
    """A number is written as text or as a number; `nothing` is no value; anything else is a label."""
    if value == "nothing":
        return None
    if isinstance(value, bool | Message | tuple):
        return value
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value


def _describe_value(value: object) -> Message:
    if isinstance(value, Message):
        return value
    if isinstance(value, bool):
        return Message("是", "yes") if value else Message("否", "no")
    if isinstance(value, tuple):
        return Message.listed(map(str, value)) if value else Message("无", "none")
    return Message("没有", "nothing") if value is None else Message.same(str(value))
