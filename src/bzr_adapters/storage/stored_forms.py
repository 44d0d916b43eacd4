"""The stored names: what each event is called on disk, for ever.

A name is chosen by us, never a Python path, and carries the version of its form. The registry is closed: a name that is
not in it is refused, never imported. A changed form gets a new version here and an upcast from the old one below.
"""

from collections.abc import Callable
from typing import Any

from bzr_adapters.storage.rulebook_heads import add_id_and_version
from bzr_domain.appointments import events as appointments
from bzr_domain.events import Event
from bzr_domain.facts import events as facts
from bzr_domain.kernel.messages import BzrError, Message, did_you_mean
from bzr_domain.pay import events as pay
from bzr_domain.publication import events as publication
from bzr_domain.register import clock, personal_data
from bzr_domain.register import events as register

Plain = dict[str, Any]
"""An event as a JSON object: text, whole numbers, lists; decimals and dates are text."""

FORMS: dict[str, type[Event]] = {
    "fact.recorded/2": facts.FactRecorded,
    "fact.voided/2": facts.FactVoided,
    "fact.corrected/3": facts.FactCorrected,
    "fact.referred/1": facts.FactReferred,
    "total.printed/1": facts.TotalPrinted,
    "past.corrected/1": register.PastCorrected,
    "school.registered/1": register.SchoolRegistered,
    "term.registered/1": register.TermRegistered,
    "term.withdrawn/1": register.TermWithdrawn,
    "class.registered/5": register.ClassRegistered,
    "class.withdrawn/1": register.ClassWithdrawn,
    "tenure.registered/2": register.TenureRegistered,
    "tenure.withdrawn/2": register.TenureWithdrawn,
    "rulebook.registered/2": register.RulebookRegistered,
    "rulebook.drafted/1": register.RulebookDrafted,
    "rulebook.adopted/3": register.RulebookAdopted,
    "adoption.withdrawn/3": register.AdoptionWithdrawn,
    "result.published/3": publication.ResultPublished,
    "appeal.filed/2": publication.AppealFiled,
    "appeal.decided/2": publication.AppealDecided,
    "result.finalised/2": publication.ResultFinalised,
    "pay.prepared/4": pay.PayPrepared,
    "pay.step-taken/3": pay.PayStepTaken,
    "person.registered/2": register.PersonRegistered,
    "person.withdrawn/1": register.PersonWithdrawn,
    "right.registered/1": register.RightRegistered,
    "right.withdrawn/1": register.RightWithdrawn,
    "appointment.proposed/2": appointments.AppointmentProposed,
    "appointment.decided/1": appointments.AppointmentDecided,
    "appointment.published/1": appointments.AppointmentPublished,
    "appointment.started/1": appointments.AppointmentStarted,
    "appointment.ended/1": appointments.AppointmentEnded,
    "substitute.named/1": appointments.SubstituteNamed,
    "studio.joined/1": appointments.StudioJoined,
    "personal-data.erased/1": personal_data.PersonalDataErased,
    "personal-data.restricted/1": personal_data.PersonalDataRestricted,
    "personal-data.shown/1": personal_data.PersonalDataShown,
    "clock.accepted/1": clock.ClockAccepted,
}
"""Stored name → event, for every form written today."""


def _add(**values: Any) -> Callable[[Plain], Plain]:
    """Return the upcast that gives the new fields of an event the values that they had before there were any."""
    return lambda data: {**data, **values}


def _fill_in(part: str, **values: Any) -> Callable[[Plain], Plain]:
    """Return the upcast that gives the new fields of an event's part the values that they had before there were any."""
    return lambda data: {**data, part: {**data[part], **values}}


def _add_college(data: Plain) -> Plain:
    """Return a class as it was before there were colleges: of none, at first and from each of its changes on."""
    school_class = data["school_class"]
    changes = [{**change, "college": None} for change in school_class["changes"]]
    return {**data, "school_class": {**school_class, "college": None, "changes": changes}}


