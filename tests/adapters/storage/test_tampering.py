"""Whatever is changed behind the program's back is found by opening or verifying the store, or changes nothing."""

from collections import Counter
from pathlib import Path

import pytest

from bzr_adapters.storage.evidence import verify_events
from tests.support import tampering
from tests.support.tampering import ATTACKS, EDITS, Attack, Edit


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which a whole story happened, and no checkpoint was taken."""
    return tampering.build_store(tmp_path_factory.mktemp("untouched"))


@pytest.fixture(scope="module")
def sealed(untouched: Path) -> Path:
    """The same with a checkpoint."""
    path = tampering.copy_store(untouched, "sealed")
    tampering.take_checkpoint(path)
    return path


def test_nothing_is_found_in_a_store_that_nobody_touched(sealed: Path) -> None:
    """Otherwise nobody would believe what is found."""
    assert set() == tampering.list_findings(sealed)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_a_change_by_hand_is_found(sealed: Path, edit: Edit) -> None:
    """And named by what it is."""
    copy = tampering.copy_store(sealed, "edited")
    tampering.change_file(copy, edit.change)

    assert set(edit.codes) & tampering.list_findings(copy)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_found_by_the_designs_that_can(untouched: Path, attack: Attack) -> None:
    """Who writes everything anew is convicted by a checkpoint that was kept elsewhere, and by nothing else."""
    assert attack.found_by == tampering.attack(untouched, attack)


def test_of_nine_attacks_versions_find_one_a_chain_four_and_a_checkpoint_eight() -> None:
    """The ninth, before any checkpoint was taken, nobody can find."""
    assert {"versions": 1, "chain": 4, "checkpoint": 8} == Counter(name for a in ATTACKS for name in a.found_by)
    assert 9 == len(ATTACKS)


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.found_by == {"checkpoint"}], ids=lambda attack: attack.name)
def test_who_writes_everything_anew_is_not_found_without_a_checkpoint(untouched: Path, attack: Attack) -> None:
    """So the copy outside the store is what counts."""
    copy = tampering.copy_store(untouched, "forged")
    tampering.change_file(copy, attack.change)

    assert set() == tampering.list_findings(copy)


def test_flipped_bits_are_found_or_change_nothing(sealed: Path) -> None:
    """Of those that are not found, every row of every table reads as before."""
    flips = tampering.flip_bits(sealed, 100, 1)

    assert [] == flips.missed
    assert flips.found > 40


def test_without_the_chain_edits_would_go_unnoticed(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A count of what only the chain finds: of the amount, the role, the actor, the time, the reason, the total …"""
    monkeypatch.setattr(verify_events, "_is_chained", lambda *_: True)

    missed = 0
    for edit in EDITS[:12]:
        copy = tampering.copy_store(sealed, "edited")
        tampering.change_file(copy, edit.change)
        missed += not set(edit.codes) & tampering.list_findings(copy)

    assert missed > 8
