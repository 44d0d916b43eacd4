"""Questions about what was published, appealed and paid (公示、申诉、绩效)."""

from collections.abc import Collection, Iterator
from functools import partial

from bzr_adapters.documents.pay import PayTold, pay_document
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.front_door.arguments import Span, WrongArgument, find_period, read_month, read_span, read_text
from bzr_adapters.front_door.asking import Asking, find_class_ids
from bzr_adapters.front_door.errors import build_refused, raises_ours
from bzr_adapters.front_door.results import Appeal, AppealList, PayLine, PaySheet, Result
from bzr_adapters.front_door.rulebooks import Book, read_rulebook_text
from bzr_domain.application.load_results import load_result
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, load_pay_sheet
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.show_pay_sheet import report_pay_sheet
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel import streams
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.events import PayLine as DomainPayLine
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.schemes import is_named, split_names
from bzr_domain.publication.appeals import Appeal as DomainAppeal
from bzr_domain.publication.appeals import find_appeal
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.register.roster import RulebookText
from bzr_domain.scoring.statement import Statement


class ResultAnswers(Asking):
    """What can be asked about published results, appeals and pay sheets."""

    @raises_ours
    def results(self, period: Span, /, *, classes: Collection[str] = ()) -> tuple[Result, ...]:
        """Return the published results of a period, of all classes or of some, beside what is computed now."""
        reader = self._read()
        assessed = find_period(read_span(period), reader.register.calendar)
        ids = find_class_ids(reader, classes, assessed)
        return self._list_results(reader, assessed, ids or list(reader.register.classes))

    def _list_results(
        self, reader: SchoolReader, period: Period, class_ids: Collection[str], command: str = ""
    ) -> tuple[Result, ...]:
        """Return the results of some classes; `command` is the one that may have changed them."""
        loaded = {class_id: load_result(reader, class_id, period.name) for class_id in class_ids}
        published = {class_id: result for class_id, result in loaded.items() if result.published is not None}
        statements = dict(reader.statements(period, list(published))) if published else {}
        return tuple(
            self._publish_result(reader, class_id, result, statements.get(class_id), command)
            for class_id, result in published.items()
        )

    def _publish_result(
        self,
        reader: SchoolReader,
        class_id: str,
        result: AssessmentResult,
        computed: Statement | kernel.Problem | None,
        command: str,
    ) -> Result:
        published, last = result.published, result.final or result.publications[-1]
        assert published is not None
        shown = published if result.final is None else result.final.event
        return Result(
            **self._head(reader),
            source=result,
            class_id=class_id,
            class_name=_name_class(reader, class_id, published.period),
            period=published.period,
            state=result.state,
            until=published.until,
            total=shown.figures.total,
            digest=shown.digest,
            recomputed=computed.total if isinstance(computed, Statement) else None,
            changed=last.command == command,
        )

    @raises_ours
    def appeals(self, period: Span | None = None, /, *, class_: str | None = None) -> tuple[Appeal, ...]:
        """Return the appeals against the results of a period or of all, of a class or of all, in the order filed."""
        return self._list_appeals(self._read(), period, class_)

    @raises_ours
    def list_appeals(self, period: Span | None = None, /) -> AppealList:
        """Return the appeals against the results of a period or of all as a table, in the order filed."""
        reader = self._read()
        return AppealList(**self._head(reader), appeals=self._list_appeals(reader, period, None))

    def _list_appeals(self, reader: SchoolReader, period: Span | None, class_: str | None) -> tuple[Appeal, ...]:
        assessed = None if period is None else find_period(read_span(period), reader.register.calendar)
        class_id = None
        if class_ is not None:
            class_id = reader.find_class_id(read_text("class_", class_), assessed)
        filed = [
            (appeal.filed.position, self._publish_appeal(reader, result, appeal))
            for result in load_results(reader, class_id, None if assessed is None else assessed.name)
            for appeal in result.appeals.values()
        ]
        return tuple(appeal for _, appeal in sorted(filed, key=lambda pair: pair[0]))

    @raises_ours
    def find_appeal(self, class_: str, period: Span, id: str = "", /) -> Appeal:
        """Return the appeal of a class and period whose id begins so; without an id, the only one that is open.

        Raises:
            NotFound: When there is none, or several.
        """
        reader = self._read()
        assessed = find_period(read_span(period), reader.register.calendar)
        result = load_result(reader, reader.find_class_id(read_text("class_", class_), assessed), assessed.name)
        return self._publish_appeal(reader, result, result.appeals[find_appeal(result.appeals, read_text("id", id))])

    def _publish_appeal(self, reader: SchoolReader, result: AssessmentResult, appeal: DomainAppeal) -> Appeal:
        filed, decision = appeal.filed.event, None if appeal.decision is None else appeal.decision.event
        published = [at.event for at in result.publications if at.position < appeal.filed.position]
        people = reader.register.people
        right = people.right_for("appeal.decide")
        state = "open" if decision is None else "upheld" if decision.upheld else "rejected"
        return Appeal(
            **self._head(reader),
            source=appeal,
            id=filed.id,
            class_id=filed.class_id,
            class_name=_name_class(reader, filed.class_id, filed.period),
            period=filed.period,
            about=filed.about,
            by=filed.by,
            grounds=filed.grounds,
            deadline=published[-1].until,
            state=state,
            reason="" if decision is None else decision.reason,
            may_decide=() if right is None else tuple(people.holders(right.roles)),
        )

    @raises_ours
    def pay_sheet(self, period: Span, scheme: str | None = None, /, *, allowance: Book | None = None) -> PaySheet:
        """Return a month's pay sheet; before it is prepared its state is `none`, and it says what it would say.

        Args:
            scheme: The outcomes that say what the assessment pays; not needed where the rulebook has only one.
            allowance: The rulebook of the seniority allowance.
        """
        reader, month = self._read(), read_month(read_span(period))
        text = None if allowance is None else read_rulebook_text(allowance)
        return self._publish_pay_sheet(reader, month, "" if scheme is None else read_text("scheme", scheme), text)

    def _publish_pay_sheet(
        self,
        reader: SchoolReader,
        month: Period,
        scheme: str = "",
        allowance: RulebookText | None = None,
        command: str = "",
    ) -> PaySheet:
        """Return a month's sheet as it is or would be; `command` is the one that may have changed it."""
        sheet = load_pay_sheet(reader, month.name)
        digest = "" if allowance is None else allowance.digest
        if sheet.content is not None:
            _check_same_sheet(sheet.content, scheme, digest)
        content = sheet.content or fill_in_pay_sheet(reader, month, scheme, digest, allowance)
        if isinstance(content, kernel.Refused):
            raise build_refused(content, self.lang)
        report = report_pay_sheet(reader, month, sheet, content)
        words = event_words(reader, report.events, self.lang)
        notes = reader.vocabulary(None, month.last).notes
        told = PayTold(
            school=reader.school_name,
            report=report,
            words=words,
            classes=reader.class_names_in(month),
            approvals=tuple(f"{note.title}({note.cite})" for note in notes if note.says == "approval"),
        )
        return PaySheet(
            **self._head(reader),
            source=told,
            period=content.period,
            scheme=content.scheme,
            state=sheet.state,
            lines=tuple(_publish_line(line) for line in content.lines),
            content=content,
            changed=any(step.command == command for step in sheet.steps),
            build_document=partial(pay_document, report, reader.local_as_of, words),
        )


