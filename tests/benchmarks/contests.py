"""The contests: what runs against what, over the same facts."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import attrs

from bzr_domain.application.ports import Batch
from tests.benchmarks import decorated, ours, raw
from tests.benchmarks.rounds import fastest, timed
from tests.benchmarks.year import batches, facts, first_finding, in_commits, school_file, without_texts


@attrs.frozen
class Contests:
    """A folder with the same facts stored three ways.

    Attributes:
        number: How many facts.
        rounds: How often each contestant runs; the least time counts.
        texts: Whether the facts say where, who saw it, and from which sheet they came, which ours stores protected.
    """

    folder: Path
    number: int
    rounds: int
    texts: bool = True
    _batches: list[Batch] = attrs.field(init=False)
    _new: Iterator[int] = attrs.field(init=False, factory=count)

    @_batches.default
    def _every_batch(self) -> list[Batch]:
        year = batches(facts(self.number))
        return year if self.texts else without_texts(year)

    def __attrs_post_init__(self) -> None:
        """Store the facts once for whatever only reads."""
        ours.setup(self._ours, school_file(self.folder))
        ours.append(self._ours, self._batches)
        decorated.append(self._decorated, self._batches)
        raw.append(self._plain, raw.encoded(self._batches))

    @property
    def _ours(self) -> Path:
        return self.folder / f"ours-{self.number}.db"

    @property
    def _plain(self) -> Path:
        """The facts as the peer has written them, in the same order."""
        return self.folder / f"raw-{self.number}.db"

    @property
    def _decorated(self) -> Path:
        return self.folder / f"decorated-{self.number}.db"

    def _fresh(self) -> Path:
        return self.folder / f"fresh-{self.number}-{next(self._new)}.db"

    def append(self) -> dict[str, float]:
        """Seconds to write every fact in one batch; `rows` are the raw ones, encoded beforehand."""
        rows, commits = list(raw.encoded(self._batches)), in_commits(self._batches, 100)
        return fastest(
            self.rounds,
            {
                "ours": lambda: ours.append(self._fresh(), self._batches),
                "raw": lambda: raw.append(self._fresh(), raw.encoded(self._batches)),
                "rows": lambda: raw.append(self._fresh(), rows),
                "decorated": lambda: decorated.append(self._fresh(), self._batches),
                "ours, 100 a commit": lambda: ours.append_in_commits(self._fresh(), commits),
                "raw, 100 a commit": lambda: raw.append_in_commits(
                    self._fresh(), (raw.encoded([batch]) for batch in commits)
                ),
            },
        )

    def read(self) -> dict[str, float]:
        """Seconds to replay every history, and with `month` to state a month for every class."""
        replays = (ours.replay(self._ours), raw.replay(self._plain), raw.replay_events(self._plain))
        sums = {*replays, decorated.replay(self._decorated)}
        assert len(sums) == 1, sums
        return fastest(
            self.rounds,
            {
                "ours": timed(lambda: ours.replay(self._ours)),
                "raw": timed(lambda: raw.replay(self._plain)),
                "raw events": timed(lambda: raw.replay_events(self._plain)),
                "log": timed(lambda: ours.read_log(self._ours)),
                "decorated": timed(lambda: decorated.replay(self._decorated)),
                "month": timed(lambda: ours.score(self._ours)),
            },
        )

    def comparisons(self) -> dict[str, float]:
        """Seconds to state one month of every class, to do without one fact of it, and the whole year both ways."""
        fact = first_finding(self._batches)
        return fastest(
            self.rounds,
            {
                "month": timed(lambda: ours.score(self._ours)),
                "dispute": timed(lambda: ours.dispute(self._ours, fact)),
                "whatif": timed(lambda: ours.whatif(self._ours)),
            },
        )
