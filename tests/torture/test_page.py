"""The page on reliability says what `make torture` runs."""

from pathlib import Path

from tests.torture.faults import FAULTS

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "reliability.md"


def test_the_page_has_the_figures_of_every_fault() -> None:
    """Each row of the table that the command prints, in its order, with how often it is tried."""
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.endswith("| 0 · 0 · 0 · 0 · 0 · 0 |")
    ]

    assert [f"| {f.name} | {f.store} | {f.times:,} | 0 · 0 · 0 · 0 · 0 · 0 |" for f in FAULTS] == rows
