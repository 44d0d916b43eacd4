"""The rulebook language (考核规则语言): a clause is four small words — which facts → measure → scale → bound.

    依据 which facts   `FactRows`, `ScoreRows` or `Gathered`
    汇总 measure       `Total`, `Mean`, `Highest`, `Lowest`, `Last`, `Days`, `Streak`; then its `Rank`, where one is asked
    折算 scale         `Linear` or `Table`
    限度 bound         `Bound`, beside the node in `node.py`

Each word is one union below. A new form is one more class in its union; the type checker then names every place that
has to answer for it. How the words are written in TOML is told in docs/reference/rulebook.md.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_domain.kernel.quantities import Rounding

Value = Decimal | bool | str
"""What a node can be worth: points or money, true for an outcome that holds, or a label (等级)."""
Plain = str | Decimal | bool | date | time
"""What a field of a fact, an attribute of a class or a limit written in the rulebook can be."""


@attrs.frozen
class Ref:
    """`"@id"`: another node's value, or a figure of the roster, in the same or a longer period; `"-@id"` its negative."""

    node: str
    negative: bool = False


@attrs.frozen
class Unset:
    """待定: a figure that the regulation does not print. The node gives 0 there, and the place is listed."""


@attrs.frozen
class Share:
    """`"30%"` in a table after `rank`: that part of all who are ranked, or `of_all` of the group (`places_of`)."""

    part: Fraction
    of_all: bool = False


UNSET = Unset()
Limit = Decimal | Fraction | Ref | Unset
"""A figure of a node: a number, another node's value (a fraction once that is known), or one that is not set."""
Word = Plain | Fraction | Ref | Unset | Share
"""What a test compares with."""


@attrs.frozen(kw_only=True)
class Test:
    """Conditions on one field, node or class attribute, all of which must hold (限于).

    Attributes:
        among: `is`: one of these words or numbers; None where the test has no `is`.
        lowest, above, highest, below: ≥ `from`, > `over`, ≤ `upto`, < `under`; words compare by their scale.
        present: `given`: whether there must be a value at all (True) or none (False).
    """

    among: tuple[Word, ...] | None = None
    lowest: Word | None = None
    above: Word | None = None
    highest: Word | None = None
    below: Word | None = None
    present: bool | None = None

    @property
    def ends(self) -> tuple[Word | None, ...]:
        """Its lower and upper ends, as they are listed above."""
        return (self.lowest, self.above, self.highest, self.below)


Tests = Mapping[str, Test]
"""Field, node or attribute name → its test; all must hold."""


def list_limits(test: Test) -> tuple[Word, ...]:
    """List every word or number that a test compares with."""
    return (*(test.among or ()), *(end for end in test.ends if end is not None))


Reach = Literal["cell", "previous", "term", "year", "tenure", "ever"]
"""追溯: from when on rows count, up to the end of the period: from its own start (`cell`), the start of the term, of the
school year, of the tenure or of the history (`ever`); or only the period before, once that is over (`previous`)."""


@attrs.frozen
class Selector:
    """Facts of one kind, or of a family of kinds (`safety.*`), that pass some tests."""

    kind: str
    where: Tests = attrs.field(factory=dict)

    def takes(self, kind: str) -> bool:
        """Whether facts of a kind are selected."""
        return kind == self.kind or (self.kind.endswith(".*") and kind.startswith(self.kind[:-1]))


@attrs.frozen
class Counted:
    """Each fact counts for as many as it says (次数, 人次)."""


@attrs.frozen
class Measured:
    """Each fact counts for its measurement (数值), or for another numeric field, from `lowest` to `highest`; None is no range."""

    field: str = "value"
    lowest: Decimal | None = None
    highest: Decimal | None = None


@attrs.frozen
class Chosen:
    """Each fact counts for the points that a person chose (裁量分), from `lowest` to `highest`; None is no range."""

    lowest: Decimal | None = None
    highest: Decimal | None = None
    field: str = attrs.field(default="points", init=False)


@attrs.frozen
class Priced:
    """Each fact counts for the price of its word (单价), times its count; with two fields each pair of words has a price.

    A price of None is not set (待定): the regulation prints no figure, the fact is worth 0 and the place is listed.

    Attributes:
        added: The tables of prices of which `prices` are the sums (级别分加角色分); a field of theirs that is empty adds nothing.
    """

    fields: tuple[str, ...]
    prices: Mapping[tuple[str, ...], Decimal | None]
    added: tuple["Priced", ...] = ()

    @property
    def tables(self) -> tuple["Priced", ...]:
        """The tables of prices as they are written: one, or those that are added."""
        return self.added or (self,)


@attrs.frozen(kw_only=True)
class Due:
    """期限: the last day that is in time.

    Attributes:
        anchor: `start` or `end` of the period, `day` (that day of the month in which the period begins), or the name of
            a field that holds a date.
        days: Days after the anchor, before it when negative; for `day` the number of the day.
        school: Whether only school days count.
        extends: Whether a last day without school is put off to the next working day (顺延), and what is missing then
            counts as missing from the day after it.
    """

    anchor: str
    days: int = 0
    school: bool = False
    extends: bool = False


@attrs.frozen
class Late:
    """Each fact counts for the days it is late (迟交天数); 0 or less is in time."""

    due: Due


Number = Counted | Measured | Chosen | Priced | Late


