"""依据与取数: which facts or scores a node reads, and the number of each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.rulebook.words import Tests

Reach = Literal["cell", "previous", "term", "year", "tenure", "ever"]
"""追溯: the cell itself, the due cell before it, or from the start of the term, year, tenure or history to its end."""


@attrs.frozen
class Selector:
    """Facts of one kind, or of a family of kinds (`safety.*`), that pass some tests."""

    kind: str
    where: Tests = attrs.field(factory=dict)

    def takes(self, kind: str) -> bool:
        """Whether a kind belongs to this selector."""
        return kind == self.kind or (self.kind.endswith(".*") and kind.startswith(self.kind[:-1]))


@attrs.frozen
class Counted:
    """Each fact counts for as many as it says (次数, 人次)."""


@attrs.frozen
class Measured:
    """Each fact counts for its measurement (数值), or for another field of numbers."""

    field: str = "value"


@attrs.frozen
class Chosen:
    """Each fact counts for the points a person chose or decided (裁量分), within a range where one is said."""

    lowest: Decimal | None = None
    highest: Decimal | None = None


@attrs.frozen
class Priced:
    """Each fact counts for its word's price (单价), as often as the fact counts; two words have a price together.

    A price of None is not set (待定): the source prints no figure, the fact is worth 0 and the place is listed.
    """

    fields: tuple[str, ...]
    prices: Mapping[tuple[str, ...], Decimal | None]


@attrs.frozen(kw_only=True)
class Due:
    """期限: the last day that is in time.

    Attributes:
        anchor: `start` or `end` of the cell, `day` (that day of the month the cell begins in), or a field with a date.
        days: Days after the anchor, before it when negative; for `day` the day's number.
        school: Whether only school days count.
    """

    anchor: str
    days: int = 0
    school: bool = False


@attrs.frozen
class Late:
    """Each fact counts for the days it is late (迟交天数); 0 or less is in time."""

    due: Due


Number = Counted | Measured | Chosen | Priced | Late


@attrs.frozen(kw_only=True)
class FactRows:
    """The rows are facts of these kinds that pass these tests, each with its number (事项).

    Attributes:
        excuses: Tests of which each alone excuses a fact (除外); it is shown, and counts for nothing.
        reach: From when on facts count.
    """

    selectors: tuple[Selector, ...]
    number: Number = Counted()
    excuses: Tests = attrs.field(factory=dict)
    reach: Reach = "cell"


@attrs.frozen(kw_only=True)
class ScoreRows:
    """The rows are another node's values, or one figure of the roster (得分).

    In the same or a wider cell it is that one value; of finer cells, of narrower subjects and of earlier cells it is
    all of them.

    Attributes:
        where: Tests on `score` and on `on`, the last day of the row's cell.
        counts: Whether each row counts 1 instead of its score.
    """

    node: str
    where: Tests = attrs.field(factory=dict)
    counts: bool = False
    reach: Reach = "cell"


@attrs.frozen
class Gathered:
    """The rows are the nodes that say `into` this one (汇集)."""


Source = FactRows | ScoreRows | Gathered
