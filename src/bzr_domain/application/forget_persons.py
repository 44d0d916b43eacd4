"""Erase, restrict and show personal data (遗忘、限制、查看): the store finds what tells of a person; here it is decided and proved."""

from collections.abc import Callable

import attrs

from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import normalize_name
from bzr_domain.kernel.readings import NO_NAME_LEFT
from bzr_domain.register.personal_data import (
    ERASE,
    IDENTIFY,
    RESTRICT,
    PersonalDataErased,
    PersonalDataEvent,
    PersonalDataRestricted,
    PersonalDataShown,
    decide_withdrawal,
)
from bzr_domain.register.rights import check_right_to_identify, check_usual_right


@attrs.frozen(kw_only=True)
class Found:
    """What tells of a person or of a fact: the names as they are spelt, what stands for them, the keys of free texts.

    Attributes:
        registered: The names under which the person can be on the register; a student is not on it.
    """

    fact: str = ""
    names: tuple[str, ...] = ()
    registered: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


Find = Callable[[SchoolReader], Found]
"""Finds what tells of a person as the store is now."""


@attrs.frozen
class Forgetter(Writer):
    """Erases personal data, and restricts it."""

    @retry_on_conflict
    def erase(self, find: Find, reason: str) -> Found | Refused:
        """Prove that what is found is erased, and take a person off the register; whoever calls destroys the keys then."""
        reader = self.reader()
        refused = check_usual_right(reader.register, self.actor, self.shelf.usual_right(ERASE))
        if refused is not None:
            return refused
        traces = find(reader)
        register = reader.register
        withdrawn = decide_withdrawal(register.people, traces.registered)
        if isinstance(withdrawn, Refused):
            return withdrawn
        told = normalize_name(reason).casefold()
        if any(normalize_name(name).casefold() in told for name in traces.names):
            return Refused(
                code="person.named-in-reason",
                reason=Message(
                    "理由里不要写这个姓名,它会留下来", "the reason must not hold the name, for it would stay"
                ),
                clause=NO_NAME_LEFT,
            )
        event = PersonalDataErased(fact=traces.fact, pseudonyms=traces.pseudonyms, texts=traces.texts, reason=reason)
        # The register's version is demanded even where nothing is added to it: the decision rests on it.
        register_batch = Batch(stream=streams.REGISTER, after=register.version, events=withdrawn)
        self.append([self._batch(reader, event), register_batch], traces)
        return traces

    @retry_on_conflict
    def restrict(self, find: Find, reason: str, *, lifted: bool) -> Found | Refused:
        """Note that what is found is kept and not shown from now on, or shown again."""
        reader = self.reader()
        refused = check_usual_right(reader.register, self.actor, self.shelf.usual_right(RESTRICT))
        if refused is not None:
            return refused
        traces = find(reader)
        event = PersonalDataRestricted(
            fact=traces.fact, pseudonyms=traces.pseudonyms, texts=traces.texts, reason=reason, lifted=lifted
        )
        self.append([self._batch(reader, event)], traces)
        return traces

    @retry_on_conflict
    def identify(self, class_id: str, find: Callable[[], str]) -> str | Refused:
        """Note that somebody is told who a student of a class is; return the student's pseudonym.

        Args:
            find: Finds the pseudonym, once it is sure that whoever asks may know.
        """
        reader = self.reader()
        usual = self.shelf.usual_right(IDENTIFY)
        refused = check_right_to_identify(reader.register, self.actor, usual, class_id, reader.today)
        if refused is not None:
            return refused
        pseudonym = find()
        self.append([self._batch(reader, PersonalDataShown(pseudonyms=(pseudonym,)))], pseudonym)
        return pseudonym

    def _batch(self, reader: SchoolReader, event: PersonalDataEvent) -> Batch:
        version = len(reader.list_events(streams.PERSONS))
        return Batch(stream=streams.PERSONS, after=version, events=(event,))
