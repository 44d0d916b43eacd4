"""Pay sheets (绩效表): prepared from the statements, checked and approved step by step. Load → decide → append."""

from collections.abc import Iterable

import attrs

from bzr_adapters.service.reading import Reader
from bzr_adapters.service.recording import Recorder
from bzr_adapters.service.writing import try_again
from bzr_adapters.storage import Batch
from bzr_domain import paysheet, streams
from bzr_domain.assessment import statement_in
from bzr_domain.errors import Message, Problem, Refused, UnknownReference
from bzr_domain.events import RulebookRegistered
from bzr_domain.pay_events import PayEvent, PayPrepared, Step
from bzr_domain.payroll import Due, due, schemes, sheet_lines
from bzr_domain.paysheet import PaySheet
from bzr_domain.periods import Cell
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.sharing import under
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.world import World

RIGHTS: dict[Step, str] = {
    "returned": "pay.return",
    "reviewed": "pay.review",
    "approved": "pay.approve",
    "handed-over": "pay.hand-over",
    "paid": "pay.pay",
}
"""Step → what a role needs the right to."""
_PROVISIONAL = "暂定的结果不发绩效"


@attrs.frozen
class Paying:
    """Takes pay sheets through their steps, under the name of the recorder's actor."""

    recorder: Recorder

    def prepare(
        self, month: Cell, scheme: str, allowance: RulebookRegistered | None = None
    ) -> tuple[PayEvent, ...] | Refused:
        """Fill in a month's sheet, with what earlier paid months owe as adjustments.

        Args:
            scheme: The outcome that says what the month's assessment pays; empty where the rulebook has only one.
            allowance: The rulebook of the seniority allowance; it is kept in the register like one adopted.

        Raises:
            UnknownReference: When there is no such outcome, or several and none is named.
        """

        def once() -> tuple[PayEvent, ...] | Refused:
            reader = self.recorder.reader()
            register = reader.register
            batches: list[Batch] = []
            if allowance is not None and allowance.digest not in register.rulebooks:
                batches.append(Batch(stream=streams.REGISTER, after=register.version, events=(allowance,)))
            digest = "" if allowance is None else allowance.digest
            wanted = self.recorder.allowed(reader, "pay.prepare") or filled_in(
                reader, month, scheme, digest, allowance
            )
            if isinstance(wanted, Refused):
                return wanted
            sheet = sheet_of(reader, month.name)
            unpaid = [one.sheet.period for one in sheets(reader) if one.sheet and one.state != "paid"]
            decided = paysheet.prepare(sheet, wanted, [one for one in unpaid if one != month.name])
            if isinstance(decided, Refused):
                return decided
            if decided:
                batches.append(Batch(stream=sheet.stream, after=sheet.version, events=decided))
                self.recorder.append(batches)
            return decided

        return try_again(once)

    def take(self, month: str, step: Step, note: str) -> tuple[PayEvent, ...] | Refused:
        """Take a month's sheet one step on, or send it back."""

        def once() -> tuple[PayEvent, ...] | Refused:
            reader = self.recorder.reader()
            sheet = sheet_of(reader, month)
            decided = self.recorder.allowed(reader, RIGHTS[step]) or paysheet.take_step(
                sheet, month, step, self.recorder.actor, note, reader.today
            )
            if not isinstance(decided, Refused) and decided:
                self.recorder.append([Batch(stream=sheet.stream, after=sheet.version, events=decided)])
            return decided

        return try_again(once)


def sheet_of(reader: Reader, month: str) -> PaySheet:
    """A month's sheet as known then."""
    stream = streams.of_pay(month)
    found = paysheet.initial(stream)
    for page in reader.events(stream):
        found = paysheet.evolve(found, page)
    return found


def sheets(reader: Reader) -> list[PaySheet]:
    """Every sheet that was begun, in the order of the months."""
    found = [sheet_of(reader, name.removeprefix("pay:")) for name in reader.store.streams("pay:")]
    return [one for one in found if one.sheet is not None]


def filled_in(
    reader: Reader, month: Cell, scheme: str, allowance: str, new: RulebookRegistered | None = None
) -> PayPrepared | Refused:
    """What a month's sheet says as known then; nothing is written.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named.
    """
    books = dict(reader.books)
    if new is not None:
        books[new.digest] = reader.book_of(new)
    now = _due(reader, month, scheme, books.get(allowance))
    if isinstance(now, Refused):
        return now
    chosen, dues = now
    paid = [one for one in sheets(reader) if one.state == "paid"]
    earlier = {}
    for one in paid:
        assert one.sheet is not None
        cell = reader.register.calendar.named(one.sheet.period)
        again = None if cell is None else _due(reader, cell, one.sheet.scheme, books.get(one.sheet.allowance))
        if isinstance(again, Refused):
            return again
        earlier[one.sheet.period] = {} if again is None else again[1]
    lines = sheet_lines(dues, earlier, paysheet.given(paid))
    return PayPrepared(period=month.name, scheme=chosen, allowance=allowance, lines=lines, on=reader.today)


def _due(
    reader: Reader, month: Cell, scheme: str, allowance: Book | None
) -> tuple[str, dict[str, Due]] | Refused:
    """The scheme chosen, and what a month gives each head teacher as known then."""
    places = [(one, month) for one in reader.register.classes]
    besides = [] if allowance is None else [allowance]
    world = reader.world_of(reader.histories_for(places, besides))
    statements = _statements(world, month)
    open_ = [one.school_class.name for one in statements if one.provisional]
    if open_:
        names = "、".join(open_)
        return Refused(
            reason=Message(
                f"{month.name}的结果是暂定的:{names}", f"results of {month.name} are provisional: {names}"
            ),
            clause=_PROVISIONAL,
        )
    chosen = _scheme(statements, month, scheme)
    allowances = [] if allowance is None else _statements(under(world, allowance), month)
    return chosen, due(statements, chosen, len(world.calendar.school_days_in(month)), allowances)


def _statements(world: World, month: Cell) -> list[Statement]:
    found = [statement_in(world, class_id, month) for class_id in world.register.classes]
    return [one for one in found if not isinstance(one, Problem)]


def _scheme(statements: Iterable[Statement], month: Cell, wanted: str) -> str:
    """The outcome that pays: the one named, or the only one there is."""
    known = list(dict.fromkeys(name for one in statements for name in schemes(one.book)))
    found = [one for one in known if wanted in ("", one, one.rpartition(".")[2])]
    if len(found) == 1:
        return found[0]
    names = "、".join(known) or "无"
    if wanted:
        raise UnknownReference(
            Message(
                f"{month.name}的规则里没有方案“{wanted}”;可用的有:{names}",
                f"the rulebook of {month.name} has no scheme {wanted!r}; known: {names}",
            )
        )
    raise UnknownReference(
        Message(f"请用 --scheme 写明方案;可用的有:{names}", f"say which scheme with --scheme; known: {names}")
    )
