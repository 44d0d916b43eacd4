"""An explanation for people (说明): the regulation's words once, then each item's account, every change of points with the facts behind it."""

from collections.abc import Iterator, Sequence
from datetime import date

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words, fact_title, list_provenance
from bzr_adapters.documents.statement import total
from bzr_adapters.front_door.statements import Explanation
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import remarks, verdict_lines
from bzr_adapters.reports.names import describe_moment
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Per, week_of
from bzr_domain.projections.explanation import Explanation as DomainExplanation
from bzr_domain.projections.explanation import ItemAccount
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.ledger import Line
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement


def explain_lines(answer: Explanation, ink: Ink) -> Iterator[str]:
    """The lines of an explanation: whose, then item by item."""
    explanation, words, lang = answer.source, answer.words, answer.lang
    statement = explanation.statement
    yield ink.bold(_heading(statement, describe_moment(answer)).in_(lang))
    yield describe_service(statement).in_(lang)
    for remark in remarks(statement):
        yield ink.yellow(remark.in_(lang))
    for account in explanation.accounts:
        yield from ink.section(_item_heading(account.item).in_(lang))
        touched = {line.clause for line in account.lines} | set(account.voided)
        for clause in account.item.clauses:
            yield from _quote_clause(clause, touched, lang, ink)
        yield from _account_lines(explanation, account, words, lang, ink)
    if len(explanation.accounts) == len(statement.items):
        yield from verdict_lines(statement.verdicts, words.classes if lang == "zh" else {}, lang, ink)


def _heading(statement: Statement, moment: str) -> Message:
    school_class, period, points = statement.school_class, statement.period.name, total(statement) or "—"
    return Message(
        f"{school_class.name} {period} 考核说明:总分 {points}(截至 {moment})",
        f"{school_class.id} {period} explained: total {points} (as of {moment})",
    )


def describe_service(statement: Statement) -> Message:
    """Who had the class on how many school days, and the rulebook in force."""
    book = statement.book
    services = Message.listed(
        Message(
            f"{service.name} {service.first:%m-%d}至{service.last:%m-%d} {service.school_days}个上课日",
            f"{service.teacher} {service.first:%m-%d} to {service.last:%m-%d}, {service.school_days} school days",
        )
        for service in statement.services
    )
    return Message(
        f"班主任:{services.zh or '无'};规则:{book.title}({book.id})第{book.version}版",
        f"head teacher: {services.en or 'none'}; rulebook: {book.id} version {book.version}",
    )


def _item_heading(item: ItemLine) -> Message:
    sums = (item.score, item.standard, item.base, item.earned, item.deducted, item.bonus)
    score, standard, base, earned, deducted, bonus = (values.points(number) for number in sums)
    return Message(
        f"{item.title} {score}(标准分{standard};基础{base} 得分{earned} 扣分{deducted} 奖励{bonus}){item.cite}",
        f"{item.id} {score} (standard {standard}; base {base}, earned {earned}, deducted {deducted}, bonus {bonus}) {item.cite}",
    )


def _quote_clause(clause: ClauseLine, touched: set[str], lang: Lang, ink: Ink) -> Iterator[str]:
    """The words, citation and reading of a clause that the account speaks of, or of its parts."""
    waits = clause.state in ("not-assessed", "not-due") and not clause.parts
    below = [line for part in clause.parts for line in _quote_clause(part, touched, lang, ink)]
    if clause.key not in touched and not below and not waits:
        return
    state = _STATES[clause.state].in_(lang) if waits else ""
    yield f"  {clause.id} {clause.title}({clause.cite}){state}"
    if clause.reading:
        reading = Message(f"      读法:{clause.reading}", f"      reading: {clause.reading}")
        yield ink.dim(reading.in_(lang))
    yield from below


_STATES = {
    "not-assessed": Message(":没有记录,不计分", ": nothing recorded, no points"),
    "not-due": Message(":尚未到期", ": not due yet"),
}


_INDENT = "    "
_BELOW = "                "


_Entry = tuple[Sequence[str], Sequence[str]]
"""One line of the account: its cells, and what stands below it."""


