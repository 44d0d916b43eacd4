"""Publish, appeal, decide and make final (公示、申诉、复议、终定); the desks of pay and of appointments."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain, islice

import attrs

from bzr_adapters.front_door.arguments import (
    Span,
    WrongArgument,
    check_type,
    find_period,
    read_day,
    read_month,
    read_span,
    read_text,
)
from bzr_adapters.front_door.asking import find_class_ids, find_place
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.comparisons import publish_change
from bzr_adapters.front_door.errors import (
    Problem,
    Refused,
    build_refused,
    publish_problems,
    raises_ours,
)
from bzr_adapters.front_door.pay_desk import PayDesk
from bzr_adapters.front_door.results import Appeal, Result
from bzr_adapters.front_door.tell_results import find_appeal, load_results, publish_appeal
from bzr_adapters.front_door.values import Receipt
from bzr_domain.application.hear_appeals import Remedy, file_appeal, reject_appeal, uphold_appeal
from bzr_domain.application.publish_results import Answers, finalise_results, publish_results
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.what_if import find_changed_statements, read_before_entry
from bzr_domain.application.writer import Writer
from bzr_domain.counterfactual.compare_statements import StatementDifference
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.readings import describe_clause

_EVENTS_OF_A_DECISION = 10


class ResultActor(Commanding):
    """What somebody does to results."""

    @raises_ours
    def publish(
        self,
        period: Span,
        /,
        *,
        until: date | str,
        classes: Collection[str] = (),
        nothing_recorded: str | None = None,
        command: str | None = None,
    ) -> tuple[Result, ...]:
        """Publish the results of a period, of all classes or of some: all of them, or none where one is refused.

        Args:
            until: The last day of the notice, included.
            nothing_recorded: Why those are published of which nothing was recorded; it is kept with the result.

        Raises:
            Refused: With the reason of each class that cannot be published.
        """
        last_day = read_day("until", until)
        why = None if nothing_recorded is None else read_text("nothing_recorded", nothing_recorded)
        assessed, ids = self._find_places(period, classes)

        def act(writer: Writer) -> None:
            self._demand_all(publish_results(writer, assessed, ids, last_day, why or ""), assessed)

        request = ["publish", assessed.name, ids, last_day.isoformat(), *([] if why is None else [why])]
        receipt = self._execute(Writer, request, command, act)
        checkpoint = self._seal(receipt)
        results = self._answer_results(receipt, assessed, ids)
        return tuple(attrs.evolve(result, checkpoint=checkpoint) for result in results)

    @raises_ours
    def finalize(
        self, period: Span, /, *, classes: Collection[str] = (), command: str | None = None
    ) -> tuple[Result, ...]:
        """Make the results of a period final, of all classes or of some: all of them, or none where one is refused."""
        assessed, ids = self._find_places(period, classes)

        def act(writer: Writer) -> None:
            self._demand_all(finalise_results(writer, assessed, ids), assessed)

        receipt = self._execute(Writer, ["finalize", assessed.name, ids], command, act)
        return self._answer_results(receipt, assessed, ids)

    def _find_places(self, period: Span, classes: Collection[str]) -> tuple[Period, list[str]]:
        reader = self._read()
        assessed = find_period(read_span(period), reader.register.calendar)
        return assessed, find_class_ids(reader, classes, assessed)

    def _demand_all(self, answers: Answers, period: Period) -> None:
        """Raise the refusals of all the classes that are refused, together."""
        refused = {class_id: answer for class_id, answer in answers.items() if not isinstance(answer, tuple)}
        if not refused:
            return
        rights = [answer for answer in refused.values() if isinstance(answer, kernel.Forbidden)]
        if rights:
            raise build_refused(rights[0], self.lang)
        names, first = self._read().class_names_in(period), next(iter(refused.values()))
        number = len(refused)
        error = Refused(
            Message(f"{number}个班的结果没有办成", f"{number} classes were refused"),
            lang=self.lang,
            code=first.code,
            problems=[self._place_refusal(class_id, names[class_id], answer) for class_id, answer in refused.items()],
        )
        error.clause = first.clause if isinstance(first, kernel.Refused) else ""
        error.others = tuple(class_id for class_id in answers if class_id not in refused)
        raise error

    def _place_refusal(self, class_id: str, name: str, answer: kernel.Refused | kernel.Problem) -> Problem:
        """Return why a class is refused; its place is the class."""
        if isinstance(answer, kernel.Refused):
            clause = describe_clause(answer.clause)
            by = Message(f"(依据:{clause.zh})", f" (by: {clause.en})")
            answer = kernel.Problem(code=answer.code, what=answer.reason + by)
        (problem,) = publish_problems([answer], self.lang)
        line = Message.same(name) + Message(":", ": ") + Message.same(problem.line)
        return attrs.evolve(problem, at=(class_id,), line=line.in_(self.lang))

    def _answer_results(self, receipt: Receipt, period: Period, ids: list[str]) -> tuple[Result, ...]:
        reader = self._school.read_at(receipt.position)
        return self._list_results(reader, period, ids, receipt.command)

    @raises_ours
    def appeal(  # noqa: PLR0913 (keywords)
        self,
        class_: str,
        period: Span,
        /,
        *,
        grounds: str,
        fact: str | None = None,
        clause: str | None = None,
        evidence: str = "",
        command: str | None = None,
    ) -> Appeal:
        """File an appeal against a fact, by the start of its id, or a clause, by its number.

        Raises:
            Refused: When the notice is over, or the result was never published.
        """
        about = [read_text("fact or clause", name) for name in (fact, clause) if name is not None]
        if len(about) != 1:
            raise WrongArgument.of("写明事实或条款,二者之一", "say a fact or a clause, one of them")
        class_id, assessed = find_place(self._read(), class_, period)
        why, proof = read_text("grounds", grounds), read_text("evidence", evidence)
        receipt = self._execute(
            Writer,
            ["appeal", class_id, assessed.name, about[0], why, proof],
            command,
            lambda writer: file_appeal(writer, class_id, assessed, about[0], why, proof),
            lambda appeal_id: {"ids": [appeal_id]},
        )
        return self._read_decided(self._school.read_at(receipt.position), class_id, assessed, receipt.ids[0])

    @raises_ours
    def uphold(
        self,
        appeal: Appeal | str,
        /,
        *,
        reason: str,
        remedy: Mapping[str, object] | str,
        command: str | None = None,
    ) -> Appeal:
        """Uphold an appeal and put right what it is about, in one append.

        Args:
            remedy: Changes to the fact, `void`, or the id of the entry that puts a clause right.

        Raises:
            Refused: When the actor had a hand in the fact, the appeal is decided, or the remedy does not put it right.
        """
        filed, period = self._read_appeal(appeal)
        why = read_text("reason", reason)
        check_type("remedy", remedy, Mapping, str)
        chosen = self._read_remedy(remedy)
        receipt = self._execute(
            Writer,
            ["uphold", filed.id, why, remedy if isinstance(remedy, str) else {n: str(v) for n, v in remedy.items()}],
            command,
            lambda writer: uphold_appeal(writer, filed.class_id, period, filed.id, why, chosen),
        )
        after = self._school.read_at(receipt.position)
        decided = self._read_decided(after, filed.class_id, period, filed.id)
        differences = self._list_moved(receipt, after, filed, period, chosen)
        return attrs.evolve(
            decided, source=differences, moved=tuple(publish_change(difference) for difference in differences)
        )

    @raises_ours
    def reject(self, appeal: Appeal | str, /, *, reason: str, command: str | None = None) -> Appeal:
        """Reject an appeal; it stays in the history with its reason."""
        filed, period = self._read_appeal(appeal)
        why = read_text("reason", reason)
        receipt = self._execute(
            Writer,
            ["reject", filed.id, why],
            command,
            lambda writer: reject_appeal(writer, filed.class_id, period, filed.id, why),
        )
        return self._read_decided(self._school.read_at(receipt.position), filed.class_id, period, filed.id)

    @raises_ours
    def pay(self, period: Span, /) -> PayDesk:
        """Return the desk of a month's pay sheet; it holds no state, and each of its steps returns the sheet."""
        return PayDesk(self, read_month(read_span(period)))

    def _read_appeal(self, appeal: Appeal | str) -> tuple[Appeal, Period]:
        """Return an appeal by its id, or by how its id alone begins, and the period it is about.

        Raises:
            UnknownReference: When there is none, or several.
        """
        check_type("appeal", appeal, Appeal, str)
        reader = self._read()
        filed = self._find_appeal(reader, appeal.id if isinstance(appeal, Appeal) else appeal.strip())
        return filed, find_period(filed.period, reader.register.calendar)

    def _find_appeal(self, reader: SchoolReader, appeal_id: str) -> Appeal:
        appeals = [
            (result, appeal)
            for result in load_results(reader)
            for name, appeal in result.appeals.items()
            if name.startswith(appeal_id)
        ]
        if len(appeals) == 1:
            return publish_appeal(reader, self._head(reader), *appeals[0])
        ids = [appeal.filed.event.id for _, appeal in appeals]
        listed = Message.listed(ids[:3])
        several = Message(f"不止一件申诉以“{appeal_id}”开头:", f"several appeals begin with {appeal_id!r}: ") + listed
        none = Message(f"没有申诉“{appeal_id}”", f"there is no appeal {appeal_id!r}")
        raise kernel.UnknownReference(several if ids else none, code="appeal.unknown", near=ids[:3])

    def _read_decided(self, reader: SchoolReader, class_id: str, period: Period, appeal_id: str) -> Appeal:
        """Return an appeal whose class and period are known, so that no other result has to be read."""
        return find_appeal(reader, self._head(reader), class_id, period, appeal_id)

    def _find_start(self, receipt: Receipt) -> int:
        """Return the position before the first event of a command that decided an appeal: it has a few."""
        few = _EVENTS_OF_A_DECISION
        pages = self._school.log.read_all(after=receipt.position - few, page_size=few)
        events = islice(chain.from_iterable(pages), few)
        positions = [event.position for event in events if event.command == receipt.command]
        return min(positions) - 1

    def _read_remedy(self, remedy: Mapping[str, object] | str) -> Remedy:
        if isinstance(remedy, str):
            return None if remedy == "void" else remedy
        return self._read_changes(remedy)

    def _list_moved(
        self, receipt: Receipt, after: SchoolReader, filed: Appeal, period: Period, remedy: Remedy
    ) -> Sequence[StatementDifference]:
        """Return the statements that a decision moved: the result appealed against first."""
        before, fact = self._school.read_at(self._find_start(receipt)), filed.about
        if isinstance(remedy, str):
            before, fact = read_before_entry(before, remedy)
        return find_changed_statements(before, after, fact, filed.class_id, period)
