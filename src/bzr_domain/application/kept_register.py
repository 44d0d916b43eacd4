"""The register as it was read last (读过的登记), so that the next question reads only what was recorded since."""

import attrs

from bzr_domain.application.ports import EventLog
from bzr_domain.kernel import streams
from bzr_domain.register import school_register as school
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen(kw_only=True)
class _Kept:
    """A register, the store it was read from and how names read then, and the position of its last event."""

    store: EventLog | None = None
    mark: object = None
    position: int = 0
    register: SchoolRegister = attrs.field(factory=school.initial)


@attrs.define(eq=False)
class KeptRegister:
    """Reads the register of a store, and keeps the newest that was read; any thread may ask.

    What was read from one store is never taken for another's: a log on which something is tried is a store of its own.
    """

    _newest: _Kept = attrs.field(factory=_Kept, init=False, repr=False)

    def read(self, store: EventLog, up_to: int) -> SchoolRegister:
        """Return the register as it stands at a position; the very same one as before where nothing was added to it."""
        newest, mark = self._newest, store.reading_mark()
        nothing = _Kept(store=store, mark=mark)
        of_store = newest if newest.store is store and newest.mark == mark else nothing
        read = _read_on(of_store if of_store.position <= up_to else nothing, store, up_to)
        if read.position >= of_store.position:
            self._newest = read
        return read.register


def _read_on(kept: _Kept, store: EventLog, up_to: int) -> _Kept:
    pages = store.read(streams.REGISTER, after=kept.register.version)
    added = [entry for page in pages for entry in page if entry.position <= up_to]
    if not added:
        return kept
    return _Kept(
        store=store, mark=kept.mark, position=added[-1].position, register=school.replay_events(kept.register, [added])
    )
