"""Try something without writing it (预演): on a log in memory over the school's, and compare what stands before and after."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from bzr_adapters.front_door.comparisons import Comparison, publish_previews
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.storage.trial_log import TrialLog
from bzr_domain.application.preview_changes import Preview, preview_changes, preview_settled
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import UnknownReference

if TYPE_CHECKING:
    from bzr_adapters.front_door.values import Head


def begin_trial(school: OpenSchool) -> OpenSchool:
    """Return the same school on a log in memory over its own: what is done there is not written."""
    return attrs.evolve(school, log=TrialLog(school.log))


def compare_positions(
    school: OpenSchool,
    before: int,
    after: int,
    compare: Callable[[SchoolReader, SchoolReader], Preview] = preview_changes,
) -> Comparison:
    """Return what differs between two positions of a school's log, by the rulebooks of every purpose."""
    now = school.read_up_to(after)
    readers = (now.at(now.as_of, up_to=before), now)
    purposes = sorted({purpose for reader in readers for purpose in _list_purposes(reader)})
    previews = {
        purpose: compare(*(attrs.evolve(reader, purpose=purpose) for reader in readers)) for purpose in purposes
    }
    head: Head = {"position": before, "as_of": now.local_as_of, "school": now.school_name, "lang": school.lang}
    return publish_previews(previews, head)


def find_settled_changes(school: OpenSchool, before: int, after: int) -> Comparison | None:
    """Return which published results, and whose pay on sheets begun, facts of between two positions moved; None: nothing."""
    moved = compare_positions(school, before, after, preview_settled)
    return moved if moved.changes or moved.sheets or moved.problems else None


def _list_purposes(reader: SchoolReader) -> list[str]:
    try:
        return reader.whole_register.purposes
    except UnknownReference:
        return []
