"""The rulebook language: a clause is four small words — which facts → measure → scale → bound.

    依据 which facts   `FactRows`, `ScoreRows` or `Gathered`
    汇总 measure       `Total`, `Mean`, `Highest`, `Lowest`, `Last`, `Days`, `Streak`; then its `Rank`, where one is asked
    折算 scale         `Linear` or `Table`
    限度 bound         `Bound`

Each word is one union below. A new form is one more class in its union; the type checker then names every place that
has to answer for it. How the words are written in TOML is told in docs/reference/rulebook.md.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_domain.kernel.quantities import Rounding
from bzr_domain.rulebook.selection import (
    Chosen,
    Counted,
    Due,
    FactRows,
    Gathered,
    Late,
    Measured,
    Number,
    Priced,
    Reach,
    ScoreRows,
    Selector,
    Source,
)
from bzr_domain.rulebook.words import (
    UNSET,
    Limit,
    Plain,
    Ref,
    Share,
    Test,
    Tests,
    Unset,
    Value,
    Word,
    limits_of,
)

__all__ = [
    "UNSET", "Chosen", "Counted", "Days", "Due", "FactRows", "Gathered", "Highest", "Last", "Late", "Limit", "Linear",
    "Lowest", "Mean", "Measure", "Measured", "Number", "Plain", "Priced", "Rank", "Reach", "Ref", "Row", "Scale",
    "ScoreRows", "Selector", "Share", "Source", "Streak", "Table", "Test", "Tests", "Ties", "Total", "Unset", "Value",
    "Word", "limits_of",
]  # fmt: skip

Ties = Literal["best", "worst", "dense", "split"]
"""并列: 1,1,3; 2,2,3; 1,1,2; or the mean of what the places held together give."""


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
