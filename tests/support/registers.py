"""A register and what is declared of it, for tests of every part."""

from bzr_domain.kernel.replay import replay
from bzr_domain.register.commands import DeclareSchool
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.school_register import SchoolRegister, decide, evolve
from tests.support.appointments import recorded


def declare(register: SchoolRegister, declaration: Declaration) -> tuple[RegisterEvent, ...]:
    """The events that make a register read as declared; a faulty declaration fails the test."""
    decided = decide(register, DeclareSchool(declaration=declaration))
    assert isinstance(decided, tuple), decided
    events = tuple(event for event in decided if isinstance(event, RegisterEvent))
    assert len(events) == len(decided), decided
    return events


def after(register: SchoolRegister, declaration: Declaration) -> SchoolRegister:
    """The register after a declaration."""
    return replay(evolve, register, [recorded(declare(register, declaration), register.version)])
