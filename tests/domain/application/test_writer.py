"""A use case that another writer keeps coming before."""

import pytest

from bzr_domain.application.ports import Conflict
from bzr_domain.application.writer import retry_on_conflict
from bzr_domain.kernel.messages import Message


@retry_on_conflict
def win(conflicts: list[int]) -> str:
    """Meet the conflicts left, one at a time, and then come through."""
    if conflicts:
        conflicts.pop()
        raise Conflict(Message("别处已先写入", "somebody else was first"))
    return "written"


def test_a_use_case_is_tried_five_times() -> None:
    """Four conflicts are not noticed; the fifth is handed on."""
    assert win([1, 2, 3, 4]) == "written"

    with pytest.raises(Conflict):
        win([1, 2, 3, 4, 5])
