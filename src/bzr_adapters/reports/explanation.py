"""An explanation for people (说明): the regulation's words once, then each item's account, every change of points with the facts behind it."""

from collections.abc import Iterable, Iterator, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.account_table import describe_line
from bzr_adapters.documents.facts import Words, fact_title, list_provenance, short_id
from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.names import describe_cite, describe_weight
from bzr_adapters.documents.statement import score, total
from bzr_adapters.front_door.statements import Explanation
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import verdict_lines
from bzr_adapters.reports.names import describe_moment
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.explanation import Explanation as DomainExplanation
from bzr_domain.projections.explanation import ItemAccount
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.ledger import Line
from bzr_domain.scoring.statement import ClauseLine, Statement


def explain_lines(answer: Explanation, ink: Ink) -> Iterator[str]:
    """The lines of an explanation: whose, then item by item."""
    explanation, words, lang = answer.source, answer.words, answer.lang
    statement = explanation.statement
    yield ink.bold(_heading(statement, describe_moment(answer)).in_(lang))
    yield describe_service(statement).in_(lang)
    for remark in remarks(statement):
        yield ink.yellow(remark.in_(lang))
    for account in explanation.accounts:
        yield from ink.section(_item_heading(account).in_(lang))
        touched = {line.clause for line in _list_all(account.lines)} | set(account.voided)
        for clause in account.item.clauses:
            yield from _quote_clause(statement, clause, touched, lang, ink)
        yield from _account_lines(explanation, account, words, lang, ink)
    yield from _total_lines(explanation, lang, ink)
    if len(explanation.accounts) == len(statement.items):
        yield from verdict_lines(statement.verdicts, words.classes if lang == "zh" else {}, lang, ink)


def _total_lines(explanation: DomainExplanation, lang: Lang, ink: Ink) -> Iterator[str]:
    """How the total comes of the items, where it is not simply their sum."""
    if explanation.is_plain_sum:
        return
    points = total(explanation.statement) or "—"
    yield from ink.section(Message(f"总分 {points}", f"total {points}").in_(lang))
    rows = [row for line in explanation.total_lines for row in _total_rows(explanation, line, lang)]
    yield from aligned(rows, {1}, _INDENT)


def _total_rows(explanation: DomainExplanation, line: Line, lang: Lang, depth: int = 0) -> Iterator[Sequence[str]]:
    """A line of the total, and indented below it the items that its operation works on."""
    node = explanation.statement.results[line.clause].node
    is_item = line.kind == "clause"
    title = Message(node.title, node.id) if is_item else describe_line(node, line)
    share = _describe_share(line) if depth == 0 else _describe_factor(line)
    yield _PART * depth + title.in_(lang), "—" if line.points is None else values.signed(line.points), share
    for part in line.parts if line.operation not in ("factor", "ceiling") else ():
        yield from _total_rows(explanation, part, lang, depth + 1)


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


def _item_heading(account: ItemAccount) -> Message:
    item = account.item
    numbers = (item.base, item.earned, item.deducted, item.bonus)
    base, earned, deducted, bonus = (values.points(number) for number in numbers)
    standard = "—" if item.standard is None else values.points(item.standard)
    score_text, weight = score(item) or "—", describe_weight(item.weight)
    zh, en = (f" 权重{weight}", f", weight {weight}") if weight else ("", "")
    return Message(
        f"{item.title} {score_text}(标准分{standard};基础{base} 得分{earned} 扣分{deducted} 奖励{bonus}{zh}){item.cite}",
        f"{item.id} {score_text} (standard {standard}; base {base}, earned {earned}, deducted {deducted}, bonus {bonus}{en})"
        f" {item.cite}".rstrip(),
    )


def _quote_clause(statement: Statement, clause: ClauseLine, touched: set[str], lang: Lang, ink: Ink) -> Iterator[str]:
    """The words, citation and reading of a clause that the account speaks of, or of its parts."""
    waits = clause.state in ("not-assessed", "not-due") and not clause.parts
    below = [line for part in clause.parts for line in _quote_clause(statement, part, touched, lang, ink)]
    if clause.key not in touched and not below and not waits and not clause.excused:
        return
    state = _describe_state(clause, statement.results[clause.key].node).in_(lang) if waits and not clause.facts else ""
    weight = describe_weight(clause.weight)
    weighed = Message(f" 权重{weight}", f" weight {weight}").in_(lang) if weight else ""
    yield f"  {clause.id} {clause.title}{describe_cite(clause.cite).zh}{weighed}{state}"
    if clause.reading:
        reading = Message(f"      读法:{clause.reading}", f"      reading: {clause.reading}")
        yield ink.dim(reading.in_(lang))
    if clause.excused:
        names = "、".join(short_id(fact) for fact in clause.excused)
        excused = Message(f"      除外的记录,不计分:{names}", f"      excused, no points: {names}")
        yield ink.dim(excused.in_(lang))
    yield from below


