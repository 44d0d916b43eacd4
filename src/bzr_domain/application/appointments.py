"""Reading appointments and studios (聘任、工作室): their histories replayed as known at a moment."""

from datetime import datetime

from bzr_domain.application.ports import EventStore
from bzr_domain.appointments import class_appointments as appointment
from bzr_domain.appointments.class_appointments import ClassAppointments
from bzr_domain.appointments.studio import Studio
from bzr_domain.appointments.studio import evolve as with_members
from bzr_domain.facts import streams
from bzr_domain.register.roster import Tenure


def appointments_of(store: EventStore, class_id: str, until: datetime | None = None) -> ClassAppointments:
    """The appointments and substitutes of a class."""
    found = appointment.initial()
    for page in store.read(streams.of_appointments(class_id), until=until):
        found = appointment.evolve(found, page)
    return found


def studio_named(store: EventStore, name: str, until: datetime | None = None) -> Studio:
    """A studio with its members; one that nobody joined yet is empty."""
    found = Studio()
    for page in store.read(streams.of_studio(name), until=until):
        found = with_members(found, page)
    return found


def classes_with_appointments(store: EventStore) -> list[str]:
    """The ids of the classes for which anything was ever said here."""
    return [name.removeprefix(streams.APPOINTMENT) for name in store.streams(streams.APPOINTMENT)]


def studios(store: EventStore) -> list[str]:
    """The names of all studios."""
    return [name.removeprefix(streams.STUDIO) for name in store.streams(streams.STUDIO)]


def appointed(store: EventStore) -> tuple[Tenure, ...]:
    """Every tenure that an appointment made, as it reads now."""
    classes = classes_with_appointments(store)
    return tuple(one for class_id in classes for one in appointments_of(store, class_id).tenures)
