"""Statements as the front door gives them (考核表): of a class, of a month, of a term; explained, and compared two ways."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias, cast

import attrs

from bzr_adapters.documents import values as written
from bzr_adapters.documents.account_table import account_sheet
from bzr_adapters.documents.explanation import EXPLAIN_1, EXPLAIN_2, explain_document
from bzr_adapters.documents.facts import Words
from bzr_adapters.documents.month_table import month_sheet
from bzr_adapters.documents.names import describe_vacancy
from bzr_adapters.documents.spreadsheet import Sheet
from bzr_adapters.documents.statement import (
    Month,
    describe_exact_comparison,
    describe_table_gap,
    month_document,
    statement_object,
)
from bzr_adapters.documents.term import term_document
from bzr_adapters.documents.term_table import term_sheet
from bzr_adapters.front_door.arguments import Period
from bzr_adapters.front_door.errors import Problem, publish_error, publish_problems
from bzr_adapters.front_door.facts import publish_fact
from bzr_adapters.front_door.tables import AnswerTable
from bzr_adapters.front_door.values import Answer, Fact, Head
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Lang, Message, UnknownReference
from bzr_domain.kernel.periods import Period as DomainPeriod
from bzr_domain.projections.commendation import UNQUALIFIED
from bzr_domain.projections.explanation import Explanation as DomainExplanation
from bzr_domain.projections.semester import Semester, TermResult
from bzr_domain.scoring import statement as scoring

Outcome: TypeAlias = Decimal | str | bool | None


@attrs.frozen(kw_only=True)
class Clause:
    """One printed clause (条款): what its measure came to, what it changed in points, and the ids of the facts it counted."""

    id: str
    tally: str
    points: Decimal
    facts: tuple[str, ...]
    cite: str


@attrs.frozen(kw_only=True)
class Item:
    """One item (项目), in points; `earned`, `deducted` and `bonus` are positive and stand before the bounds.

    Attributes:
        standard: Its cap; None where it has none.
        score: 0 where nothing of it was assessed (see `assessed`).
    """

    id: str
    title: str
    standard: Decimal | None
    base: Decimal
    earned: Decimal
    deducted: Decimal
    bonus: Decimal
    score: Decimal
    assessed: bool
    clauses: tuple[Clause, ...]


class Items(Mapping[str, Item]):
    """The items of a statement in the rulebook's order, each found by its id or its title."""

    def __init__(self, items: Sequence[Item], lang: Lang = "zh") -> None:
        """Take the items in their order."""
        self._items = {item.id: item for item in items}
        self._ids = {item.title: item.id for item in items} | {item.id: item.id for item in items}
        self._lang = lang

    def __getitem__(self, name: str) -> Item:
        """Return the item of that id or title.

        Raises:
            NotFound: When there is none; it is a KeyError too.
        """
        if name not in self._ids:
            what = Message(f"没有项目“{name}”", f"there is no item {name!r}")
            unknown = UnknownReference.among(what, str(name), self._ids, code="rulebook.unknown-item")
            raise publish_error(unknown, self._lang)
        return self._items[self._ids[name]]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        """Return whether both hold the same items."""
        return isinstance(other, Items) and self._items == other._items

    __hash__ = None  # type: ignore[assignment]  # as of any mapping

    def __repr__(self) -> str:
        """Return the items as they are."""
        return f"Items({list(self._items.values())!r})"


@attrs.frozen(kw_only=True)
class Statement(Answer):
    """What a class earned in a period (考核表), `bzr.statement/1`.

    Attributes:
        teacher: The head teacher on the period's last school day; None where there was none.
        total: In points; 0 where nothing was assessed (see `assessed`).
        items: By id or title, in the rulebook's order.
        outcomes: Outcome id → money in yuan, a label, yes or no; None where it has no value.
        not_assessed: The clauses without a grade.
        remarks: What has to be known beside the numbers.
    """

    class_id: str
    period: Period
    teacher: str | None
    recorded: bool
    provisional: bool
    assessed: bool
    total: Decimal
    rulebook: str
    rulebook_version: int
    items: Items
    outcomes: Mapping[str, Outcome]
    not_assessed: tuple[str, ...]
    remarks: tuple[Problem, ...]

    def _build_document(self) -> Mapping[str, Any]:
        return {
            "schema": "bzr.statement/1",
            "period": self.period.id,
            "as_of": self.as_of.isoformat(),
            **statement_object(self.source),
        }


