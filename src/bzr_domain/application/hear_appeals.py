"""Hear appeals (受理申诉): file, reject, uphold and put right: load → decide → append."""

import attrs

from bzr_domain.application.amend_facts import Amended, Change, decide_correction, decide_void
from bzr_domain.application.award_titles import refuse_titles
from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.load_results import list_batches, load_result
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.appeals import (
    DecideAppeal,
    FileAppeal,
    check_remedy,
    find_appeal,
    find_facts_of_clause,
    find_same_appeal,
    find_subject,
    restore_facts,
)
from bzr_domain.publication.assessment_result import AssessmentResult, decide
from bzr_domain.publication.deciders import STEP, Deciders, find_deciders
from bzr_domain.publication.events import AppealDecided, AppealFiled, ResultEvent
from bzr_domain.publication.participants import find_participants_in
from bzr_domain.register.rights import check_right_to_appeal
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.statement import Statement

Remedy = Change | str | None
"""How an upheld appeal is put right: the fact is corrected so, an entry recorded already is named, or the fact is voided."""


@attrs.frozen
class RemedyEntries:
    """The entries that put right what an appeal is about, and what they add to which stream; none where nothing is to do."""

    entries: tuple[str, ...]
    batches: tuple[Batch, ...] = ()


@retry_on_conflict
def file_appeal(
    writer: Writer, class_id: str, period: Period, about: str, grounds: str, evidence: str
) -> str | Refused:
    """File an appeal against a fact (by the start of its id) or a clause (by its number); returns the appeal's id.

    Raises:
        UnknownReference: When the result has neither such a fact nor such a clause.
    """
    reader = writer.reader()
    result = load_result(reader, class_id, period.name)
    appeal = AppealFiled(
        id=writer.ids(),
        class_id=class_id,
        period=period.name,
        by=writer.actor,
        about=_find_subject(reader, class_id, period, about),
        grounds=grounds,
        evidence=evidence,
        on=reader.today,
        purpose=reader.purpose,
    )
    decided = check_right_to_appeal(reader.register, writer.actor, class_id, period) or decide(
        result, FileAppeal(appeal)
    )
    if isinstance(decided, Refused):
        return decided
    appeal_id = find_same_appeal(result.appeals, appeal) or appeal.id
    writer.append(list_batches(result, decided), appeal_id)
    return appeal_id


@retry_on_conflict
def reject_appeal(writer: Writer, class_id: str, period: Period, appeal: str, reason: str) -> Refused | None:
    """Reject an appeal (驳回); it stays in the history with its reason.

    Raises:
        UnknownReference: When no such appeal was filed.
    """
    hearing = _open_hearing(writer, class_id, period, appeal)
    refused = hearing.check_right(writer)
    decided = refused or hearing.decide(upheld=False, by=writer.actor, reason=reason)
    if isinstance(decided, Refused):
        return decided
    writer.append(list_batches(hearing.result, decided))
    return None


@retry_on_conflict
def uphold_appeal(
    writer: Writer, class_id: str, period: Period, appeal: str, reason: str, remedy: Remedy
) -> tuple[Problem, ...] | Refused | None:
    """Uphold an appeal (成立) and put right what it is about: both or neither.

    Raises:
        UnknownReference: When no such appeal was filed, or the entry named is not there.
    """
    hearing = _open_hearing(writer, class_id, period, appeal)
    refused = hearing.check_right(writer)
    remedied = refused or _put_right(hearing, reason, remedy, writer.ids())
    if not isinstance(remedied, RemedyEntries):
        return remedied
    alone = hearing.deciders.instead_of is not None
    refused = None if alone else writer.check_record_rights(hearing.reader, remedied.batches)
    refused = refused or refuse_titles(hearing.reader, remedied.batches)
    decided = refused or hearing.decide(upheld=True, by=writer.actor, reason=reason, entries=remedied.entries)
    if isinstance(decided, Refused):
        return decided
    writer.append([*remedied.batches, *list_batches(hearing.result, decided)])
    return None