@attrs.frozen(kw_only=True)
class FactRows:
    """The rows are the facts that some selector selects, each with its number (事项).

    Attributes:
        excuses: Tests of which each alone excuses a fact (除外): the fact is shown and counts for nothing.
        reach: From when on facts count.
        case: Of a clause with cases (情形), the further tests of this one, all of which must hold; empty for the base rule.
        other_cases: The tests of the cases that come before it: what passes all of one of them is not selected here.
    """

    selectors: tuple[Selector, ...]
    number: Number = Counted()
    excuses: Tests = attrs.field(factory=dict)
    reach: Reach = "cell"
    case: Tests = attrs.field(factory=dict)
    other_cases: tuple[Tests, ...] = ()

    @property
    def is_case(self) -> bool:
        """Whether it is one case of a clause, or what the clause's base rule keeps."""
        return bool(self.case or self.other_cases)

    def fits_case(self, passes: Callable[[Tests], bool]) -> bool:
        """Whether a fact belongs to this case, given whether it passes some tests."""
        return passes(self.case) and not any(map(passes, self.other_cases))

    def takes(self, kind: str) -> bool:
        """Whether some selector selects facts of a kind."""
        return any(selector.takes(kind) for selector in self.selectors)


Side = Literal["score", "earned", "deducted", "bonus"]


@attrs.frozen(kw_only=True)
class ScoreRows:
    """The rows are another node's values, or one figure of the roster (得分).

    Of a node with the same or a longer period it is that one value; of one with shorter periods or narrower subjects
    (the classes of a grade), and where `reach` goes back to earlier periods, it is all of them.

    Attributes:
        where: Tests on `score` and on `on`, the last day of the row's period.
        counts: Whether each row counts 1 instead of its score.
        side: What is read of the node: its score, or one column of an item (得分、扣分、奖励).
    """

    node: str
    where: Tests = attrs.field(factory=dict)
    counts: bool = False
    reach: Reach = "cell"
    side: Side = "score"


@attrs.frozen
class Gathered:
    """The rows are the child nodes: those that say `into` this one (汇集)."""


Source = FactRows | ScoreRows | Gathered


Ties = Literal["best", "worst", "dense", "split"]
"""并列: two who are level take 1,1,3 (`best`), 2,2,3 (`worst`) or 1,1,2 (`dense`), or each gets the mean of what the places
they hold together give (`split`)."""


@attrs.frozen
class Total:
    """合计: the sum of the numbers; without rows, 0."""


@attrs.frozen
class Quorum:
    """`quorum = "80%"`: that part of a population, which `quorum_of` names."""

    part: Fraction
    of: Decimal | Ref


@attrs.frozen
class Mean:
    """平均: the mean of the numbers; without rows, nothing.

    Here stands only that a mean is taken. How it is computed stands in `bzr_domain.scoring`: the mean of rows, with `trim`
    and `quorum`, in `measure`; that of child nodes or of their months, by their weights, in `combine`.

    Attributes:
        trim: How many of the highest and how many of the lowest are left out (去掉最高最低).
        quorum: With fewer rows than this, or than this part of a population, there is no mean (有效人数).
    """

    trim: int = 0
    quorum: int | Quorum = 0


@attrs.frozen
class Highest:
    """最高: the highest number, or the sum of the `best` highest (取k项); without rows, nothing."""

    best: int = 1


@attrs.frozen
class Lowest:
    """最低: the lowest number, or the sum of the `best` lowest; without rows, nothing."""

    best: int = 1


@attrs.frozen
class Last:
    """最近: the number of the latest row, by day and then by the order recorded; without rows, nothing."""


@attrs.frozen
class Days:
    """天数: how many different days have a row, however many rows a day has; without rows, 0."""


@attrs.frozen
class Streak:
    """连续: how many of the latest periods pass `where` without a break; one without a value neither counts nor breaks."""


Measure = Total | Mean | Highest | Lowest | Last | Days | Streak


@attrs.frozen(kw_only=True)
class Groups:
    """取k组: of the values of all groups that `per` tells apart, only the highest `count` are added up, or the lowest."""

    high: bool
    count: int


@attrs.frozen(kw_only=True)
class Rank:
    """名次: the measure is replaced by its place among the peers who have a value.

    Attributes:
        high: Whether the highest is first (从高到低).
        among: Who the peers are: `school`, or the class attributes that they share.
        then: Nodes that are compared in the same direction where the measure is equal (同分时).
        counts_all: Whether a share of the places counts all of the group, and not only those who are ranked (名额基数).
        incomplete_last: Whether a weighted total with parts missing stands behind every complete one (缺项在后).
    """

    high: bool
    among: tuple[str, ...]
    ties: Ties
    then: tuple[str, ...] = ()
    counts_all: bool = False
    incomplete_last: bool = True


@attrs.frozen(kw_only=True)
class Linear:
    """按单位: base + units × points. Units are the measure, what of it exceeds `free` (免计), or what it lacks of `short_of` (应达).

    Attributes:
        block: Units are counted in blocks of so many (每N); `rounding` makes the number of blocks whole.
    """

    points: Fraction | Ref | Unset = Fraction(1)
    free: Limit | None = None
    short_of: Limit | None = None
    base: Limit | None = None
    block: Decimal | None = None
    rounding: Rounding = "half-up"


@attrs.frozen(kw_only=True)
class Row:
    """A row of a table: where the measure passes `test`, the table gives `gives`."""

    test: Test
    gives: Value | Unset


@attrs.frozen
class Table:
    """对照表: the first row whose test passes; where none does, nothing. `rounding` makes a share of the places whole."""

    rows: tuple[Row, ...]
    rounding: Rounding = "down"


Scale = Linear | Table
