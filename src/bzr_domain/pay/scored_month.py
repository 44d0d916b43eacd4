"""A month scored for pay: what it owes as known now, also where it is paid already, or why that cannot be told."""

import attrs

from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.kernel.messages import Message, Refused, UnknownReference, refuse
from bzr_domain.kernel.periods import Period
from bzr_domain.pay.entitlement import Entitlement, compute_entitlements
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_sheet import PAID_STAYS, find_month
from bzr_domain.pay.schemes import check_names, choose_schemes, list_schemes, split_names
from bzr_domain.pay.seniority_allowance import Allowance, compute_allowances
from bzr_domain.publication.pending_reasons import explain_provisional
from bzr_domain.register.roster import SchoolClass
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

NOT_PROVISIONAL = "暂定的结果不发绩效"


@attrs.frozen(kw_only=True)
class ScoredMonth:
    """A month's statements, and its seniority allowances; None where no rulebook of an allowance is named."""

    statements: list[Statement]
    allowances: list[Allowance] | None
    school_days: int

    @property
    def books(self) -> list[Book]:
        """The rulebooks of the statements, each once."""
        return list({statement.book.digest: statement.book for statement in self.statements}.values())

    def compute_entitlements(self, scheme: str) -> dict[str, Entitlement]:
        """Return what the month owes each head teacher by some schemes."""
        return compute_entitlements(self.statements, scheme, self.school_days, self.allowances or ())


def score_month(school: LoadedSchool, month: Period, allowance: Book | None) -> ScoredMonth | Refused:
    """Score a month for every class; refused while a statement is provisional, or the month is not over."""
    assessed = [assess_loaded_class(school, class_id, month) for class_id in school.register.classes]
    statements = [statement for statement in assessed if isinstance(statement, Statement)]
    provisional = [statement for statement in statements if statement.provisional]
    if provisional:
        pending = explain_provisional(provisional)
        return refuse(
            f"{month.name}的结果是暂定的:{pending.zh}",
            f"results of {month.name} are provisional: {pending.en}",
            NOT_PROVISIONAL,
        )
    last = school.calendar.last_school_day(month)
    if school.as_of < last:
        return refuse(
            f"{month.name}还没有结束,最后一个上课日是{last}",
            f"{month.name} is not over: its last school day is {last}",
            NOT_PROVISIONAL,
        )
    return ScoredMonth(
        statements=statements,
        allowances=None
        if allowance is None
        else compute_allowances(replace_rulebook(school, allowance), month),
        school_days=len(school.calendar.school_days_in(month)),
    )


def choose_month_schemes(scored: ScoredMonth, month: str, scheme: str) -> str:
    """Return the outcomes that pay a month, one of each rulebook; empty where only an allowance is paid.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named, or nothing that pays at all.
    """
    names = split_names(scheme)
    if not check_names(scored.books, month, names) and scored.allowances is None:
        raise UnknownReference(
            Message(
                f"{month}的规则里没有发钱的方案;只发班主任龄奖励,用 --allowance 写明按哪份规则",
                f"no rulebook of {month} has a scheme that pays; for an allowance alone say --allowance",
            )
        )
    return choose_schemes(scored.books, month, names)


def recompute_paid_month(
    school: LoadedSchool, paid: PayPrepared, allowance: Book | None, chosen: list[str]
) -> dict[str, Entitlement] | Refused:
    """Return what a paid month owes as known now, by the schemes and the allowance it was paid by.

    Args:
        chosen: The schemes of the sheet that is filled in: they decide for a rulebook that has none of those paid by,
            since it was adopted afterwards.
    """
    month = find_month(paid)
    scored = score_month(school, month, allowance)
    if isinstance(scored, Refused):
        return scored
    if not paid.scheme:
        return scored.compute_entitlements("")
    missing = _find_classes_without_pay(school, scored, paid, month)
    if missing:
        return _refuse_missing(missing, paid.period)
    return scored.compute_entitlements(
        choose_schemes(scored.books, month.name, split_names(paid.scheme), chosen)
    )


def _find_classes_without_pay(
    school: LoadedSchool, scored: ScoredMonth, paid: PayPrepared, month: Period
) -> list[SchoolClass]:
    """Return the classes on a paid sheet for which nothing pays by the month now.

    A class that has left the register, or was not there in that month, is owed nothing and is not among them.
    """
    register = school.register
    paying = {statement.school_class.id for statement in scored.statements if list_schemes(statement.book)}
    without = {part.class_id for line in paid.lines for part in line.parts} - paying
    assessed = register.calendar.school_days_in(month)
    return [
        school_class
        for school_class in register.classes.values()
        if school_class.id in without
        and (not assessed or register.calendars[school_class.id].school_days_in(month))
    ]


def _refuse_missing(classes: list[SchoolClass], period: str) -> Refused:
    names = Message.listed(Message(school_class.name, school_class.id) for school_class in classes)
    return refuse(
        f"{period}已经发放,而{names.zh}现在没有这个月可发的结果(没有上课日、没有采用规则,或规则没有发钱的方案),"
        "算不出应得多少;请改学校文件里的学期或 [[adopt]]",
        f"{period} is paid, and {names.en} has no result of that month that pays now (no school day, no rulebook in force, "
        "or one without a scheme): what is owed cannot be told; change the terms or [[adopt]] in the school file",
        PAID_STAYS,
    )
