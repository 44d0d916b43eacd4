"""The chain: what it covers, and that every store lays it alike."""

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.evidence.chain import chain_command, chain_row, chain_rows
from bzr_adapters.storage.rows import Row
from bzr_domain.application.ports import KnownCommand

ROW: Row = (7, "class:g1c1", 3, "fact.voided/1", b"{}")
COMMAND = KnownCommand(
    id="c", actor="赵", digest="d", receipt="r", position=7, recorded_at=datetime(2024, 9, 3, tzinfo=UTC)
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
NUMBER = st.integers(min_value=1, max_value=2**63 - 1)
ROWS = st.tuples(NUMBER, TEXT, NUMBER, TEXT, st.binary(max_size=6))
COMMANDS = st.builds(
    KnownCommand,
    id=TEXT,
    actor=TEXT,
    digest=TEXT,
    receipt=TEXT,
    position=NUMBER,
    recorded_at=st.just(COMMAND.recorded_at),
)


@given(one=ROWS, other=ROWS)
def test_two_rows_are_never_chained_alike(one: Row, other: Row) -> None:
    """Wherever the one ends and the other begins, also where letters wander from one part to the next."""
    assert (one == other) == (chain_row(NO_CHAIN, one) == chain_row(NO_CHAIN, other))


@given(one=COMMANDS, other=COMMANDS)
def test_two_commands_are_never_chained_alike(one: KnownCommand, other: KnownCommand) -> None:
    """Wherever an id, a name, a digest or a receipt ends and the next begins."""
    assert (one == other) == (chain_command(NO_CHAIN, 1, one) == chain_command(NO_CHAIN, 1, other))


@given(
    rows=st.lists(st.tuples(NUMBER, st.sampled_from("ab"), NUMBER, TEXT, st.binary(max_size=6))), cut=st.integers(0, 9)
)
def test_rows_chained_in_parts_are_chained_as_in_one_go(rows: list[Row], cut: int) -> None:
    """A commit goes on where the one before it has stopped, in each history."""
    chains: dict[str, bytes] = {}
    parts = [*chain_rows(rows[:cut], chains), *chain_rows(rows[cut:], chains)]

    assert parts == list(chain_rows(rows, {}))


@pytest.mark.parametrize(("place", "other"), [*enumerate([8, "class:g1c2", 4, "fact.voided/2", b"[]"])])
def test_every_part_of_a_row_is_covered(place: int, other: object) -> None:
    """Position, history, version, name and bytes; and the chain before it."""
    row = [*ROW]
    row[place] = other

    assert chain_row(NO_CHAIN, ROW) != chain_row(NO_CHAIN, tuple(row))  # type: ignore[arg-type]
    assert chain_row(NO_CHAIN, ROW) != chain_row(b"\1" * 32, ROW)


@pytest.mark.parametrize(
    "other",
    [
        {"id": "c2"},
        {"actor": "钱"},
        {"digest": ""},
        {"receipt": "R"},
        {"position": 8},
        {"recorded_at": datetime(2024, 9, 4, tzinfo=UTC)},
        {"id": "", "actor": "c赵"},
    ],
)
def test_every_part_of_a_command_is_covered(other: dict[str, Any]) -> None:
    """So is its number, and the chain before it."""
    chain = chain_command(NO_CHAIN, 1, COMMAND)

    assert chain != chain_command(NO_CHAIN, 1, attrs.evolve(COMMAND, **other))
    assert chain != chain_command(NO_CHAIN, 2, COMMAND)
    assert chain != chain_command(chain, 1, COMMAND)


def test_the_chain_of_a_row_stays_what_it_is() -> None:
    """It stands in files and on paper, so it is never computed otherwise."""
    assert "44f1f3f67f1173ee9686096860e1be9bfa5c2ce2d583fcf4de6df60034ffab74" == chain_row(NO_CHAIN, ROW).hex()
    assert (
        "3bd05822237fec4b06579f38d7710db1f6c9c4451f2e8a7d19e3a8f6319d53a5" == chain_command(NO_CHAIN, 1, COMMAND).hex()
    )


def test_histories_are_chained_apart() -> None:
    """A row goes on from the last of its own history, also from one chained before."""
    rows: list[Row] = [(1, "a", 1, "n", b"x"), (2, "b", 1, "n", b"x"), (3, "a", 2, "n", b"y")]

    whole = list(chain_rows(rows, {}))

    assert [*rows] == [row[:5] for row in whole]
    assert [NO_CHAIN, NO_CHAIN, whole[0][5]] == [
        previous for row in whole for previous in (NO_CHAIN, whole[0][5]) if chain_row(previous, row[:5]) == row[5]
    ]
    assert whole[2:] == list(chain_rows(rows[2:], {"a": whole[0][5]}))
