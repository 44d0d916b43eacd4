"""Write to a school's store: everything that one person can record, amend and declare."""

import attrs

from bzr_domain.application.amend_facts import FactAmender
from bzr_domain.application.record_sheets import SheetRecorder
from bzr_domain.application.set_up_school import SchoolSetup


@attrs.frozen
class SchoolWriter(SchoolSetup, SheetRecorder, FactAmender):
    """Sets the school up, records sheets, voids and corrects; each command first asks whether its giver may."""
