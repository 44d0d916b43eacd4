"""The rulebook language: a clause is four small words — which facts → measure → scale → bound.

    依据 which facts   `FactRows`, `ScoreRows` or `Gathered`
    汇总 measure       `Total`, `Mean`, `Highest`, `Lowest`, `Last`, `Days`, `Streak`; then its `Rank`, where one is asked
    折算 scale         `Linear` or `Table`
    限度 bound         `Bound`

Each word is one union below. A new form is one more class in its union; the type checker then names every place that
has to answer for it. How the words are written in TOML is told in docs/reference/rulebook.md.
"""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_domain.quantities import Rounding

Value = Decimal | bool | str
"""What a node can be worth: points or money, yes for an outcome that strikes, or a label (等级)."""
Plain = str | Decimal | bool | date | time
Reach = Literal["cell", "previous", "term", "year", "tenure", "ever"]
"""追溯: the cell itself, the due cell before it, or from the start of the term, year, tenure or history to its end."""
Ties = Literal["best", "worst", "dense", "split"]
"""并列: 1,1,3; 2,2,3; 1,1,2; or the mean of what the places held together give."""


@attrs.frozen
class Ref:
    """`"@id"`: another node's value, or a figure of the roster, in the same or a wider cell; `"-@id"` its opposite."""

    node: str
    negative: bool = False


@attrs.frozen
class Unset:
    """待定: stands for a figure the source does not print; the node gives 0 there and is listed."""


@attrs.frozen
class Share:
    """`"30%"` in a table after `rank`: that part of those who have a place."""

    part: Fraction


UNSET = Unset()
Limit = Decimal | Ref | Unset
Word = Plain | Ref | Unset | Share


@attrs.frozen(kw_only=True)
class Test:
    """Conditions on one field, node or class attribute; all that are said must hold (限于).

    Attributes:
        among: One of these words or numbers; None when not said.
        lowest, above, highest, below: ≥ `from`, > `over`, ≤ `upto`, < `under`; words compare by their scale.
        given: Whether there must be a value at all (True) or none (False).
    """

    among: tuple[Word, ...] | None = None
    lowest: Word | None = None
    above: Word | None = None
    highest: Word | None = None
    below: Word | None = None
    given: bool | None = None


Tests = Mapping[str, Test]
"""Field, node or attribute name → its test; all must hold."""


def limits_of(test: Test) -> tuple[Word, ...]:
    """Every word or number a test compares with."""
    ends = (test.lowest, test.above, test.highest, test.below)
    return (*(test.among or ()), *(one for one in ends if one is not None))


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


@attrs.frozen
class Total:
    """合计: the sum of the numbers; of no rows, 0."""


@attrs.frozen
class Mean:
    """平均: the mean of the numbers; of no rows, nothing.

    Attributes:
        trim: How many of the highest and of the lowest are left out (去掉最高最低).
        quorum: With fewer rows than this it is nothing (有效人数).
    """

    trim: int = 0
    quorum: int = 0


@attrs.frozen
class Highest:
    """最高: the highest number, or the sum of the best ones (取k项); of no rows, nothing."""

    best: int = 1


@attrs.frozen
class Lowest:
    """最低: the lowest number, or the sum of the lowest ones; of no rows, nothing."""

    best: int = 1


@attrs.frozen
class Last:
    """最近: the number of the latest row, by day and then by the order recorded; of no rows, nothing."""


@attrs.frozen
class Days:
    """天数: on how many different days rows stand, however many a day has; of no rows, 0."""


@attrs.frozen
class Streak:
    """连续: how many of the latest cells in a row pass `where`; a cell without a value neither counts nor breaks."""


Measure = Total | Mean | Highest | Lowest | Last | Days | Streak


@attrs.frozen(kw_only=True)
class Rank:
    """名次: the measure is replaced by its place among the peers, those who have a value.

    Attributes:
        high: Whether the highest is first (从高到低).
        among: Who the peers are: `school`, or the attributes that have to be equal.
        then: Further nodes that are compared where the measure is equal, in the same direction (同分时).
    """

    high: bool
    among: tuple[str, ...]
    ties: Ties
    then: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Linear:
    """按单位: base + units × points; units = what exceeds `free` (免计), or what is `short_of` (应达) the measure.

    Attributes:
        block: Units are counted by the block of so many (每N), made whole as `rounding` says.
    """

    points: Fraction | Ref | Unset = Fraction(1)
    free: Limit | None = None
    short_of: Limit | None = None
    base: Limit | None = None
    block: Decimal | None = None
    rounding: Rounding = "half-up"


@attrs.frozen(kw_only=True)
class Row:
    """One row of a table: where the measure passes the test, the table gives this."""

    test: Test
    gives: Value | Unset


@attrs.frozen
class Table:
    """对照表: the first row that fits; where none does, nothing. `rounding` makes a share of the places whole."""

    rows: tuple[Row, ...]
    rounding: Rounding = "down"


Scale = Linear | Table
