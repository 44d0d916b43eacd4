"""Appeals (申诉): what one is about, who may not decide it, and which entries put it right.

One is filed within the notice and decided once. The events stand in `bzr_domain.publication.events`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from bzr_domain.facts.fact_history import FactHistory, current_fact, find_fact_behind, find_void
from bzr_domain.kernel.messages import Message, Refused, UnknownReference, forbid, refuse
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.readings import FOUR_EYES, WITHIN_NOTICE
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.deciders import Deciders
from bzr_domain.publication.events import AppealDecided, AppealFiled
from bzr_domain.publication.participants import list_versions
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import ClauseLine, Statement

_SHOWN = 10
"""How much of an id is shown."""

Clauses = dict[str, dict[str, list[ClauseLine]]]
"""Clause as it can be written, by number or by item and number → the clauses meant, by item and number → their lines."""


@attrs.frozen
class FileAppeal:
    """File an appeal; the fact or clause that it is about is known to stand in the result."""

    appeal: AppealFiled


@attrs.frozen(kw_only=True)
class DecideAppeal:
    """Uphold or reject an appeal.

    Attributes:
        by: Who decides.
        participants: Everybody who had a hand in what the appeal is about (经手人).
        deciders: Who may decide it; the head among them where nobody else is left, whatever hand the head had in it.
    """

    decision: AppealDecided
    by: str
    participants: tuple[str, ...]
    deciders: Deciders = attrs.field(factory=Deciders)


@attrs.frozen(kw_only=True)
class Appeal:
    """An appeal as it was filed, and the decision about it; None while it is open."""

    filed: Recorded[AppealFiled]
    decision: Recorded[AppealDecided] | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.decision is None


def file_appeal(
    last_day: date, appeals: Mapping[str, Appeal], appeal: AppealFiled
) -> tuple[AppealFiled, ...] | Refused:
    """File an appeal against a published result, or refuse it; one that is known already yields no event.

    Args:
        last_day: The last day of the notice.
        appeals: The appeals against this result so far.
    """
    if appeal.on > last_day:
        return refuse(
            f"公示期到{last_day}为止,今天{appeal.on},过期的申诉不受理",
            f"the notice ended on {last_day} and today is {appeal.on}: the appeal is late",
            WITHIN_NOTICE,
            code="appeal.late",
        )
    if not appeal.grounds.strip():
        return refuse("申诉须写明理由", "an appeal has to say its grounds", WITHIN_NOTICE, code="reason.missing")
    return (appeal,) if find_same_appeal(appeals, appeal) is None else ()


def decide_appeal(appeal: Appeal, command: DecideAppeal) -> tuple[AppealDecided, ...] | Refused:
    """Decide an appeal, or refuse to: not twice, not by a participant or whoever filed it, not upheld without a remedy."""
    decision = command.decision
    if not appeal.is_open:
        return refuse("这件申诉已经有了决定", "this appeal is decided already", WITHIN_NOTICE, code="appeal.decided")
    refused = _refuse_same_person(appeal, command)
    if refused is not None:
        return refused
    if not decision.reason.strip():
        return refuse("决定须写明理由", "a decision has to say its reason", WITHIN_NOTICE, code="reason.missing")
    if decision.upheld and not decision.entries:
        return refuse(
            "申诉成立,须同时作废或更正所申诉的记录",
            "an upheld appeal needs the void or correction that puts it right",
            WITHIN_NOTICE,
            code="appeal.remedy-missing",
        )
    return (attrs.evolve(decision, instead_of=command.deciders.instead_of),)


def _refuse_same_person(appeal: Appeal, command: DecideAppeal) -> Refused | None:
    """Refuse somebody who had a hand in it or filed it (四眼), and say who may decide; the head may where nobody else is left."""
    by, deciders = command.by, command.deciders
    if is_among(by, deciders.names):
        return None
    if is_among(by, command.participants):
        zh = f"“{by}”记录、检查或改过所申诉的事,不能由同一人决定"
        en = f"{by!r} recorded, saw or amended what the appeal is about: somebody else has to decide"
    elif is_among(by, [appeal.filed.event.by]):
        zh = f"“{by}”提出了这件申诉,不能由同一人决定"
        en = f"{by!r} filed this appeal: somebody else has to decide"
    else:
        return None
    who = deciders.describe()
    return forbid(zh + who.zh, en + who.en, FOUR_EYES, code="right.four-eyes", who=deciders.names)


def find_same_appeal(appeals: Mapping[str, Appeal], appeal: AppealFiled) -> str | None:
    """Return the id of the open appeal of the same person about the same fact or clause, or None."""
    for name, known in appeals.items():
        filed = known.filed.event
        if known.is_open and filed.about == appeal.about and is_among(appeal.by, [filed.by]):
            return name
    return None


def find_appeal(appeals: Mapping[str, Appeal], ref: str) -> str:
    """Return the id of the appeal whose id begins with a reference; without a reference, the only one that is open.

    Raises:
        UnknownReference: When there is none, or several.
    """
    names = [name for name, appeal in appeals.items() if (name.startswith(ref) if ref else appeal.is_open)]
    if len(names) == 1:
        return names[0]
    if names:
        several = Message("不止一件申诉,请写明编号:", "there are several appeals, say which: ")
        raise UnknownReference(several + list_ids(names), code="appeal.ambiguous", near=names)
    none = Message("没有这件申诉;已有的:", "there is no such appeal; known: ")
    known = list_ids(appeals) if appeals else Message("无", "none")
    raise UnknownReference(none + known, code="appeal.unknown", near=appeals)


def list_ids(names: Iterable[str]) -> Message:
    """Return the beginnings of some appeals' ids as a list in a sentence."""
    return Message.listed(name[:_SHOWN] for name in names)


