"""Write to a school's store: everything that one person can record, amend and declare."""

import attrs

from bzr_domain.application.amend_facts import FactAmender
from bzr_domain.application.declare_school import declare_school
from bzr_domain.application.record_sheets import SheetRecorder
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.events import RegisterEvent


@attrs.frozen
class SchoolWriter(SheetRecorder, FactAmender):
    """Sets the school up, records sheets, voids and corrects; each command first asks whether its giver may."""

    def setup(self, declared: Declaration) -> tuple[RegisterEvent, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; returns the events this took."""
        return declare_school(self, declared)
