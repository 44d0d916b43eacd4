"""Load the histories that can tell of a class, a teacher, a student or a rulebook, and project the audit trail (审计轨迹) from them."""

from collections.abc import Iterable
from typing import Any

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.streams import list_streams_of_class, list_streams_of_teacher
from bzr_domain.kernel import streams
from bzr_domain.kernel.periods import EVERYTHING
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.projections.audit_trail import (
    Histories,
    list_referred_histories,
    list_teachers_by_name,
    project_class_trail,
    project_rulebook_trail,
    project_student_trail,
    project_teacher_trail,
)


def load_class_trail(reader: SchoolReader, class_id: str) -> list[Recorded[Any]]:
    """Return everything ever recorded about a class, in the order recorded."""
    prefixes = (f"class:{class_id}:", streams.of_result(class_id, ""), streams.PAY)
    of_facts = list_streams_of_class(reader.register, class_id, EVERYTHING)
    names = [*of_facts, streams.of_appointments(class_id), streams.REGISTER, streams.PERSONS]
    histories = _load_histories(reader, prefixes, names)
    return project_class_trail(histories, class_id)


def load_teacher_trail(reader: SchoolReader, teacher_id: str) -> list[Recorded[Any]]:
    """Return everything ever recorded about a teacher, in the order recorded."""
    prefixes = (streams.APPOINTMENT, streams.STUDIO, streams.RESULT, streams.PAY)
    of_facts = list_streams_of_teacher(reader.register, teacher_id)
    histories = _load_histories(reader, prefixes, [*of_facts, streams.REGISTER, streams.PERSONS])
    return project_teacher_trail(histories, reader.register, teacher_id)


def load_rulebook_trail(reader: SchoolReader, rulebook: str) -> list[Recorded[Any]]:
    """Return the life of a rulebook, of all its versions (规则的始末): registered, adopted, withdrawn, in the order recorded."""
    return project_rulebook_trail(reader.list_events(streams.REGISTER), rulebook)


def load_student_trail(reader: SchoolReader, pseudonym: str) -> list[Recorded[Any]]:
    """Return everything ever recorded about a student, in the order recorded."""
    return project_student_trail(reader.read_log(), reader.list_events(streams.PERSONS), pseudonym)


def find_teachers(reader: SchoolReader) -> dict[str, set[str]]:
    """Return name → the ids of the teachers it can mean, of everybody who was ever spoken of."""
    histories = _load_histories(reader, (streams.APPOINTMENT, streams.STUDIO), [streams.REGISTER])
    return list_teachers_by_name(recorded for events in histories.values() for recorded in events)


def _load_histories(reader: SchoolReader, prefixes: Iterable[str], names: Iterable[str]) -> Histories:
    """Histories by name and by how their names begin, and those in which facts moved into them were recorded."""
    wanted = [*names, *(name for prefix in prefixes for name in reader.store.streams(prefix))]
    histories = {name: reader.list_events(name) for name in wanted}
    referred = list_referred_histories(histories)
    return histories | {name: reader.list_events(name) for name in sorted(referred - set(histories))}