def _account_lines(
    explanation: DomainExplanation, account: ItemAccount, words: Words, lang: Lang, ink: Ink
) -> Iterator[str]:
    """The account's lines in the order of the days, each with who recorded what it stands on."""
    entries = [(line.on, 0, _entry(explanation, line, words, lang, ink)) for line in account.lines]
    entries += [
        (explanation.facts[fact].fact.on, 1, _voided(explanation, clause, fact, words, lang, ink))
        for clause, facts in account.voided.items()
        for fact in facts
    ]
    ordered = [entry for *_, entry in sorted(entries, key=lambda entry: entry[:2])]
    if not ordered:
        yield _INDENT + Message("没有任何增减", "nothing changed it").in_(lang)
    lines = aligned([cells for cells, _ in ordered], {3, 4}, _INDENT)
    for line, (_, below) in zip(lines, ordered, strict=True):
        yield line
        yield from (f"{_BELOW}{text}" for text in below)


def _entry(explanation: DomainExplanation, line: Line, words: Words, lang: Lang, ink: Ink) -> _Entry:
    facts = [explanation.facts[name] for name in line.facts]
    node = explanation.statement.results[line.clause].node
    bound = [] if line.reached is None else [ink.yellow(_describe_bound(line).in_(lang))]
    below = []
    for fact in facts:
        if len(facts) > 1:
            below.append(f"{fact.fact.on} {fact_title(fact, words, lang)}")
        below += list_provenance(fact, words, lang)
    title = fact_title(facts[0], words, lang) if len(facts) == 1 else _describe_line(node, line).in_(lang)
    number = node.id if facts or node.heading != "item" else ""
    scores = f"{values.points(line.before)} → {values.points(line.after)}"
    cells = (str(line.on), number, title, values.signed(line.points), scores)
    return cells, [*bound, *map(ink.dim, below)]


_BOUNDS = {
    "floor": Message("已扣完为止", "the floor is reached"),
    "cap": Message("已满分", "the cap is reached"),
}


def _describe_bound(line: Line) -> Message:
    assert line.reached is not None
    nominal, real = values.signed(line.nominal), values.signed(line.points)
    if line.points:
        counts = Message(f",此条按条款为{nominal},只计{real}", f": {nominal} by the clause, only {real} counts")
    else:
        counts = Message(f",此条不再计分(按条款为{nominal})", f": no more counts ({nominal} by the clause)")
    return _BOUNDS[line.reached] + counts


def _voided(explanation: DomainExplanation, clause: str, fact: str, words: Words, lang: Lang, ink: Ink) -> _Entry:
    current = explanation.facts[fact]
    node = explanation.statement.results[clause].node
    title = ink.strike_out(fact_title(current, words, lang))
    label = Message("[已作废]", "[void] ").in_(lang)
    cells = (str(current.fact.on), node.id, label + title, "", "")
    return cells, [ink.dim(text) for text in list_provenance(current, words, lang)]


def _describe_line(node: Node, line: Line) -> Message:
    """The words of a line that stands on no fact, or on several."""
    if line.facts:
        return Message(f"{len(line.facts)}条记录合并计算", f"{len(line.facts)} facts together")
    if node.heading == "item":
        return Message("基础分", "base")
    if isinstance(node.source, lang.FactRows):
        return _describe_absence(node, node.source, line)
    return Message("按条款计分", "by the clause")


def _describe_absence(node: Node, source: lang.FactRows, line: Line) -> Message:
    span = _describe_span(node.per, line.on)
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        steps = [
            str(step) for selector in source.selectors for test in selector.where.values() for step in test.among or ()
        ]
        what = "或".join(dict.fromkeys(steps)) or "记录"
        return Message(f"{span.zh}没有{what}", f"no {what} in {span.en}")
    if node.otherwise is not None:
        return Message("符合条款所说的条件", "the clause's condition holds")
    return Message(f"{span.zh}没有此类事项", f"no such fact in {span.en}")


def _describe_span(per: Per, day: date) -> Message:
    if per == "week":
        week = week_of(day)
        first, last = f"{week.first:%m-%d}", f"{week.last:%m-%d}"
        return Message(f"本周({first}至{last})", f"the week {first} to {last}")
    return _SPANS.get(per, Message("这一期", "this period"))


_SPANS = {
    "day": Message("当天", "that day"),
    "month": Message("本月", "this month"),
    "term": Message("本学期", "this term"),
    "year": Message("本学年", "this school year"),
}