def _describe_state(clause: ClauseLine, node: Node) -> Message:
    """Why a clause that counted no fact says nothing: it waits, what was recorded is excused or awaits its points, or nothing was."""
    if clause.state == "not-due":
        return Message(":尚未到期", ": not due yet")
    if clause.pending:
        return Message(":记录待定分值", ": what is recorded awaits its points")
    if clause.excused:
        return Message(":记录均属除外,不计分", ": what is recorded is excused, no points")
    if node.since is not None or node.until is not None:
        return Message(":施行的日子里没有记录,不计分", ": nothing recorded on the days it is in force, no points")
    return Message(":没有记录,不计分", ": nothing recorded, no points")


_INDENT = "    "
_PART = "  "
_BELOW = "                "


_Entry = tuple[Sequence[str], Sequence[str]]
"""One line of the account: its cells, and what stands below it."""


def _list_all(lines: Iterable[Line]) -> Iterator[Line]:
    """Every line, and after each the parts of its operation."""
    for line in lines:
        yield line
        yield from _list_all(line.parts)


def _account_lines(
    explanation: DomainExplanation, account: ItemAccount, words: Words, lang: Lang, ink: Ink
) -> Iterator[str]:
    """The account's lines in the order of the days, each with who recorded what it stands on."""
    entries = [(line.on, 0, list(_entries(explanation, line, words, lang, ink))) for line in account.lines]
    entries += [
        (explanation.facts[fact].fact.on, 1, [_voided(explanation, clause, fact, words, lang, ink)])
        for clause, facts in account.voided.items()
        for fact in facts
    ]
    ordered = [entry for *_, block in sorted(entries, key=lambda entry: entry[:2]) for entry in block]
    if not ordered:
        yield _INDENT + Message("没有任何增减", "nothing changed it").in_(lang)
    lines = aligned([cells for cells, _ in ordered], {3}, _INDENT)
    for line, (_, below) in zip(lines, ordered, strict=True):
        yield line
        yield from (f"{_BELOW}{text}" for text in below)


def _entries(
    explanation: DomainExplanation, line: Line, words: Words, lang: Lang, ink: Ink, depth: int = 0
) -> Iterator[_Entry]:
    """A line, and indented below it the parts of its operation."""
    facts = [explanation.facts[name] for name in line.facts]
    node = explanation.statement.results[line.clause].node
    below = []
    for fact in facts:
        if len(facts) > 1 or line.points is None:
            below.append(f"{fact.day} {fact_title(fact, words, lang)}")
        below += list_provenance(fact, words, lang)
    by_fact = len(facts) == 1 and line.points is not None
    title = fact_title(facts[0], words, lang) if by_fact else describe_line(node, line).in_(lang)
    yield (
        (
            str(line.on),
            node.id if line.kind == "clause" or line.parts else "",
            _PART * depth + (ink.yellow(title) if line.kind == "bound" else title),
            "—" if line.points is None else values.signed(line.points),
            _describe_share(line) if depth == 0 else _describe_factor(line),
        ),
        [ink.dim(text) for text in below],
    )
    for part in line.parts:
        yield from _entries(explanation, part, words, lang, ink, depth + 1)


def _describe_share(line: Line) -> str:
    """The weight beside what it weighs, and what comes of both."""
    return "" if line.weight == 1 else f"{_describe_factor(line)} = {values.signed(line.counts)}"


def _describe_factor(line: Line) -> str:
    return "" if line.weight == 1 else f"× {describe_weight(line.weight)}"


def _voided(explanation: DomainExplanation, clause: str, fact: str, words: Words, lang: Lang, ink: Ink) -> _Entry:
    current = explanation.facts[fact]
    node = explanation.statement.results[clause].node
    title = ink.strike_out(fact_title(current, words, lang))
    label = Message("[已作废]", "[void] ").in_(lang)
    cells = (str(current.fact.on), node.id, label + title, "", "")
    return cells, [ink.dim(text) for text in list_provenance(current, words, lang)]
