"""What can happen to the school's register (学校登记的事件): something was registered, amended, or withdrawn.

The field names below are the stored format; a change here is a new version of the stored name with an upcast from the old one.
"""

import attrs

from bzr_domain.register.calendar import Term
from bzr_domain.register.people import Person, Right
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure


@attrs.frozen(kw_only=True)
class PastCorrected:
    """What follows in the same command corrects days that were published, paid or recorded on already (更正既往), for a reason."""

    reason: str


@attrs.frozen(kw_only=True)
class SchoolRegistered:
    """The school was registered, or its name or time zone amended."""

    school: SchoolProfile


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
class RulebookRegistered(RulebookText):
    """A rulebook's whole text was taken into the register, so that history can be computed under it for ever."""


@attrs.frozen(kw_only=True)
class RulebookDrafted(RulebookText):
    """A rulebook's whole text was drafted (起草): it is kept, and nothing is computed under it until it is adopted."""


@attrs.frozen(kw_only=True)
class RulebookAdopted:
    """A rulebook was put in force from a day on."""

    adoption: Adoption


@attrs.frozen(kw_only=True)
class AdoptionWithdrawn:
    """An adoption was taken off the register."""

    adoption: Adoption


@attrs.frozen(kw_only=True)
class PersonRegistered:
    """A person was registered, or given other roles under the same name."""

    person: Person


@attrs.frozen(kw_only=True)
class PersonWithdrawn:
    """A person was taken off the register."""

    name: str


@attrs.frozen(kw_only=True)
class RightRegistered:
    """A right was registered, or amended for the same step."""

    right: Right


@attrs.frozen(kw_only=True)
class RightWithdrawn:
    """A right was taken off the register."""

    step: str


RoleEvent = PersonRegistered | PersonWithdrawn | RightRegistered | RightWithdrawn
RegisterEvent = (
    PastCorrected
    | SchoolRegistered
    | TermRegistered
    | TermWithdrawn
    | ClassRegistered
    | ClassWithdrawn
    | TenureRegistered
    | TenureWithdrawn
    | RulebookRegistered
    | RulebookDrafted
    | RulebookAdopted
    | AdoptionWithdrawn
    | RoleEvent
)
