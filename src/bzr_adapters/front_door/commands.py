"""How somebody acts (命令): each verb runs once under the id of its command, and its receipt is kept with its events."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any, Self, TypeVar

import attrs
import msgspec

from bzr_adapters.bootstrap import ShippedShelf, create_id, pause_between_tries
from bzr_adapters.front_door.answers import Answers
from bzr_adapters.front_door.arguments import WrongArgument, check_type
from bzr_adapters.front_door.errors import (
    BzrError,
    Problem,
    StoreUnavailable,
    build_invalid,
    build_refused,
    publish_error,
    raises_ours,
)
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.results import PaySheet, Report
from bzr_adapters.front_door.rulebooks import Book, read_allowance
from bzr_adapters.front_door.sealing import find_checkpoint_from, take_checkpoint_with
from bzr_adapters.front_door.tell_pay import publish_pay_sheet
from bzr_adapters.front_door.tell_reports import report_appointments
from bzr_adapters.front_door.values import PassedOver, Receipt, RepeatedRow
from bzr_adapters.intake.changes import read_changes
from bzr_adapters.storage.errors import OutcomeUnknown
from bzr_domain.application.amend_facts import Change
from bzr_domain.application.appoint_teachers import Appointer
from bzr_domain.application.ports import CommandKnown, KnownCommand, StoreError
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.application.writer import Request, Writer
from bzr_domain.appointments.class_appointments import AppointmentCommand
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel import streams
from bzr_domain.kernel.periods import Period
from bzr_domain.register.rights import check_account
from bzr_domain.register.roster import RulebookText

_Writer = TypeVar("_Writer", bound=Writer)
_ID_LENGTH_MAX = 200


class Commanding(Answers):
    """Base of what somebody does: the school, and who acts. It holds nothing else, and makes no I/O by itself."""

    def __init__(self, school: OpenSchool, name: str) -> None:
        """Act on an open school under a name."""
        self._school = school
        self.name = name

    @raises_ours
    def for_purpose(self, purpose: str, /) -> Self:
        """Return the same actor by the rulebooks adopted for a purpose (用途); empty text is the usual one.

        A purpose for which nothing is adopted is NotFound when something is asked.
        """
        return type(self)(self._school.for_purpose(purpose), self.name)

    def _read(self) -> SchoolReader:
        return self._school.read_now()

    def _try(self, act: Callable[[Self], Receipt]) -> Receipt:
        """Carry a command out without writing it; return its receipt, without the command, and with what would move."""
        from bzr_adapters.front_door.previews import begin_trial, compare_positions  # few commands are tried

        trial = begin_trial(self._school)
        position = trial.log.last_position()
        receipt = act(type(self)(trial, self.name))
        preview = compare_positions(trial, position, trial.log.last_position())
        return attrs.evolve(receipt, new=(), command="", position=position, preview=preview)

    def _execute_on_facts(
        self,
        request: object,
        command: str | None,
        act: Callable[[SchoolWriter], object],
        write_receipt: Callable[[Any], dict[str, Any]],
    ) -> Receipt:
        """Carry out a command about facts; the receipt's `preview` says what it moved that was published or begun to be paid."""
        school = self._school
        position = school.log.last_position()
        receipt = self._execute(SchoolWriter, request, command, act, write_receipt)
        is_settled = any(school.log.streams(prefix) for prefix in (streams.RESULT, streams.PAY))
        if receipt.replayed or not (receipt.command and is_settled):
            return receipt
        from bzr_adapters.front_door.previews import find_settled_changes

        events = chain.from_iterable(school.log.read_all(after=position))
        own = next((event.position for event in events if event.command == receipt.command), None)
        moved = None if own is None else find_settled_changes(school, own - 1, receipt.position)
        return attrs.evolve(receipt, preview=moved)

    def _execute(
        self,
        writer_type: type[_Writer],
        request: object,
        command: str | None,
        act: Callable[[_Writer], object],
        write_receipt: Callable[[Any], dict[str, Any]] = lambda _: {},
    ) -> Receipt:
        """Carry a command out, or find that it was carried out before; return its receipt.

        Args:
            request: Everything the command asks for, in words that are equal where it is the same.
            command: Its id; None takes a fresh one.
            act: The use case; a refusal and problems that it returns are raised.
            write_receipt: The use case's own answer → what the receipt says beside the command itself.
        """
        command_id = _read_command_id(command)
        school, written = self._school, False

        def write_answer(answer: object) -> str:
            return msgspec.json.encode(write_receipt(answer)).decode()

        writer = writer_type(
            store=school.log,
            shelf=ShippedShelf(),
            ids=create_id,
            clock=school.clock,
            actor=self.name,
            pauses=lambda: pause_between_tries(school.retry.total_seconds()),
            purpose=school.purpose,
            kept_register=school.kept_register,
            clock_reason=school.clock_reason,
            request=Request(id=command_id, digest=school.log.blind(_digest(request))),
            write_receipt=write_answer,
        )
        self._demand_account()
        try:
            outcome = act(writer)
            self._demand_done(outcome)
            written = True
            kept = school.log.find_command(command_id) or self._describe_dry_run(write_answer(outcome))
        except CommandKnown as known:
            return self._read_receipt(known.known, replayed=True)
        except StoreError as error:
            may_be_done = written or isinstance(error, OutcomeUnknown)
            raise self._tell_command(publish_error(error, self.lang), command_id if may_be_done else "") from error
        return attrs.evolve(self._read_receipt(kept, replayed=False), source=outcome)

    def _demand_account(self) -> None:
        """Demand that whoever is bound to an account acts under it.

        Raises:
            Forbidden: When they do not.
        """
        try:
            register = self._read().whole_register
        except kernel.UnknownReference:
            return  # nobody is registered yet
        refused = check_account(register, self.name, self._school.account)
        if refused is not None:
            raise build_refused(refused, self.lang)

    def _describe_dry_run(self, receipt: str) -> KnownCommand:
        """Return what the store would keep, with the place where it stands and no command."""
        school = self._school
        position, now = school.log.last_position(), school.clock()
        return KnownCommand(id="", actor=self.name, digest="", receipt=receipt, position=position, recorded_at=now)

    @staticmethod
    def _tell_command(error: BzrError, command: str) -> BzrError:
        """Let an error after which nobody knows whether the command was written tell its id."""
        if isinstance(error, StoreUnavailable):
            error.command = command
        return error

    def take_pay_step(
        self, month: Period, request: object, command: str | None, act: Callable[[Writer], object]
    ) -> PaySheet:
        """Take a step of a month's pay sheet and return the sheet as it then is; see `PayDesk`."""
        receipt = self._execute(Writer, request, command, act)
        reader = self._school.read_at(receipt.position)
        sheet = publish_pay_sheet(reader, self._head(reader), month, command=receipt.command)
        return attrs.evolve(sheet, checkpoint=self._seal(receipt)) if sheet.state == "handed-over" else sheet

    def _seal(self, receipt: Receipt) -> str:
        """Take a checkpoint with what a command published or handed over; return it in short."""
        if receipt.replayed or not receipt.command:
            return find_checkpoint_from(self._school.log, receipt.position)
        return take_checkpoint_with(self._school, receipt.position)

    @raises_ours
    def read_allowance(self, rulebook: Book) -> RulebookText:
        """Return the rulebook of an allowance that is named; see `PayDesk.prepare`."""
        return read_allowance(rulebook, self._read().whole_register)

    @raises_ours
    def today(self) -> date:
        """Return the day in the school's time zone."""
        return self._read().today

    def take_appointment_step(self, class_: str, step: AppointmentCommand, command: str | None) -> Report:
        """Take a step of a class's appointments and return its appointments as they then are; see `AppointmentDesk`."""
        receipt = self._execute(
            Appointer, ["appoint", class_, step], command, lambda writer: writer.take_step(class_, step)
        )
        return self._answer_appointments(receipt, class_)

    def _answer_appointments(self, receipt: Receipt, class_: str | None = None) -> Report:
        """Return the appointments of a class, or all with the studios, as they are after a command."""
        reader = self._school.read_at(receipt.position)
        class_id = None if class_ is None else reader.find_class_id(class_)
        report = report_appointments(reader, self._head(reader), class_id)
        return attrs.evolve(report, changed=self._has_recorded(receipt))

    def _has_recorded(self, receipt: Receipt) -> bool:
        """Return whether a command recorded anything: then the event at its position is its own."""
        last = self._school.find_event(receipt.position)
        return last is not None and last.command == receipt.command

    def _read_changes(self, changes: Mapping[str, object]) -> Change:
        """Return what puts new values into a row.

        Raises:
            Invalid: With every value that does not fit.
        """
        change = read_changes(changes, self._read().own_headers)
        if isinstance(change, tuple):
            raise build_invalid(change, self.lang)
        return change

    def _demand_done(self, outcome: object) -> None:
        """Raise what a use case returned, where that is a refusal or problems."""
        if isinstance(outcome, kernel.Refused):
            raise build_refused(outcome, self.lang)
        if isinstance(outcome, tuple) and outcome and all(isinstance(part, kernel.Problem) for part in outcome):
            raise build_invalid(outcome, self.lang)

    def _read_receipt(self, known: KnownCommand, *, replayed: bool) -> Receipt:
        kept = msgspec.json.decode(known.receipt or "{}")
        ids: dict[str, Any] = {name: tuple(listed) for name, listed in kept.items() if name not in _ROWS}
        return Receipt(
            **ids,
            repeats=tuple(RepeatedRow(**row) for row in kept.get("repeats", ())),
            passed_over=tuple(PassedOver(**part) for part in kept.get("passed_over", ())),
            rejected=_read_problems(kept.get("rejected", ())),
            uncounted=_read_problems(kept.get("uncounted", ())),
            command=known.id,
            position=known.position,
            recorded_at=known.recorded_at.astimezone(self._read().zone),
            replayed=replayed,
        )


_ROWS = {"repeats", "passed_over", "rejected", "uncounted"}
"""Keys of a kept receipt that hold more than ids."""


def _read_problems(kept: Iterable[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**{**problem, "at": tuple(problem["at"])}) for problem in kept)


def _read_command_id(command: str | None) -> str:
    check_type("command", command, str, type(None))
    if command is None:
        return create_id()
    if not command.strip() or len(command) > _ID_LENGTH_MAX or not command.isprintable():
        raise WrongArgument.of(
            f"命令编号应为1至{_ID_LENGTH_MAX}个可见字符",
            f"the id of a command has 1 to {_ID_LENGTH_MAX} printable characters",
            code="argument.command-id",
        )
    return command


def _digest(request: object) -> str:
    return hashlib.sha256(msgspec.json.encode(request, order="deterministic", enc_hook=str)).hexdigest()
