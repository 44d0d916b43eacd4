"""What a month's sheet says (计算绩效): each head teacher's pay, and the adjustments of months already paid."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import attrs

from bzr_domain.kernel.messages import Message, Refused, UnknownReference, refuse
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.kernel.readings import NEWER_SOFTWARE, NOT_ASSESSED, NOT_PROVISIONAL, PAID_STAYS
from bzr_domain.pay.entitlement import Entitlement, ScoredMonth, compute_entitlements, score_month
from bzr_domain.pay.events import Adjustment, NewerFigure, PayLine, PayPrepared
from bzr_domain.pay.pay_sheet import find_month, list_classes, list_paid_lines
from bzr_domain.pay.schemes import check_names, choose_schemes, list_schemes, split_names
from bzr_domain.publication.pending_reasons import explain_provisional, waits_for_last_week
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import explain_no_school_day
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

Entitlements = Mapping[str, Entitlement]
"""Teacher → what a month owes."""
PaidLines = Mapping[tuple[str, str], tuple[PayLine, ...]]
"""Month and teacher → the lines of paid sheets with something for that month."""
TeacherMonth = tuple[str, str]
"""Teacher and paid month."""


def fill_in_sheet(  # noqa: PLR0913 (keywords)
    school: LoadedSchool,
    month: Period,
    scheme: str,
    allowance: str,
    paid: Sequence[PayPrepared],
    books: Mapping[str, Book],
    *,
    newer: Mapping[TeacherMonth, int] = MappingProxyType({}),
    accept_meaning: str = "",
) -> PayPrepared | Refused:
    """Return what a month's sheet says as known now, with what paid months owe as adjustments.

    Args:
        school: The school, with every fact that the month and the paid months are scored from.
        scheme: The outcomes that say what the assessment pays, by name; a rulebook that has only one needs no name.
        allowance: The digest of the rulebook of the seniority allowance; empty where there is none.
        paid: What the paid sheets say.
        books: Digest → rulebook, that of the allowance among them.
        newer: What newer software computes otherwise of paid months: teacher and month → the scoring meaning paid by.
        accept_meaning: Why that is accepted; empty where it is not, so that it waits.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named.
    """
    if not school.calendar.school_days_in(month):
        problem = explain_no_school_day(month)
        return Refused(code=problem.code, reason=problem.what, clause=NOT_ASSESSED)
    scored = _score_month_over(school, month, books.get(allowance))
    if isinstance(scored, Refused):
        return scored
    chosen = choose_month_schemes(scored, month.name, scheme)
    owed: dict[str, Entitlements] = {}
    for sheet in paid:
        recomputed = recompute_paid_month(school, sheet, books.get(sheet.allowance), chosen)
        if isinstance(recomputed, Refused):
            return recomputed
        owed[sheet.period] = recomputed
    paid_lines = list_paid_lines(paid)
    waiting = frozenset() if accept_meaning else frozenset(newer)
    return PayPrepared(
        period=month.name,
        scheme=chosen,
        allowance=allowance,
        lines=compute_lines(compute_entitlements(scored, chosen), owed, paid_lines, waiting),
        on=school.as_of,
        newer=tuple(_list_newer_figures(newer, owed, paid_lines)),
        accept_meaning=accept_meaning,
    )


def _list_newer_figures(
    newer: Mapping[TeacherMonth, int], owed: Mapping[str, Entitlements], paid: PaidLines
) -> Iterator[NewerFigure]:
    """Yield what paid months owe otherwise now, of those that newer software computes otherwise."""
    for (teacher, period), meaning in newer.items():
        entitlement, lines = owed[period].get(teacher), paid.get((period, teacher), ())
        difference = _compute_difference(period, entitlement, lines)
        if difference.amount:
            name = entitlement.name if entitlement is not None else lines[0].name
            figures = {"paid": difference.paid, "owed": difference.owed}
            yield NewerFigure(teacher=teacher, name=name, period=period, meaning=meaning, **figures)


def check_meaning(content: PayPrepared, published: Collection[str], accept_meaning: str | None) -> Refused | None:
    """Refuse a sheet whose month newer software computes otherwise than it was published, unless that is accepted.

    Args:
        published: The classes whose published results newer software computes otherwise.
        accept_meaning: Why that is accepted; None where nobody said so.
    """
    if accept_meaning is not None and not accept_meaning.strip():
        return refuse(
            "接受较新的软件算法,须写明理由",
            "accepting newer software takes a reason",
            NEWER_SOFTWARE,
            code="reason.missing",
        )
    if accept_meaning is not None and not published and not content.newer:
        return refuse(
            "没有一个数因较新的软件而不同,不必写 --accept-meaning",
            "newer software computes nothing otherwise: leave out --accept-meaning",
            NEWER_SOFTWARE,
            code="pay.nothing-to-accept",
        )
    if accept_meaning is None and published:
        classes = Message.listed(published)
        return refuse(
            f"{content.period}公示过的结果,较新的软件算得不同({classes.zh}):重新公示,或写 --accept-meaning 理由",
            f"newer software computes otherwise what was published of {content.period} ({classes.en}): "
            "publish it again, or say --accept-meaning REASON",
            NEWER_SOFTWARE,
            code="pay.meaning-not-accepted",
        )
    return None


def _score_month_over(school: LoadedSchool, month: Period, allowance: Book | None) -> ScoredMonth | Refused:
    """Score a month for every class; refused while it is not over, or something is provisional.

    A last week that ends in the next month is waited for by nobody: the sheet is due on the 5th (每月5日前), and what that
    week changes is an adjustment on the next sheet.
    """
    scored = score_month(school, month, school.register.classes, allowance)
    waiting = [each for each in scored.statements if each.provisional and not waits_for_last_week(each)]
    return _refuse_provisional(month, waiting) or _refuse_running(school, month) or scored


def _score_complete_month(school: LoadedSchool, month: Period, allowance: Book | None) -> ScoredMonth | Refused:
    """Score a month for every class; refused while a statement is provisional, or the month is not over."""
    scored = score_month(school, month, school.register.classes, allowance)
    waiting = [each for each in scored.statements if each.provisional]
    return _refuse_provisional(month, waiting) or _refuse_running(school, month) or scored


def _refuse_provisional(month: Period, waiting: Sequence[Statement]) -> Refused | None:
    if not waiting:
        return None
    pending = explain_provisional(waiting)
    return refuse(
        f"{month.name}的结果是暂定的:{pending.zh}",
        f"results of {month.name} are provisional: {pending.en}",
        NOT_PROVISIONAL,
        code="result.pending",
    )


def _refuse_running(school: LoadedSchool, month: Period) -> Refused | None:
    last = school.calendar.last_school_day(month)
    if school.as_of >= last:
        return None
    return refuse(
        f"{month.name}还没有结束,最后一个上课日是{last}",
        f"{month.name} is not over: its last school day is {last}",
        NOT_PROVISIONAL,
        code="result.not-yet-over",
    )


def choose_month_schemes(scored: ScoredMonth, month: str, scheme: str) -> str:
    """Return the outcomes that pay a month, one of each rulebook; empty where only an allowance is paid.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named, or nothing that pays at all.
    """
    if not check_names(scored.books, month, split_names(scheme)) and scored.allowances is None:
        raise UnknownReference.of(
            f"{month}的规则里没有发钱的方案;只发班主任龄奖励,用 --allowance 写明按哪份规则",
            f"no rulebook of {month} has a scheme that pays; for an allowance alone say --allowance",
            code="pay.no-scheme",
        )
    return choose_schemes(scored.books, month, scheme)


def recompute_paid_month(
    school: LoadedSchool, paid: PayPrepared, allowance: Book | None, chosen: str
) -> dict[str, Entitlement] | Refused:
    """Return what a paid month owes as known now, by the schemes and the allowance it was paid by.

    Args:
        chosen: The schemes of the sheet that is filled in: they decide for a rulebook that has none of those paid by,
            since it was adopted afterwards.
    """
    month = find_month(paid)
    scored = _score_complete_month(school, month, allowance)
    if isinstance(scored, Refused):
        return scored
    if not paid.scheme:
        return compute_entitlements(scored, "")
    missing = _find_classes_without_pay(school, scored, paid, month)
    if missing:
        return refuse(
            f"{paid.period}已经发放,而{missing.zh}现在没有这个月可发的结果(没有上课日、没有采用规则,或规则没有发钱的方案),"
            "算不出应得多少;请改学校文件里的学期或 [[adopt]]",
            f"{paid.period} is paid, and {missing.en} has no result of that month that pays now (no school day, no rulebook in force, "
            "or one without a scheme): what is owed cannot be told; change the terms or [[adopt]] in the school file",
            PAID_STAYS,
            code="pay.class-without-result",
        )
    return compute_entitlements(scored, choose_schemes(scored.books, month.name, paid.scheme, chosen))


def _find_classes_without_pay(
    school: LoadedSchool, scored: ScoredMonth, paid: PayPrepared, month: Period
) -> Message | None:
    """Return the classes on a paid sheet for which nothing pays by the month now, as a list; None where all are paid.

    A class that has left the register, or was not there in that month, is owed nothing and is not among them.
    """
    register = school.register
    paying = {statement.school_class.id for statement in scored.statements if list_schemes(statement.book)}
    without = {class_id for class_id in list_classes(paid) if class_id not in paying}
    assessed = register.calendar.school_days_in(month)
    missing = [
        Message(register.class_in(class_id, month).name, class_id)
        for class_id in register.classes
        if class_id in without and (not assessed or register.calendars[class_id].school_days_in(month))
    ]
    return Message.listed(missing) if missing else None


def compute_lines(
    month: Entitlements,
    owed: Mapping[str, Entitlements],
    paid: PaidLines,
    waiting: Collection[TeacherMonth] = (),
) -> tuple[PayLine, ...]:
    """Return the lines of a sheet: what the month owes, and what paid months owe beyond what they have given.

    Nobody is paid less than nothing: what cannot be taken back this month is left for the next sheet, and stands on this
    one as outstanding, even of somebody who is paid nothing any more.

    Args:
        month: What the month owes, by teacher.
        owed: For each paid month, what it owes as known now, by teacher.
        paid: What the paid sheets gave, as `bzr_domain.pay.pay_sheet.list_paid_lines` tells it.
        waiting: Teacher and month of what is not adjusted yet.
    """
    known = [*owed.values(), month]
    names = {teacher: owed_to.name for entitlements in known for teacher, owed_to in entitlements.items()}
    names |= {teacher: lines[0].name for (_, teacher), lines in paid.items() if teacher not in names}
    lines = (
        _compute_line(month.get(teacher, Entitlement(teacher=teacher, name=names[teacher])), owed, paid, waiting)
        for teacher in dict.fromkeys([*month, *names])
    )
    return tuple(line for line in lines if line.teacher in month or line.adjustments)


def _compute_line(
    entitlement: Entitlement, owed: Mapping[str, Entitlements], paid: PaidLines, waiting: Collection[TeacherMonth]
) -> PayLine:
    teacher = entitlement.teacher
    differences = [
        _compute_difference(period, entitlements.get(teacher), paid.get((period, teacher), ()))
        for period, entitlements in owed.items()
        if (teacher, period) not in waiting
    ]
    adjustments = _limit_deductions(entitlement.total, [difference for difference in differences if difference.amount])
    return PayLine(
        teacher=teacher,
        name=entitlement.name,
        base=entitlement.base,
        assessment=entitlement.assessment,
        seniority=entitlement.seniority,
        parts=entitlement.parts,
        adjustments=adjustments,
        payable=entitlement.total + sum((adjustment.amount for adjustment in adjustments), ZERO),
    )


def _compute_difference(period: str, owed: Entitlement | None, lines: Iterable[PayLine]) -> Adjustment:
    """Return the whole difference between what a paid month owes and has given so far."""
    paid = sum((find_amount_for(line, period) for line in lines), ZERO)
    amount = ZERO if owed is None else owed.total
    return Adjustment(period=period, paid=paid, owed=amount, amount=amount - paid)


def find_amount_for(line: PayLine, period: str) -> Decimal:
    """Return what a line of a paid sheet gave for a month, in yuan: its own pay, or its adjustment."""
    adjusted = [adjustment.amount for adjustment in line.adjustments if adjustment.period == period]
    return sum(adjusted, ZERO) if adjusted else line.assessment + line.seniority


def sum_outstanding(adjustments: Iterable[Adjustment]) -> Decimal:
    """Return what was paid too much and is not taken back yet (未扣回), in yuan, at least 0."""
    return sum((adjustment.paid + adjustment.amount - adjustment.owed for adjustment in adjustments), ZERO)


def _limit_deductions(pay: Decimal, differences: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Return additions whole, and deductions in the order of the months until nothing is left to take."""
    differences = list(differences)
    left = pay + sum((difference.amount for difference in differences if difference.amount > 0), ZERO)
    adjustments = []
    for difference in differences:
        amount = difference.amount if difference.amount > 0 else -min(left, -difference.amount)
        left += min(amount, ZERO)
        adjustments.append(attrs.evolve(difference, amount=amount))
    return tuple(adjustments)
