"""Every fault of `make torture` a few times, and proofs that what counts them finds what must not be."""

from pathlib import Path

import pytest

from bzr_adapters.storage.sqlite import file as sqlite_file
from tests.torture import power_cut
from tests.torture.faults import FAULTS
from tests.torture.tally import Fault


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.few], ids=lambda fault: f"{fault.store}: {fault.name}")
def test_nothing_is_lost_or_wrong(fault: Fault, tmp_path: Path) -> None:
    """Whatever happens: all that was acknowledged is there once, and nothing silently differs."""
    tally = fault.run(tmp_path, fault.few, 1)

    assert tally.held, tally
    assert fault.few <= tally.tries


@pytest.mark.parametrize("mode", ["NORMAL", "OFF"])
def test_a_store_that_syncs_less_loses_in_power_cuts(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The images are of a disk that forgets: with a weaker `synchronous`, acknowledged commands are missing."""
    monkeypatch.setattr(
        sqlite_file, "_write_durably", lambda _, connection: connection.execute(f"PRAGMA synchronous={mode}")
    )

    tally = power_cut.cut_at_work(tmp_path, 10, 1)

    assert tally.lost > 2