def publish_period(period: DomainPeriod) -> Period:
    """Return a period as the front door gives it."""
    return Period(id=period.name, start=period.first, end=period.last)


def publish_statement(statement: scoring.Statement, head: Head, remarks: Sequence[Problem] = ()) -> Statement:
    """Return a statement as the front door gives it; `head` says where the store stood, and the language."""
    lang = cast("Lang", head["lang"])
    return Statement(
        **head,
        source=statement,
        class_id=statement.school_class.id,
        period=publish_period(statement.period),
        teacher=None if statement.teacher is None else statement.teacher.teacher,
        recorded=statement.recorded,
        provisional=statement.is_provisional,
        assessed=statement.assessed,
        total=statement.total,
        rulebook=statement.book.id,
        rulebook_version=statement.book.version,
        items=Items([_publish_item(item) for item in statement.items], lang),
        outcomes=MappingProxyType(dict(statement.outcomes)),
        not_assessed=statement.not_assessed,
        remarks=(*_list_remarks(statement, lang), *remarks),
    )


def _publish_item(item: scoring.ItemLine) -> Item:
    columns = ("id", "title", "standard", "base", "earned", "deducted", "bonus", "score", "assessed")
    clauses = tuple(_publish_clause(clause) for clause in item.clauses)
    return Item(**{name: getattr(item, name) for name in columns}, clauses=clauses)


def _publish_clause(clause: scoring.ClauseLine) -> Clause:
    tally = written.tally(clause.tally) or ""
    return Clause(id=clause.id, tally=tally, points=clause.points, facts=clause.facts, cite=clause.cite)


def _list_remarks(statement: scoring.Statement, lang: Lang) -> list[Problem]:
    name, facts = statement.name_clauses, Message.listed
    nothing, begins = Message("没有任何记录", "nothing was recorded"), Message("还没有开始", "the period has not begun")
    remarks = [
        None if statement.recorded else _remark(nothing, lang, code="statement.nothing-recorded"),
        None if statement.begun else _remark(begins, lang, code="statement.not-begun"),
        _list("未评:", "not assessed: ", name(statement.not_assessed), lang, code="statement.not-assessed"),
        _list(
            "总分缺项,暂定:",
            "parts of the total missing, provisional: ",
            name(statement.missing_parts),
            lang,
            code="statement.parts-missing",
        ),
        _list("未到期:", "not due yet: ", name(statement.not_yet_due), lang, code="statement.not-due"),
        _list("没有定数:", "without a figure: ", name(statement.unset), lang, code="statement.unset"),
        _list(
            "事实待定分:",
            "facts without their points: ",
            facts(statement.pending),
            lang,
            code="statement.points-pending",
        ),
        _list(
            "没有条款计入:", "counted by no clause: ", facts(statement.not_scored), lang, code="statement.not-scored"
        ),
        _list(
            "其中没有一个时段计入:",
            "of these, counted by no period: ",
            facts(statement.uncounted),
            lang,
            code="statement.uncounted",
        ),
    ]
    vacancies = map(describe_vacancy, statement.vacancies)
    remarks += [_remark(text, lang, code="statement.no-head-teacher") for text in vacancies]
    exact = map(describe_exact_comparison, statement.exact_comparisons)
    remarks += [_remark(text, lang, code="statement.compared-exactly") for text in exact]
    gaps = map(describe_table_gap, statement.table_gaps)
    remarks += [_remark(text, lang, code="statement.table-gap") for text in gaps]
    return [remark for remark in remarks if remark is not None]


def _list(zh: str, en: str, names: Message, lang: Lang, *, code: str) -> Problem | None:
    return _remark(Message(zh, en) + names, lang, code=code) if names.en else None


def _remark(text: Message, lang: Lang, *, code: str) -> Problem:
    return Problem(code=code, at=(), expected="", text=text.in_(lang))


@attrs.frozen(kw_only=True)
class MonthTable(AnswerTable):
    """The statements of a month (月考核表), in the order in which the classes were declared; `bzr.month/1`.

    Attributes:
        problems: Why a class has no statement; `at` holds its id.
    """

    period: Period
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]

    def _build_document(self) -> Mapping[str, Any]:
        return month_document(cast("Month", self.source), self.lang)

    def build_sheet(self) -> Sheet:
        """Return the table of the month."""
        return month_sheet(self.source, self.lang)


def publish_month(month: Month, head: Head) -> MonthTable:
    """Return a month's statements as the front door gives them."""
    return MonthTable(
        **head,
        source=month,
        period=publish_period(month.month),
        statements=tuple(publish_statement(statement, head) for statement in month.statements),
        problems=place_problems(month.problems, cast("Lang", head["lang"])),
    )


