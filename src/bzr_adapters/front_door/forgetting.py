"""Forget a person, redact a text, restrict what is shown (遗忘、隐去、限制)."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from bzr_adapters.documents.forgotten import forgotten_document, forgotten_sheet
from bzr_adapters.front_door.access_log import report_accesses
from bzr_adapters.front_door.arguments import WrongArgument, read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.results import Report
from bzr_adapters.storage.keys.traces import Traces, demand_keys, trace_fact, trace_person
from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.forget_persons import Forgetter, Found
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.fact_history import find_fact_behind
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Refused as RuleRefused
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.register.personal_data import PersonalDataErased, PersonalDataRestricted

Field = Literal["note", "reason"]
_FIELDS = ("note", "reason")


class PersonActor(Commanding):
    """What somebody does to personal data."""

    @raises_ours
    def erase(self, person: str, /, *, reason: str, class_: str | None = None, command: str | None = None) -> Report:
        """Erase a person for good (遗忘): every name and every free text that names them; totals and digests stay.

        Args:
            person: A teacher's id or name, a student's pseudonym, or the name of anybody whom the store names: a person with
                rights, a pupil.
            reason: Why; it is kept with the proof, and must not name the person.
            class_: The class of a student, by id or name, where another person bears the name too.

        Raises:
            NotFound: When nothing tells of such a person, or the name is several teachers' or students'.
            Refused: When a right would have nobody left who has it.
        """
        name = read_text("person", person)
        return self._forget(
            "erase", [name, *_list_said(class_)], reason, command, partial(self._find_person, name, class_)
        )

    @raises_ours
    def redact(self, fact: str, field: Field | None = None, /, *, reason: str, command: str | None = None) -> Report:
        """Erase the free texts of a fact for good (隐去), or those of one field; what is counted stays."""
        if field is not None and field not in _FIELDS:
            raise WrongArgument.of(
                f"没有可隐去的栏目“{field}”;有:{', '.join(_FIELDS)}",
                f"no field {field!r} can be redacted; there are: {', '.join(_FIELDS)}",
            )
        name = read_text("fact", fact)
        return self._forget("redact", [name], reason, command, partial(self._find_texts, name, field))

    @raises_ours
    def restrict(
        self,
        person: str,
        /,
        *,
        reason: str,
        class_: str | None = None,
        fact: bool = False,
        lift: bool = False,
        command: str | None = None,
    ) -> Report:
        """Keep what names a person and show it no more (限制), or show it again.

        Args:
            person: A person as for `erase`, or the id of a fact whose texts are meant.
            class_: The class of a student, as for `erase`.
            fact: Whether it is a fact's id.
            lift: Show it again.
        """
        name = read_text("person", person)
        find = partial(self._find_texts, name, None) if fact else partial(self._find_person, name, class_)
        why = _read_reason(reason)
        request = ["restrict", name, why, fact, lift, *_list_said(class_)]
        return self._carry_out(request, command, lambda writer: writer.restrict(find, why, lifted=lift))

    @raises_ours
    def access_log(self) -> Report:
        """Return who was shown names and free texts, when, by which question (查看记录), `bzr.accesses/1`.

        Raises:
            Forbidden: When the right `access.read` is others'.
        """
        self._demand_account()
        reader = self._read()
        return report_accesses(self._school, reader, self._head(reader), self.name)

    def _forget(
        self, verb: str, names: list[str], reason: str, command: str | None, find: Callable[[SchoolReader], Found]
    ) -> Report:
        why = _read_reason(reason)
        return self._carry_out([verb, *names, why], command, lambda writer: writer.erase(find, why))

    def _carry_out(
        self, request: object, command: str | None, act: Callable[[Forgetter], Found | RuleRefused]
    ) -> Report:
        log, keys = demand_keys(self._school.log)
        keys.tables.demand_erasing()
        with log.hold():
            receipt = self._execute(Forgetter, request, command, act)
        reader = self._school.read_at(receipt.position)
        event = next(entry.event for entry in reader.list_events(streams.PERSONS) if entry.command == receipt.command)
        assert isinstance(event, PersonalDataErased | PersonalDataRestricted), "what is in that history"
        if isinstance(event, PersonalDataErased):
            keys.change_states(event.pseudonyms, event.texts, "erased")
        else:
            keys.change_states(event.pseudonyms, event.texts, "kept" if event.lifted else "restricted")
        head = self._head(reader)
        document = forgotten_document(event, head["as_of"], self.name)
        return Report(
            **head,
            ok=True,
            rows=(document,),
            problems=(),
            changed=not receipt.replayed,
            build_document=lambda: document,
            build_table=lambda: forgotten_sheet(document, self.lang),
        )

    def _find_person(self, name: str, class_: str | None, reader: SchoolReader) -> Found:
        class_id = "" if class_ is None else reader.find_class_id(read_text("class", class_))
        traces = trace_person(self._school.log, name, class_id)
        if traces.several:
            ids = ", ".join(traces.several)
            raise UnknownReference.of(
                f"姓名“{name}”有几个人:{ids};请写教师的编号、学生的假名,或学生的班级",
                f"{name!r} is the name of several: {ids}; write a teacher's id, a student's pseudonym or class",
                code="person.ambiguous",
                near=traces.several,
            )
        _demand_any(traces, name)
        registered = () if traces.is_student else traces.names
        return Found(names=traces.names, registered=registered, pseudonyms=traces.pseudonyms, texts=traces.texts)

    def _find_texts(self, prefix: str, field: str | None, reader: SchoolReader) -> Found:
        entry, stream = find_entry(reader, prefix)
        history = reader.history(stream)
        fact = find_fact_behind(history, entry)
        entries = [each for each in history.amendments if find_fact_behind(history, each) == fact]
        traces = trace_fact(self._school.log, stream, fact, entries, field)
        if traces.is_empty and not traces.erased:
            raise UnknownReference.of(
                f"“{prefix}”没有这样的文字,没有可隐去的",
                f"{prefix!r} has no such text: there is nothing to redact",
                code="fact.no-text",
            )
        _demand_any(traces, prefix)
        return Found(fact=fact, texts=traces.texts)


def _list_said(text: str | None) -> list[str]:
    return [] if text is None else [text]


def _read_reason(reason: str) -> str:
    why = read_text("reason", reason)
    if not why:
        raise WrongArgument.of("要写理由", "a reason has to be given")
    return why


def _demand_any(traces: Traces, name: str) -> None:
    if not traces.is_empty:
        return
    if traces.erased:
        raise UnknownReference.of(f"“{name}”早已删除", f"{name!r} was erased before", code="person.erased-already")
    raise UnknownReference.of(
        f"存储里没有“{name}”的姓名或文字:写法不同,或早已删除",
        f"no name and no text in the store tells of {name!r}: it is spelt otherwise, or was erased before",
        code="person.unknown",
    )