def _check_same_sheet(content: PayPrepared, scheme: str, allowance: str) -> None:
    """Check that a sheet was filled in by the scheme and the allowance that are named.

    Args:
        allowance: The digest of the rulebook of the allowance; empty where none is named.

    Raises:
        WrongArgument: When it was filled in by another scheme or allowance.
    """
    by, schemes = content.scheme or "—", split_names(content.scheme)
    if not all(any(is_named(name, known) for known in schemes) for name in split_names(scheme)):
        raise WrongArgument.of(
            f"{content.period}的绩效表是按方案 {by} 填的;要换方案,先退回再填",
            f"the sheet of {content.period} was prepared by {by}; to change the scheme, return it and prepare it again",
        )
    if allowance not in ("", content.allowance):
        raise WrongArgument.of(
            f"{content.period}的绩效表不是按这份 --allowance 填的;要换,先退回再填",
            f"the sheet of {content.period} was prepared by another --allowance; to change it, return it and prepare it again",
        )


def _name_class(reader: SchoolReader, class_id: str, period: str) -> str:
    assessed = reader.register.calendar.find_period(period)
    names = reader.class_names if assessed is None else reader.class_names_in(assessed)
    return names.get(class_id, class_id)


def load_results(
    reader: SchoolReader, class_id: str | None = None, period: str | None = None
) -> Iterator[AssessmentResult]:
    """Yield the results for the reader's purpose that something has happened to, of a class, of a period or of all."""
    prefix = streams.RESULT if class_id is None else streams.of_result(class_id, "")
    for stream in reader.store.streams(prefix):
        owner, name, purpose = streams.read_result(stream)
        if purpose == reader.purpose and period in (None, name):
            yield load_result(reader, owner, name)


def _publish_line(line: DomainPayLine) -> PayLine:
    return PayLine(
        teacher=line.teacher,
        name=line.name,
        base=line.base,
        assessment=line.assessment,
        seniority=line.seniority,
        adjustments=sum((adjustment.amount for adjustment in line.adjustments), ZERO),
        payable=line.payable,
    )