@attrs.frozen
class Hearing:
    """An appeal to be decided, the result that it is about, who had a hand in it (经手人), and who may decide."""

    reader: SchoolReader
    result: AssessmentResult
    period: Period
    filed: Recorded[AppealFiled]
    participants: tuple[str, ...] = ()
    deciders: Deciders = attrs.field(factory=Deciders)

    def check_right(self, writer: Writer) -> Refused | None:
        """Refuse whoever has no right to decide; where nobody else is left, the head (校长) needs none."""
        if is_among(writer.actor, self.deciders.names):
            return None
        return writer.check_right(self.reader, STEP)

    def decide(
        self, *, upheld: bool, by: str, reason: str, entries: tuple[str, ...] = ()
    ) -> tuple[ResultEvent, ...] | Refused:
        """Return the events of a decision, or its refusal."""
        decision = AppealDecided(
            appeal=self.filed.event.id, upheld=upheld, reason=reason, entries=entries, on=self.reader.today
        )
        command = DecideAppeal(decision=decision, by=by, participants=self.participants, deciders=self.deciders)
        return decide(self.result, command)


def _open_hearing(writer: Writer, class_id: str, period: Period, ref: str) -> Hearing:
    reader = writer.reader()
    result = load_result(reader, class_id, period.name)
    return prepare_hearing(reader, result, period, result.appeals[find_appeal(result.appeals, ref)].filed)


def prepare_hearing(
    reader: SchoolReader, result: AssessmentResult, period: Period, filed: Recorded[AppealFiled]
) -> Hearing:
    """Return an appeal with everybody who had a hand in what it is about, and who may decide it."""
    hearing = Hearing(reader, result, period, filed)
    participants = _find_participants(hearing)
    deciders = find_deciders(reader.register.people, participants, filed.event.by)
    return attrs.evolve(hearing, participants=participants, deciders=deciders)


def _find_subject(reader: SchoolReader, class_id: str, period: Period, ref: str) -> str:
    """Return what an appeal is about: a fact of the class in the period, or a clause of its statement."""
    statement = reader.statement(class_id, period)
    days = reader.register.calendar.widen_to_weeks(period)
    facts = [fact.id for fact in reader.current_facts(class_id, days) if fact.voided_by is None]
    return find_subject(ref, period.name, statement if isinstance(statement, Statement) else None, facts)


def _find_participants(hearing: Hearing) -> tuple[str, ...]:
    """Return everybody who had a hand in what an appeal is about: a fact, or every fact that a clause stood on."""
    reader, about = hearing.reader, hearing.filed.event.about
    facts = [about]
    streams = reader.store.known(facts)
    if not streams:
        facts = find_facts_of_clause(about, _load_statements(hearing))
        streams = reader.store.known(facts)
    known = dict.fromkeys(fact for fact in facts if fact in streams)
    return find_participants_in((reader.history(streams[fact]), fact) for fact in known)


def _load_statements(hearing: Hearing) -> list[Statement]:
    """Return the statement as it was last published, as it was when the appeal was filed, and as if nothing were void then.

    Whoever voids a fact first still had a hand in the clause that it stood in, and does not decide about it.
    """
    filed, period = hearing.filed, hearing.period
    class_id = filed.event.class_id
    published = [at for at in hearing.result.publications if at.position < filed.position]
    then = [hearing.reader.at(at.recorded_at, up_to=at.position - 1) for at in (*published[-1:], filed)]
    statements = [known.statement(class_id, period) for known in then]
    school = then[-1].load_school_from(then[-1].load_histories([(class_id, period)]))
    statements.append(assess_loaded_class(restore_facts(school), class_id, period))
    return [statement for statement in statements if isinstance(statement, Statement)]


def _put_right(
    hearing: Hearing, reason: str, remedy: Remedy, name: str
) -> RemedyEntries | tuple[Problem, ...] | Refused:
    """Decide the void or correction that puts right what an appeal is about; refuse an entry that does not.

    Raises:
        UnknownReference: When there is no entry of that id.
    """
    reader, about = hearing.reader, hearing.filed.event.about
    if isinstance(remedy, str):
        entry, home = find_entry(reader, remedy)
        days = reader.register.calendar.widen_to_weeks(hearing.period)
        return check_remedy(reader.history(home), entry, hearing.filed, days) or RemedyEntries((entry,))
    if not reader.store.known([about]):
        return RemedyEntries(())
    amended = (
        decide_void(reader, about, reason, name)
        if remedy is None
        else decide_correction(reader, about, remedy, reason, name)
    )
    if not isinstance(amended, Amended):
        return amended
    return RemedyEntries((name,) if amended.events else (), amended.batches)
