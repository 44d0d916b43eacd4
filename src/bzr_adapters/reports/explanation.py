"""An explanation for people (说明): the regulation's words once, then each item's account, every change of points with the facts behind it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bzr_adapters.documents import values
from bzr_adapters.documents.explanation import describe_nothing_left
from bzr_adapters.documents.facts import Words, fact_title, list_provenance
from bzr_adapters.documents.statement import score, total
from bzr_adapters.front_door.statements import Explanation
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import remarks, verdict_lines
from bzr_adapters.reports.names import describe_moment, describe_weight
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Per, week_of
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.explanation import Explanation as DomainExplanation
from bzr_domain.projections.explanation import ItemAccount
from bzr_domain.rulebook import language as lang
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


def _quote_clause(clause: ClauseLine, touched: set[str], lang: Lang, ink: Ink) -> Iterator[str]:
    """The words, citation and reading of a clause that the account speaks of, or of its parts."""
    waits = clause.state in ("not-assessed", "not-due") and not clause.parts
    below = [line for part in clause.parts for line in _quote_clause(part, touched, lang, ink)]
    if clause.key not in touched and not below and not waits:
        return
    state = _STATES[clause.state].in_(lang) if waits and not clause.facts else ""
    weight = describe_weight(clause.weight)
    weighed = Message(f" 权重{weight}", f" weight {weight}").in_(lang) if weight else ""
    yield f"  {clause.id} {clause.title}({clause.cite}){weighed}{state}"
    if clause.reading:
        reading = Message(f"      读法:{clause.reading}", f"      reading: {clause.reading}")
        yield ink.dim(reading.in_(lang))
    yield from below


_STATES = {
    "not-assessed": Message(":没有记录,不计分", ": nothing recorded, no points"),
    "not-due": Message(":尚未到期", ": not due yet"),
}


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
        if len(facts) > 1:
            below.append(f"{fact.fact.on} {fact_title(fact, words, lang)}")
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


_BOUNDS = {
    "floor": Message("不低于", "the floor"),
    "cap": Message("封顶,不超过", "the cap"),
    "most": Message("封顶,至多", "the most"),
    "round": Message("取整", "rounding"),
}
_TO_NOTHING = Message("扣完为止", "the floor")
_OPERATIONS = {
    "mean": Message("取平均", "the mean"),
    "highest": Message("取最高", "the highest"),
    "lowest": Message("取最低", "the lowest"),
    "last": Message("以最近一次为准", "the latest counts"),
    "days": Message("按日子计", "the days are counted"),
    "streak": Message("连续计", "the latest in a row"),
    "quotient": Message("相除", "the quotient"),
    "factor": Message("乘以{factor}", "times {factor}"),
    "ceiling": Message("不高于{ceiling}", "no higher than {ceiling}"),
    "otherwise": Message("按条款计分", "by the clause"),
}


def describe_line(node: Node, line: Line) -> Message:
    """The words of a line that stands on no fact or on several: a base, a clause, a bound or an operation."""
    if line.kind == "base":
        return Message("基础分", "base")
    if line.points is None:
        return describe_nothing_left(node, len(line.facts))
    if line.bound is not None:
        return _describe_bound(node, line)
    if line.operation == "place":
        return Message(f"{len(line.facts)}条记录合并后按名次计分", "by the place among the peers")
    count = len(line.facts)
    several = Message(f"{count}条记录", f"{count} facts: ") if count > 1 else Message("", "")
    if line.operation is not None and (count or line.parts):
        return several + _put(_OPERATIONS[line.operation], _find_numbers(line))
    if count:
        return Message(f"{count}条记录合并计算", f"{count} facts together")
    if isinstance(node.source, lang.FactRows):
        return _describe_absence(node, node.source, line)
    return _OPERATIONS["otherwise"]


def _describe_bound(node: Node, line: Line) -> Message:
    """Which bound of what, and how much it took or gave."""
    word, points = str(line.bound), line.points or ZERO
    limit = getattr(node.bound, word, None)
    words = _TO_NOTHING if word == "floor" and limit == 0 else _BOUNDS[word]
    if limit and isinstance(limit, Decimal):
        words += Message(values.points(limit), f" {values.points(limit)}")
    number = values.points(abs(points))
    change = (
        Message(f",少扣{number}", f" gives {number}") if points > 0 else Message(f",少计{number}", f" takes {number}")
    )
    return Message(f"{node.title}:", f"{node.id}: ") + words + change


def _find_numbers(line: Line) -> dict[str, str]:
    """What a factor or a ceiling multiplies with or stops at."""
    worked = sum((part.counts for part in line.parts), ZERO)
    return {"factor": values.tally(Fraction(worked)) or "", "ceiling": values.points(worked)}


def _put(message: Message, numbers: dict[str, str]) -> Message:
    return Message(message.zh.format(**numbers), message.en.format(**numbers))


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
