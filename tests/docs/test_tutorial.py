"""The tutorial prints its two files; what a reader copies is what the program was tried with."""

from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial"


@pytest.mark.parametrize("name", ["school.toml", "september.csv"])
def test_the_tutorial_prints_its_files_whole(name: str) -> None:
    """The block on the page is the file beside it, to the last character."""
    page = (TUTORIAL / "first-month.md").read_text(encoding="utf-8")
    file = (TUTORIAL / "first-month" / name).read_text(encoding="utf-8")

    assert f"```{name.partition('.')[2]}\n{file}```" in page
