"""What can be asked of the register (登记的命令): to read like a declaration, to take or lose a tenure, to keep a rulebook's text."""

from collections.abc import Mapping
from datetime import date

import attrs

from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import RulebookText, Tenure
from bzr_domain.register.settled import SettledPeriod


@attrs.frozen(kw_only=True)
class DeclareSchool:
    """Make the register read like a declaration.

    Attributes:
        appointed: The tenures that appointments made: they are kept beside those declared.
        used_days: Pairs (class id, day) on which facts are recorded; a declaration that leaves one of them without its
            class or its term is refused.
        current_days: The same pairs for the facts as they read now, of classes whose own days or first attributes change.
        earlier_facts: New class without a first day → the day of a fact that is older than its first head teacher.
        settled: What was published or paid.
        correct_past: Why the past is corrected; None where it is not to be.
    """

    declaration: Declaration
    appointed: tuple[Tenure, ...] = ()
    used_days: tuple[tuple[str, date], ...] = ()
    current_days: tuple[tuple[str, date], ...] = ()
    earlier_facts: Mapping[str, date] = attrs.field(factory=dict)
    settled: tuple[SettledPeriod, ...] = ()
    correct_past: str | None = None


@attrs.frozen(kw_only=True)
class RegisterTenure:
    """Register the tenure that an appointment makes, in the place of the one that it `replaces`; see `DeclareSchool`."""

    tenure: Tenure
    replaces: Tenure | None = None
    settled: tuple[SettledPeriod, ...] = ()
    correct_past: str | None = None


@attrs.frozen(kw_only=True)
class WithdrawTenure:
    """Take a tenure off the register; see `DeclareSchool`."""

    tenure: Tenure
    settled: tuple[SettledPeriod, ...] = ()
    correct_past: str | None = None


@attrs.frozen(kw_only=True)
class RegisterRulebook:
    """Take a rulebook's text into the register without adopting it, so that what it paid can be computed again."""

    rulebook: RulebookText


RegisterCommand = DeclareSchool | RegisterTenure | WithdrawTenure | RegisterRulebook
