"""The rulebook language: a clause is four small words — which facts → measure → scale → bound.

    依据 which facts   `FactRows`, `ScoreRow` or `Gathered`
    汇总 measure       `Total`, `Mean`, `Highest`, `Lowest`, `Last`, `Days`
    折算 scale         `Linear` or `Table`
    限度 bound         `Bound`

Each word is one union below. A new form is one more class in its union; the type checker then names every place that
has to answer for it. How the words are written in TOML is told in docs/reference/rulebook.md.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

Value = Decimal | bool
"""What a node can be worth: points or money, or yes for an outcome that strikes."""
Word = str | Decimal | bool


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
    """Each fact counts for its measurement (数值)."""


@attrs.frozen
class Chosen:
    """Each fact counts for the points a person chose or decided (裁量分), within a range where one is said."""

    lowest: Decimal | None = None
    highest: Decimal | None = None


@attrs.frozen
class Priced:
    """Each fact counts for its word's price (单价), as often as the fact counts.

    A price of None is not set (待定): the source prints no figure, the fact is worth 0 and the place is listed.
    """

    field: str
    prices: Mapping[str, Decimal | None]


Number = Counted | Measured | Chosen | Priced


@attrs.frozen(kw_only=True)
class FactRows:
    """The rows are facts of these kinds that pass these tests, each with its number (事项)."""

    selectors: tuple[Selector, ...]
    number: Number = Counted()


@attrs.frozen
class ScoreRow:
    """The one row is another node's score in the same period (得分)."""

    node: str


@attrs.frozen
class Gathered:
    """The rows are the nodes that say `into` this one (汇集)."""


Source = FactRows | ScoreRow | Gathered


@attrs.frozen
class Total:
    """合计: the sum of the numbers; of no rows, 0."""


@attrs.frozen
class Mean:
    """平均: the mean of the numbers; of no rows, nothing."""


@attrs.frozen
class Highest:
    """最高: the highest number; of no rows, nothing."""


@attrs.frozen
class Lowest:
    """最低: the lowest number; of no rows, nothing."""


@attrs.frozen
class Last:
    """最近: the number of the latest row, by day and then by the order recorded; of no rows, nothing."""


@attrs.frozen
class Days:
    """天数: on how many different days rows stand, however many a day has; of no rows, 0."""


Measure = Total | Mean | Highest | Lowest | Last | Days


@attrs.frozen(kw_only=True)
class Linear:
    """按单位: base + units × points; units = what exceeds `free` (免计), or what is `short_of` (应达) the measure."""

    points: Fraction = Fraction(1)
    free: Decimal | None = None
    short_of: Decimal | None = None
    base: Decimal | None = None


@attrs.frozen(kw_only=True)
class Row:
    """One row of a table: where the measure passes the test, the table gives this."""

    test: Test
    gives: Value


@attrs.frozen
class Table:
    """对照表: the first row that fits; where none does, nothing."""

    rows: tuple[Row, ...]


Scale = Linear | Table
