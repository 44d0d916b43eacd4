"""A bare fraction where percentages are meant is asked about."""

from datetime import date
from decimal import Decimal

import pytest

from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import Field, Kind
from bzr_domain.facts.percentages import find_bare_fractions, find_fractions_among_percentages, is_percentage
from bzr_domain.kernel.quantities import Percentage

DAY = date(2024, 9, 3)
VALUE = Field(name="value", type="number", lowest=Decimal(0), highest=Decimal(100))
RATE = Kind(id="attendance.rate", title="出勤率", fields=(VALUE, Field(name="note")))
SCORE = Kind(id="hygiene.score", title="卫生评分", fields=(VALUE, Field(name="late", type="number", title="迟到率")))


def row(value: Decimal | None, kind: str = "出勤率", **own: str) -> FactRow:
    """A row with this value and these fields of the kind's own."""
    return FactRow(kind=kind, on=DAY, class_ref="g1c1", value=value, own=tuple(own.items()))


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        (Decimal("0.97"), ["“0.97”是0.97%还是97%?"]),
        (Decimal(1), ["“1”是1%还是100%?"]),
        (Percentage("0.97"), []),
        (Decimal("1.01"), []),
        (Decimal(0), []),
        (None, []),
    ],
)
def test_a_bare_number_up_to_one_is_asked_about(value: Decimal | None, asked: list[str]) -> None:
    """0.97 with a percent sign is said clearly, and 0 is 0 either way."""
    assert asked == [str(problem.what) for problem in find_bare_fractions(RATE, row(value))]


def test_a_score_may_be_a_fraction() -> None:
    """Only a rate is a percentage."""
    assert [] == find_bare_fractions(SCORE, row(Decimal("0.5"), "卫生评分"))


@pytest.mark.parametrize(("text", "fields"), [("0.97", ["late"]), ("0.97%", []), ("无", []), ("97", [])])
def test_a_field_of_ones_own_can_be_a_rate(text: str, fields: list[str]) -> None:
    """By its title."""
    assert fields == [problem.field for problem in find_bare_fractions(SCORE, row(None, late=text))]


@pytest.mark.parametrize(
    ("name", "title", "highest", "expected"),
    [
        ("exam.rate", "考试", 100, True),
        ("pass_rate", "及格", None, True),
        ("corporate", "公司", 100, False),
        ("x", "达标比例", 100, True),
        ("x", "出勤率", 1, False),
    ],
)
def test_a_rate_is_known_by_its_name_and_range(name: str, title: str, highest: int | None, expected: bool) -> None:
    """What cannot be more than 1 is kept as a fraction on purpose."""
    field = Field(name="value", type="number", highest=None if highest is None else Decimal(highest))

    assert expected == is_percentage(Kind(id=name, title=title, fields=(field,)), field)


def test_one_fraction_among_percentages_is_asked_about_whatever_the_kind() -> None:
    """Where others of its kind carry the sign; another kind of the same sheet does not matter."""
    rows = [row(Percentage(97), "测评"), row(Decimal("0.97"), "测评"), row(Decimal("0.5"), "扣分"), row(None, "测评")]

    asked = list(find_fractions_among_percentages(rows))

    assert [1] == [place for place, _ in asked]
    assert [] == list(find_fractions_among_percentages(rows[1:]))
