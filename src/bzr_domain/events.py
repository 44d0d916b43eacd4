"""Everything that can have happened: the closed union of events.

The field names below are the stored format; a change here is a new version of the stored name (see
bzr_adapters.codec) with an upcast from the old one.
"""

from datetime import date, datetime
from decimal import Decimal

import attrs

from bzr_domain.appointment_events import AppointmentEvent
from bzr_domain.facts import Fact
from bzr_domain.pay_events import PayEvent
from bzr_domain.result_events import ResultEvent
from bzr_domain.role_events import RoleEvent
from bzr_domain.roster import Adoption, School, SchoolClass, Tenure
from bzr_domain.terms import Term


@attrs.frozen(kw_only=True)
class FactRecorded:
    """A fact was recorded (记录). `sheet` is the sheet it came from, empty when it came from none."""

    id: str
    fact: Fact
    sheet: str = ""


@attrs.frozen(kw_only=True)
class FactVoided:
    """A fact, a correction or another void was declared void (作废); voiding a void restores."""

    id: str
    target: str
    reason: str


@attrs.frozen(kw_only=True)
class FactCorrected:
    """Some fields of a fact were corrected (更正); the fact keeps its id.

    Attributes:
        fields: The attributes of the fact that changed.
        after: The fact as it reads with this correction; only `fields` of it are applied.
    """

    id: str
    target: str
    fields: tuple[str, ...]
    after: Fact
    reason: str


@attrs.frozen(kw_only=True)
class FactReferred:
    """A correction moved a fact here from the history where it was recorded, which still tells its whole story."""

    fact: str
    home: str


@attrs.frozen(kw_only=True)
class TotalPrinted:
    """A published sheet prints a total for a class and day (印刷合计): an assertion, never counted.

    Attributes:
        total: The points deducted, above zero, as printed.
        kinds: The fact kinds whose points it sums.
        sheet: The sheet it was printed on.
    """

    id: str
    class_id: str
    on: date
    total: Decimal
    kinds: tuple[str, ...]
    sheet: str


@attrs.frozen(kw_only=True)
class SchoolRegistered:
    """The school was registered, or its name or time zone amended."""

    school: School


@attrs.frozen(kw_only=True)
class TermRegistered:
    """A term was registered, or amended under the same id."""

    term: Term


@attrs.frozen(kw_only=True)
class TermWithdrawn:
    """A term was taken off the register."""

    id: str


@attrs.frozen(kw_only=True)
class ClassRegistered:
    """A class was registered, or amended under the same id."""

    school_class: SchoolClass


@attrs.frozen(kw_only=True)
class ClassWithdrawn:
    """A class was taken off the register."""

    id: str


@attrs.frozen(kw_only=True)
class TenureRegistered:
    """A tenure was registered."""

    tenure: Tenure


@attrs.frozen(kw_only=True)
class TenureWithdrawn:
    """A tenure was taken off the register, in these very words."""

    tenure: Tenure


@attrs.frozen(kw_only=True)
class RulebookRegistered:
    """A rulebook's whole text was taken into the register, so that history can be computed under it for ever.

    Attributes:
        digest: SHA-256 of the text and its kinds, in hex.
        text: The rulebook's TOML text.
        kinds: The TOML text of the fact kinds that every rulebook knew at the time.
    """

    digest: str
    text: str
    kinds: str


@attrs.frozen(kw_only=True)
class RulebookAdopted:
    """A rulebook was put in force from a day on."""

    adoption: Adoption


@attrs.frozen(kw_only=True)
class AdoptionWithdrawn:
    """An adoption was taken off the register."""

    adoption: Adoption


HistoryEvent = FactRecorded | FactVoided | FactCorrected | FactReferred | TotalPrinted
RegisterEvent = (
    SchoolRegistered
    | TermRegistered
    | TermWithdrawn
    | ClassRegistered
    | ClassWithdrawn
    | TenureRegistered
    | TenureWithdrawn
    | RulebookRegistered
    | RulebookAdopted
    | AdoptionWithdrawn
    | RoleEvent
)
Event = HistoryEvent | RegisterEvent | AppointmentEvent | ResultEvent | PayEvent


@attrs.define(
    kw_only=True, on_setattr=attrs.setters.frozen
)  # as frozen, and quicker to make: one for every event read
class Recorded:
    """An event as the store keeps it: with its place, its time and who brought it.

    Attributes:
        stream: The history it belongs to.
        version: Its place in that history, from 1 without a gap.
        position: Its place in the whole store, ascending: the order of recording.
        recorded_at: When the store took it, with offset; never before an earlier position's.
        actor: Who gave the command.
        command: The id of the command that caused it.
    """

    stream: str
    version: int
    position: int
    recorded_at: datetime
    actor: str
    command: str
    event: Event