def find_subject(ref: str, period: str, statement: Statement | None, facts: Iterable[str]) -> str:
    """Return the fact whose id begins with a reference, or the clause of that number in a statement.

    A clause that several items have is written with its item before it: `hygiene/council`.

    Args:
        statement: The statement of the period; None where there is none.
        facts: The ids of the facts of the period that are not void.

    Raises:
        UnknownReference: When the result has neither, or several items have such a clause.
    """
    clauses = {} if statement is None else _index_clauses(statement)
    if ref in clauses:
        if len(clauses[ref]) > 1:
            several = Message(
                f"不止一个项目有条款“{ref}”,请写明是哪一个:",
                f"several items have a clause {ref!r}, say which: ",
            )
            places = clauses[ref]
            raise UnknownReference(several + Message.listed(places), code="appeal.ambiguous-clause", near=places)
        number = ref.rpartition("/")[2]
        return number if len(clauses.get(number, ())) == 1 else ref
    names = [name for name in facts if ref and name.startswith(ref)]
    if len(names) == 1:
        return names[0]
    unknown = Message(
        f"{period}的结果里没有编号以“{ref}”开头的一条事实,也没有条款“{ref}”",
        f"the result of {period} has no one fact whose id begins with {ref!r}, and no such clause",
    )
    raise UnknownReference.among(unknown, ref, clauses, code="appeal.unknown-subject")


def find_facts_of_clause(clause: str, statements: Iterable[Statement]) -> list[str]:
    """Return the ids of the facts behind a clause in some statements of one class and period."""
    indexes = [_index_clauses(statement) for statement in statements]
    lines = [line for index in indexes for group in index.get(clause, {}).values() for line in group]
    return [fact for line in lines for fact in (*line.facts, *line.excused, *line.pending)]


def restore_facts(school: LoadedSchool) -> LoadedSchool:
    """Return the same school with every void fact counting: what a clause would stand on had nobody voided anything."""
    facts = tuple(attrs.evolve(fact, voided_by=None) for fact in school.facts)
    return LoadedSchool(register=school.register, books=school.books, facts=facts, as_of=school.as_of)


def _index_clauses(statement: Statement) -> Clauses:
    clauses: Clauses = {}
    places = [(f"{item.id}/", item.clauses) for item in statement.items]
    for place, lines in (*places, ("", statement.verdicts)):
        for line in _walk_lines(lines):
            for name in dict.fromkeys((line.id, f"{place}{line.id}")):
                clauses.setdefault(name, {}).setdefault(f"{place}{line.id}", []).append(line)
    return clauses


def _walk_lines(lines: Iterable[ClauseLine]) -> Iterator[ClauseLine]:
    """Yield some clauses' lines, each before its parts."""
    for line in lines:
        yield line
        yield from _walk_lines(line.parts)


def check_remedy(history: FactHistory, entry: str, filed: Recorded[AppealFiled], days: Period) -> Refused | None:
    """Refuse an entry that does not put an appeal right: an older one, a void one, one about something else.

    Args:
        history: The history that the entry stands in.
        filed: The appeal as it was filed.
        days: The days whose facts can touch the result appealed against.
    """
    shown = entry[:_SHOWN]
    recorded = history.facts.get(entry) or history.amendments[entry]
    appeal = filed.event
    if recorded.position < filed.position:
        reason = Message(
            f"记录{shown}在申诉以前就有,改正不了所申诉的事;写申诉以后补记、作废或更正的那一条",
            f"the entry {shown} was made before the appeal: name one made since, which puts right what it is about",
        )
    elif find_void(history, entry) is not None:
        reason = Message(
            f"记录{shown}已经作废,没有改正什么", f"the entry {shown} is void itself: it puts nothing right"
        )
    elif _touches(history, entry, appeal, days):
        return None
    else:
        reason = Message(
            f"记录{shown}既不是对所申诉事实的作废或更正,也不在{appeal.class_id}的{appeal.period}之内",
            f"the entry {shown} neither voids nor corrects the fact appealed against, "
            f"nor does it lie in {appeal.period} of {appeal.class_id}",
        )
    return Refused(reason=reason, clause=WITHIN_NOTICE, code="appeal.unfit-remedy")


def _touches(history: FactHistory, entry: str, appeal: AppealFiled, days: Period) -> bool:
    """Return whether an entry is about the fact appealed against, or about a fact of the result, now or at some time."""
    fact = find_fact_behind(history, entry)
    versions = [current_fact(history, entry).fact] if fact == entry else list_versions(history, fact)
    return fact == appeal.about or any(
        version.class_id == appeal.class_id and days.covers(version.on) for version in versions
    )
