"""Load appointments and studios (聘任、工作室): their histories replayed as they are, or as a reader knows them."""

from datetime import datetime

from bzr_domain.application.ports import EventLog
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.appointments import class_appointments, studio
from bzr_domain.appointments.class_appointments import ClassAppointments
from bzr_domain.appointments.studio import Studio
from bzr_domain.kernel import streams
from bzr_domain.kernel.replay import replay
from bzr_domain.register.roster import Tenure


def load_appointments(store: EventLog, class_id: str, until: datetime | None = None) -> ClassAppointments:
    """Return the appointments and substitutes of a class."""
    pages = store.read(streams.of_appointments(class_id), until=until)
    return replay(class_appointments.evolve, class_appointments.initial(class_id), pages)


def read_appointments(reader: SchoolReader, class_id: str) -> ClassAppointments:
    """Return the appointments and substitutes of a class as a reader knows them."""
    pages = reader.read_events(streams.of_appointments(class_id))
    return replay(class_appointments.evolve, class_appointments.initial(class_id), pages)


def load_studio(store: EventLog, name: str) -> Studio:
    """Return a studio with its members; one that nobody joined yet is empty."""
    return replay(studio.evolve, studio.initial(name), store.read(streams.of_studio(name)))


def read_studio(reader: SchoolReader, name: str) -> Studio:
    """Return a studio with its members as a reader knows it."""
    return replay(studio.evolve, studio.initial(name), reader.read_events(streams.of_studio(name)))


def list_classes_with_appointments(store: EventLog) -> list[str]:
    """Return the ids of the classes for which anything was ever recorded here."""
    return [name.removeprefix(streams.APPOINTMENT) for name in store.streams(streams.APPOINTMENT)]


def list_studios(store: EventLog) -> list[str]:
    """Return the names of all studios."""
    return [name.removeprefix(streams.STUDIO) for name in store.streams(streams.STUDIO)]


def load_appointed_tenures(store: EventLog) -> tuple[Tenure, ...]:
    """Return every tenure that an appointment made, as it reads now."""
    classes = list_classes_with_appointments(store)
    return tuple(tenure for class_id in classes for tenure in load_appointments(store, class_id).tenures)
