"""An explanation for people: the regulation's words once, then the account line by line (说明)."""

from collections.abc import Iterator

from bzr_adapters.reports import values
from bzr_adapters.reports.account import account_lines
from bzr_adapters.reports.facts import Words
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month_table import remarks
from bzr_adapters.reports.statement import Month, total
from bzr_adapters.reports.verdicts import verdict_lines
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.explanation import Explanation, ItemAccount
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement


def explain_lines(found: Explanation, month: Month, words: Words, lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of an explanation: whose, then item by item."""
    statement = found.statement
    yield ink.bold(_heading(statement, month).in_(lang))
    yield served(statement).in_(lang)
    for remark in remarks(statement):
        yield ink.yellow(remark.in_(lang))
    for account in found.accounts:
        yield ""
        yield ink.bold(_item_heading(account.item).in_(lang))
        yield from _regulation(account, lang, ink)
        yield from account_lines(found, account, words, lang, ink)
    if len(found.accounts) == len(statement.items):
        yield from verdict_lines(statement.verdicts, words.classes if lang == "zh" else {}, lang, ink)


def _heading(statement: Statement, month: Month) -> Message:
    one, points, moment = statement.school_class, total(statement) or "—", values.minute(month.as_of)
    return Message(
        f"{one.name} {month.month.name} 考核说明:总分 {points}(截至 {moment})",
        f"{one.id} {month.month.name} explained: total {points} (as of {moment})",
    )


def served(statement: Statement) -> Message:
    """Who had the class on how many school days, and the rulebook in force."""
    book = statement.book
    zh = "、".join(
        f"{one.name} {one.first:%m-%d}至{one.last:%m-%d} {one.school_days}个上课日"
        for one in statement.services
    )
    en = ", ".join(
        f"{one.teacher} {one.first:%m-%d} to {one.last:%m-%d}, {one.school_days} school days"
        for one in statement.services
    )
    return Message(
        f"班主任:{zh or '无'};规则:{book.title}({book.id})第{book.version}版",
        f"head teacher: {en or 'none'}; rulebook: {book.id} version {book.version}",
    )


def _item_heading(item: ItemLine) -> Message:
    sums = (item.score, item.standard, item.base, item.earned, item.deducted, item.bonus)
    score, standard, base, earned, deducted, bonus = (values.points(number) for number in sums)
    return Message(
        f"{item.title} {score}(标准分{standard};基础{base} 得分{earned} 扣分{deducted} 奖励{bonus}){item.cite}",
        f"{item.id} {score} (standard {standard}; base {base}, earned {earned}, deducted {deducted}, bonus {bonus}) {item.cite}",
    )


def _regulation(account: ItemAccount, lang: Lang, ink: Ink) -> Iterator[str]:
    """The words, citation and reading of every clause the account speaks of, each once."""
    touched = {line.clause for line in account.lines} | set(account.voided)
    for clause in account.item.clauses:
        yield from _clause(clause, touched, lang, ink)


def _clause(clause: ClauseLine, touched: set[str], lang: Lang, ink: Ink) -> Iterator[str]:
    waits = clause.state in ("not-assessed", "not-due") and not clause.parts
    below = [line for part in clause.parts for line in _clause(part, touched, lang, ink)]
    if clause.key not in touched and not below and not waits:
        return
    state = _STATES[clause.state].in_(lang) if waits else ""
    yield f"  {clause.id} {clause.title}({clause.cite}){state}"
    if clause.reading:
        yield ink.dim(_reading(clause.reading).in_(lang))
    yield from below


_STATES = {
    "not-assessed": Message(":没有记录,不计分", ": nothing recorded, no points"),
    "not-due": Message(":尚未到期", ": not due yet"),
}


def _reading(text: str) -> Message:
    return Message(f"      读法:{text}", f"      reading: {text}")
