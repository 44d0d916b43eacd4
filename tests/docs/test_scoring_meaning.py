"""The page of the scoring meaning tells what each number changed."""

import re
from pathlib import Path

from bzr_domain.scoring.scoring_meaning import SCORING_MEANING

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "scoring-meaning.md"


def test_every_number_has_its_row() -> None:
    """A number raised without a word would move figures silently."""
    numbers = re.findall(r"^\| (\d+) \| .+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert list(range(1, SCORING_MEANING + 1)) == [int(number) for number in numbers]