UPCASTS: dict[str, tuple[str, Callable[[Plain], Plain]]] = {
    "fact.recorded/1": ("fact.recorded/2", _fill_in("fact", own=[])),
    "fact.corrected/1": ("fact.corrected/2", _fill_in("after", own=[])),
    "fact.corrected/2": ("fact.corrected/3", _add(sheet="")),
    "fact.voided/1": ("fact.voided/2", _add(sheet="")),
    "class.registered/1": ("class.registered/2", _fill_in("school_class", class_type=None)),
    "class.registered/2": ("class.registered/3", _fill_in("school_class", start=None, end=None)),
    "class.registered/3": ("class.registered/4", _fill_in("school_class", aliases=[], changes=[])),
    "class.registered/4": ("class.registered/5", _add_college),
    "tenure.registered/1": ("tenure.registered/2", _fill_in("tenure", reason="", approved_by="")),
    "tenure.withdrawn/1": ("tenure.withdrawn/2", _fill_in("tenure", reason="", approved_by="")),
    "appointment.proposed/1": ("appointment.proposed/2", _add(attested=None)),
    "rulebook.registered/1": ("rulebook.registered/2", add_id_and_version),
    "rulebook.adopted/1": ("rulebook.adopted/2", _fill_in("adoption", purpose="")),
    "rulebook.adopted/2": ("rulebook.adopted/3", _fill_in("adoption", college=None)),
    "adoption.withdrawn/2": ("adoption.withdrawn/3", _fill_in("adoption", college=None)),
    "adoption.withdrawn/1": ("adoption.withdrawn/2", _fill_in("adoption", purpose="")),
    "result.published/1": ("result.published/2", _add(purpose="", scoring_meaning=1)),
    "result.published/2": ("result.published/3", _add(nothing_recorded="")),
    "appeal.filed/1": ("appeal.filed/2", _add(purpose="")),
    "appeal.decided/1": ("appeal.decided/2", _add(instead_of=None)),
    "result.finalised/1": ("result.finalised/2", _add(purpose="", scoring_meaning=1)),
    "pay.prepared/1": ("pay.prepared/2", _add(purpose="", scoring_meaning=1)),
    "pay.prepared/2": ("pay.prepared/3", _add(newer=[], accept_meaning="")),
    "pay.prepared/3": ("pay.prepared/4", _add(before_final="", nothing_recorded="")),
    "person.registered/1": ("person.registered/2", _fill_in("person", account="")),
    "pay.step-taken/1": ("pay.step-taken/2", _add(purpose="")),
    "pay.step-taken/2": ("pay.step-taken/3", _add(before_final="", nothing_recorded="")),
}
"""Old stored name → (the next name, the function from the old plain form to that one's)."""

NAME_OF: dict[type, str] = {form: name for name, form in FORMS.items()}
"""Event → stored name."""


class BadForm(BzrError):
    """A form that cannot be read or must not be written; the store adds where it stands (see BadRecord)."""

    code = "store.bad-form"


def stored_name_of(event: Event) -> str:
    """The stored name of an event.

    Raises:
        BadForm: When the object is not one of the events.
    """
    name = NAME_OF.get(type(event))
    if name is None:
        kind = type(event).__name__
        raise BadForm.of(f"{kind}不是可存储的事件", f"{kind} is not an event that can be stored")
    return name


def bring_up_to_date(name: str, data: Plain) -> tuple[str, Plain]:
    """An old plain form brought up to the form written today; today's form comes back as it is.

    Raises:
        BadForm: When the name is not known, or an upcast does not find in the old form what it needs.
    """
    while name in UPCASTS:
        following, upcast = UPCASTS[name]
        try:
            data = upcast(data)
        except (LookupError, TypeError, ValueError, ArithmeticError) as error:
            message = Message(
                f"“{name}”无法转成“{following}”:{error!r}",
                f"{name!r} cannot be brought up to {following!r}: {error!r}",
            )
            raise BadForm(message) from error
        name = following
    if name not in FORMS:
        raise unknown_name_error(name)
    return name, data


def unknown_name_error(name: str) -> BadForm:
    """The error for a stored name nobody here knows: from the future, or of nothing at all."""
    name = str(name)  # a column changed from outside can hold anything
    known = [*FORMS, *UPCASTS]
    if _stem(name) in {_stem(known_name) for known_name in known}:
        return BadForm.of(
            f"“{name}”是较新版本的bzr写下的;请升级bzr后再读",
            f"{name!r} was written by a newer bzr: upgrade bzr to read it",
        )
    near = did_you_mean(name, known)
    return BadForm.of(f"没有存储名“{name}”,{near.zh}", f"there is no stored name {name!r}; {near.en}")


def _stem(name: str) -> str:
    return name.partition("/")[0]