def place_problems(problems: Sequence[tuple[str, kernel.Problem]], lang: Lang) -> tuple[Problem, ...]:
    """Return why some classes have no statement; the place of each is its class."""
    texts = publish_problems([problem for _, problem in problems], lang)
    return tuple(attrs.evolve(text, at=(class_id,)) for (class_id, _), text in zip(problems, texts, strict=True))


@attrs.frozen(kw_only=True)
class TermRow:
    """What a class comes to in a term or a school year.

    Attributes:
        months: Month → its total in points.
        mean: What the total of the whole comes to; None where nothing was assessed.
        result: The label of the whole (优秀, 合格); None where the rulebook gives none.
        unqualified: The clause that makes the head teacher unqualified (不合格); None where none does.
    """

    class_id: str
    months: Mapping[str, Decimal]
    mean: Decimal | None
    result: str | None
    unqualified: str | None


@attrs.frozen(kw_only=True)
class TermTable(AnswerTable):
    """The results of a term, a school year or a week (学期考核), `bzr.term/1`; `commendation` lists the classes to be proposed."""

    period: Period
    rows: tuple[TermRow, ...]
    commendation: tuple[str, ...]
    problems: tuple[Problem, ...]
    semester: Semester = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return term_document(self.semester, self.as_of, self.lang)

    def build_sheet(self) -> Sheet:
        """Return the table of the term, whom a rule disqualifies, and the commendation lists."""
        return term_sheet(self.semester, self.source, self.lang)


def publish_term(semester: Semester, month: Month, head: Head) -> TermTable:
    """Return a term's results as the front door gives them; `month` has its statements."""
    nominees = [nominee for group in semester.commendation for nominee in group.nominees or ()]
    return TermTable(
        **head,
        source=month,
        semester=semester,
        period=publish_period(semester.period),
        rows=tuple(_publish_term_row(result) for result in semester.results),
        commendation=tuple(n.statement.school_class.id for n in nominees if not n.bars),
        problems=place_problems(semester.problems, cast("Lang", head["lang"])),
    )


def _publish_term_row(result: TermResult) -> TermRow:
    met = result.list_disqualifications(UNQUALIFIED)
    return TermRow(
        class_id=result.statement.school_class.id,
        months=MappingProxyType(dict(result.months)),
        mean=result.mean,
        result=result.result,
        unqualified=met[0].cite or met[0].id if met else None,
    )


@attrs.frozen(kw_only=True)
class Explanation(AnswerTable):
    """A statement followed back to its facts (说明), `bzr.explain/2`; `facts` by id, `lines` the clauses of the items asked for."""

    statement: Statement
    facts: Mapping[str, Fact]
    lines: tuple[Clause, ...]
    words: Words = attrs.field(repr=False, eq=False)

    def build_sheet(self) -> Sheet:
        """Return the items with their scores, and every change of points with the facts behind it."""
        return account_sheet(self.source, self.words, self.lang)

    def to_dict(self, schema: str = EXPLAIN_2) -> dict[str, Any]:
        """Return the document, in the form before where `bzr.explain/1` is asked for.

        Raises:
            NotFound: When there is no such form.
        """
        if schema not in (EXPLAIN_1, EXPLAIN_2):
            what = Message(f"没有文档“{schema}”", f"there is no document {schema!r}")
            unknown = UnknownReference.among(what, schema, (EXPLAIN_2, EXPLAIN_1), code="document.unknown")
            raise publish_error(unknown, self.lang)
        return self._place(explain_document(cast("DomainExplanation", self.source), self.as_of, self.words, schema))


def publish_explanation(explanation: DomainExplanation, words: Words, head: Head) -> Explanation:
    """Return an explanation as the front door gives it."""
    return Explanation(
        **head,
        source=explanation,
        words=words,
        statement=publish_statement(explanation.statement, head),
        facts=_Facts(explanation.facts, words),
        lines=tuple(_publish_clause(clause) for account in explanation.accounts for clause in account.item.clauses),
    )


class _Facts(Mapping[str, Fact]):
    """The facts of an explanation by id, each given as the front door gives it when it is asked for."""

    def __init__(self, facts: Mapping[str, CurrentFact], words: Words) -> None:
        self._facts, self._words = facts, words

    def __getitem__(self, name: str) -> Fact:
        return publish_fact(self._facts[name], self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
