"""What happens to an appointment (聘任), to a class without its head teacher (代理) and to a studio (工作室).

The field names below are the stored format. Who took a step, and when it was recorded, stands beside the event.
"""

from datetime import date

import attrs

from bzr_domain.kernel.periods import Span


@attrs.frozen(kw_only=True)
class Waiver:
    """A condition that was not met and was excused (例外): which one, why, and who approved it."""

    condition: str
    reason: str
    approved_by: str


@attrs.frozen(kw_only=True)
class Candidate:
    """A teacher put forward for a class, and what they show (人选).

    Attributes:
        teacher, name: The candidate's id and name.
        on: The day of the list.
        teaches: What the teacher teaches the class (任课); empty where nobody said.
        years_before: Whole school years served as head teacher elsewhere.
        training: The day of the pre-service training; None when it was excused or is not needed.
        certificate: The number of the certificate, or what was recorded of it; None when it was excused.
        attested: Who attests that the selection conditions are met (选聘条件); None when that was excused, or the form
            is older.
        mentor: Who guides a first-timer (指导师); None when that was excused or is not needed.
        waivers: The conditions that were excused.
    """

    teacher: str
    name: str
    on: date
    teaches: str = ""
    years_before: int = 0
    training: date | None = None
    certificate: str | None = None
    attested: str | None = None
    mentor: str | None = None
    waivers: tuple[Waiver, ...] = ()
    note: str = ""


@attrs.frozen(kw_only=True)
class AppointmentProposed(Candidate):
    """A teacher was put on the list of candidates for a class (拟定名单).

    Attributes:
        id: The appointment's own id; every later step names it.
        first_time: Whether this teacher was never a head teacher before (初次担任).
        facts: The ids of the facts that show training or certificate.
    """

    id: str
    class_id: str
    first_time: bool = False
    facts: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class AppointmentDecided:
    """The candidate was decided on (确定人选)."""

    id: str
    on: date
    note: str = ""


@attrs.frozen(kw_only=True)
class AppointmentPublished:
    """The list with the candidate was published (公布名单)."""

    id: str
    on: date
    note: str = ""


@attrs.frozen(kw_only=True)
class AppointmentStarted:
    """The letter was issued: the teacher has the class from a day on (发聘任书).

    Attributes:
        on: The first day.
        until: The last day of the term agreed upon (聘期); None means until further notice.
        waivers: The term excused from lasting a school year.
    """

    id: str
    on: date
    until: date | None = None
    waivers: tuple[Waiver, ...] = ()
    note: str = ""


@attrs.frozen(kw_only=True)
class AppointmentEnded:
    """The appointment ended, or was dropped before it began (结束). `on` is the last day."""

    id: str
    on: date
    reason: str


@attrs.frozen(kw_only=True)
class SubstituteNamed(Span):
    """A teacher has the class for some days while its head teacher is away (代理); the tenure stays as it is."""

    class_id: str
    teacher: str
    name: str
    start: date
    end: date
    reason: str


@attrs.frozen(kw_only=True)
class StudioJoined(Span):
    """Somebody belongs to a studio (工作室) from a day on.

    Attributes:
        studio: The studio's name.
        member: A teacher's id, or the name of somebody from outside.
        role: host, trainee or adviser (主持人、学员、顾问).
        end: The last day; None means until further notice.
    """

    studio: str
    member: str
    name: str
    role: str
    start: date
    end: date | None = None
    note: str = ""


StepEvent = AppointmentProposed | AppointmentDecided | AppointmentPublished | AppointmentStarted | AppointmentEnded
ClassAppointmentEvent = StepEvent | SubstituteNamed
AppointmentEvent = ClassAppointmentEvent | StudioJoined
