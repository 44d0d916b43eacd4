"""Try something without writing it (预演): on a log in memory over the school's, and compare what stands before and after."""

from typing import TYPE_CHECKING

import attrs

from bzr_adapters.front_door.comparisons import Comparison, publish_previews
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.storage.trial_log import TrialLog
from bzr_domain.application.preview_changes import preview_changes
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import UnknownReference

if TYPE_CHECKING:
    from bzr_adapters.front_door.values import Head


def begin_trial(school: OpenSchool) -> OpenSchool:
    """Return the same school on a log in memory over its own: what is done there is not written."""
    return attrs.evolve(school, log=TrialLog(school.log))


def compare_positions(school: OpenSchool, before: int, after: int) -> Comparison:
    """Return what differs between two positions of a school's log, by the rulebooks of every purpose."""
    now = school.read_up_to(after)
    readers = (now.at(now.as_of, up_to=before), now)
    purposes = sorted({purpose for reader in readers for purpose in _list_purposes(reader)})
    previews = {
        purpose: preview_changes(*(attrs.evolve(reader, purpose=purpose) for reader in readers)) for purpose in purposes
    }
    head: Head = {"position": before, "as_of": now.local_as_of, "school": now.school_name, "lang": school.lang}
    return publish_previews(previews, head)


def _list_purposes(reader: SchoolReader) -> list[str]:
    try:
        return reader.whole_register.purposes
    except UnknownReference:
        return []
