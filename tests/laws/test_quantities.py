"""Laws of rounding and of numbers in their one normal form."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.quantities import CENT, Rounding, format_number, is_sane, normalise, round_to_step
from tests.support.effort import fewer

HALVES = st.integers(-2000, 2000).map(lambda n: Fraction(n, 200))
NUMBERS = st.one_of(st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000), HALVES)
STEPS = st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal("0.5"), Decimal(1), Decimal(10)])
DECIMALS = st.decimals(-10_000, 10_000, places=4)
ROUNDINGS: tuple[Rounding, ...] = ("half-up", "down", "up")


@pytest.mark.parametrize("rounding", ROUNDINGS)
@given(number=NUMBERS, step=STEPS)
def test_rounding_gives_a_multiple_of_the_step_less_than_a_step_away(
    rounding: Rounding, number: Fraction, step: Decimal
) -> None:
    """What is rounded is a whole number of steps, and near."""
    found = Fraction(round_to_step(number, step, rounding))

    assert (found / Fraction(step)).denominator == 1
    assert abs(found - number) < Fraction(step)


@given(NUMBERS, STEPS)
def test_a_half_goes_away_from_zero(number: Fraction, step: Decimal) -> None:
    """四舍五入: never more than half a step away, and a half exactly goes outwards."""
    found = Fraction(round_to_step(number, step))
    off = abs(found) - abs(number)

    assert -Fraction(step) / 2 < off <= Fraction(step) / 2


@given(NUMBERS, STEPS)
def test_down_is_towards_zero_and_up_is_away(number: Fraction, step: Decimal) -> None:
    """舍去 never makes a number larger in size, 进位 never smaller."""
    down, up = round_to_step(number, step, "down"), round_to_step(number, step, "up")

    assert abs(Fraction(down)) <= abs(number) <= abs(Fraction(up))


@pytest.mark.parametrize("rounding", ROUNDINGS)
@given(number=NUMBERS, step=STEPS)
def test_rounding_twice_is_rounding_once(rounding: Rounding, number: Fraction, step: Decimal) -> None:
    """A rounded number stays where it is."""
    once = round_to_step(number, step, rounding)

    assert once == round_to_step(Fraction(once), step, rounding)


@pytest.mark.parametrize("rounding", ROUNDINGS)
@fewer(50, nightly=100)
@given(number=NUMBERS, step=STEPS)
def test_rounding_knows_no_side(rounding: Rounding, number: Fraction, step: Decimal) -> None:
    """A deduction is rounded as an award of the same size would be."""
    assert round_to_step(-number, step, rounding) == -round_to_step(number, step, rounding)


@given(NUMBERS, NUMBERS, STEPS)
def test_rounding_keeps_the_order(one: Fraction, two: Fraction, step: Decimal) -> None:
    """A smaller number never overtakes a larger one by being rounded."""
    small, large = sorted((one, two))

    assert round_to_step(small, step) <= round_to_step(large, step)


@given(DECIMALS)
def test_the_plain_form_is_the_same_number_however_it_was_written(number: Decimal) -> None:
    """95, 95.0 and 9.5E1 are one number and one text."""
    assert normalise(number) == number
    assert str(normalise(number)) == str(normalise(number * Decimal("1.000"))) == str(normalise(normalise(number)))


@given(DECIMALS)
def test_what_is_written_reads_back(number: Decimal) -> None:
    """A number of up to six places is written exactly, without an exponent."""
    assert number == Decimal(format_number(number))
    assert "E" not in format_number(number)


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_a_sane_number_is_finite_and_short(number: Decimal) -> None:
    """NaN, infinity and numbers nobody means are told apart from measurements."""
    if is_sane(number):
        assert number.is_finite()
        assert len(f"{number:f}") <= 40


def test_points_are_kept_to_the_cent() -> None:
    """The step of points is 0.01."""
    assert Decimal("0.01") == CENT
