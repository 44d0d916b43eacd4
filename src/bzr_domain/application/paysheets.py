"""Pay sheets as a reader knows them (绩效表): how far each is, and what a month's sheet would say."""

from collections.abc import Iterable, Sequence

import attrs

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.other_rulebook import replace_rulebook
from bzr_domain.facts import streams
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.pay import pay_sheet as paysheet
from bzr_domain.pay.entitlement import Due, due
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_sheet import PaySheet
from bzr_domain.pay.payroll import sheet_lines
from bzr_domain.pay.schemes import chosen, known, names, schemes
from bzr_domain.pay.seniority_allowance import Allowance, allowance_of, allowances
from bzr_domain.publication.pending_reasons import explain_provisional
from bzr_domain.register.roster import RulebookText
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

_PROVISIONAL = "暂定的结果不发绩效"


def sheet_of(reader: SchoolReader, month: str) -> PaySheet:
    """A month's sheet as known then."""
    stream = streams.of_pay(month)
    found = paysheet.initial(stream)
    for page in reader.read_events(stream):
        found = paysheet.evolve(found, page)
    return found


def sheets(reader: SchoolReader) -> list[PaySheet]:
    """Every sheet that was begun, in the order of the months."""
    found = [sheet_of(reader, name.removeprefix("pay:")) for name in reader.store.streams("pay:")]
    return [one for one in found if one.sheet is not None]


def filled_in(
    reader: SchoolReader, month: Period, scheme: str, allowance: str, new: RulebookText | None = None
) -> PayPrepared | Refused:
    """What a month's sheet says as known then; nothing is written.

    Args:
        scheme: The outcomes that say what the assessment pays, by name; a rulebook that has only one needs no name.
        allowance: The digest of the rulebook of the seniority allowance; empty where there is none.
        new: That rulebook, where the register does not hold it yet.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named; or no such allowance.
    """
    books = dict(reader.books)
    if new is not None:
        books[new.digest] = reader.parse_rulebook(new)
    book = books.get(allowance)
    if book is not None and allowance_of(book) is None:
        raise UnknownReference(
            Message(
                f"规则“{book.title}”没有按月的 allowance 这个结果,算不出班主任龄奖励",
                f"rulebook {book.id!r} has no outcome of a month called allowance",
            )
        )
    paid = [one for one in sheets(reader) if one.state == "paid"]
    said = [one.sheet for one in paid if one.sheet is not None]
    besides = [books[one] for one in (allowance, *(one.allowance for one in said)) if one in books]
    school = _world(reader, [month.name, *(one.period for one in said)], besides)
    now = _scored(school, month, book)
    if isinstance(now, Refused):
        return now
    chosen_now = _scheme(now, month, scheme)
    earlier = {}
    for one in said:
        again = _owed(school, one, books.get(one.allowance), names(chosen_now))
        if isinstance(again, Refused):
            return again
        earlier[one.period] = again
    lines = sheet_lines(now.dues(chosen_now), earlier, paysheet.given(paid))
    return PayPrepared(
        period=month.name, scheme=chosen_now, allowance=allowance, lines=lines, on=reader.today
    )


def _owed(
    school: LoadedSchool, paid: PayPrepared, allowance: Book | None, now: list[str]
) -> dict[str, Due] | Refused:
    """What a paid month gives as known now, by the schemes and the allowance it was paid by.

    Args:
        now: The schemes of the sheet that is filled in: they decide for a rulebook that has none of those paid by, since
            it was adopted afterwards.
    """
    cell = school.calendar.named(paid.period)
    assert cell is not None, "a sheet is of a month, and a month is named by its days"
    again = _scored(school, cell, allowance)
    if isinstance(again, Refused):
        return again
    if not paid.scheme:
        return again.dues("")
    lacking = _lacking(school.register, again, paid, cell)
    return lacking or again.dues(chosen(again.books, cell.name, names(paid.scheme), now))


def _lacking(register: SchoolRegister, again: "_Scored", paid: PayPrepared, month: Period) -> Refused | None:
    """Why what a paid month is owed cannot be told: a class on its sheet has nothing that pays by the month now.

    A class that has left the register, or was not there in that month, is owed nothing.
    """
    paying = {one.school_class.id for one in again.statements if schemes(one.book)}
    on_it = {part.class_id for line in paid.lines for part in line.parts} - paying
    assessed = register.calendar.school_days_in(month)
    found = [
        one
        for one in register.classes.values()
        if one.id in on_it and (not assessed or register.calendars[one.id].school_days_in(month))
    ]
    if not found:
        return None
    zh, en = "、".join(one.name for one in found), ", ".join(one.id for one in found)
    return Refused(
        reason=Message(
            f"{paid.period}已经发放,而{zh}现在没有这个月可发的结果(没有上课日、没有采用规则,或规则没有发钱的方案),"
            "算不出应得多少;请改学校文件里的学期或 [[adopt]]",
            f"{paid.period} is paid, and {en} has no result of that month that pays now (no school day, no rulebook in force, "
            "or one without a scheme): what is owed cannot be told; change the terms or [[adopt]] in the school file",
        ),
        clause=paysheet.CLOSED,
    )


@attrs.frozen(kw_only=True)
class _Scored:
    """A month computed: the statements, and what the allowance's rulebook gives; none where there is none."""

    statements: list[Statement]
    allowances: list[Allowance] | None
    school_days: int

    @property
    def books(self) -> list[Book]:
        """The rulebooks of the statements, each once."""
        return list({one.book.digest: one.book for one in self.statements}.values())

    def dues(self, scheme: str) -> dict[str, Due]:
        """What the month gives each head teacher."""
        return due(self.statements, scheme, self.school_days, self.allowances or ())


def _world(reader: SchoolReader, months: Iterable[str], besides: Sequence[Book]) -> LoadedSchool:
    """One world for some months: each history is read once."""
    cells = [cell for name in months if (cell := reader.register.calendar.named(name)) is not None]
    places = [(one, cell) for cell in cells for one in reader.register.classes]
    return reader.load_school_from(reader.load_histories(places, besides))


def _scored(school: LoadedSchool, month: Period, allowance: Book | None) -> _Scored | Refused:
    found = [assess_loaded_class(school, class_id, month) for class_id in school.register.classes]
    statements = [one for one in found if not isinstance(one, Problem)]
    open_ = [one for one in statements if one.provisional]
    if open_:
        words = explain_provisional(open_)
        return Refused(
            reason=Message(
                f"{month.name}的结果是暂定的:{words.zh}",
                f"results of {month.name} are provisional: {words.en}",
            ),
            clause=_PROVISIONAL,
        )
    last = school.calendar.closing(month)
    if school.as_of < last:
        return Refused(
            reason=Message(
                f"{month.name}还没有结束,最后一个上课日是{last}",
                f"{month.name} is not over: its last school day is {last}",
            ),
            clause=_PROVISIONAL,
        )
    return _Scored(
        statements=statements,
        allowances=None if allowance is None else allowances(replace_rulebook(school, allowance), month),
        school_days=len(school.calendar.school_days_in(month)),
    )


def _scheme(scored: _Scored, month: Period, said: str) -> str:
    """The outcomes that pay: one of each rulebook; none where only an allowance is paid."""
    words = names(said)
    if not known(scored.books, month.name, words) and scored.allowances is None:
        raise UnknownReference(
            Message(
                f"{month.name}的规则里没有发钱的方案;只发班主任龄奖励,用 --allowance 写明按哪份规则",
                f"no rulebook of {month.name} has a scheme that pays; for an allowance alone say --allowance",
            )
        )
    return chosen(scored.books, month.name, words)
