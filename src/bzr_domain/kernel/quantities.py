"""Exact numbers: how points and money are kept, and the one place where they are rounded.

Measures are computed as fractions, so a mean of three is exact until a rule rounds it; what a node is worth is a
multiple of its step (0.01 unless the rulebook says otherwise), kept as a decimal.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Literal

Rounding = Literal["half-up", "down", "up"]
"""四舍五入 (a half goes away from zero), 舍去, 进位; the last two move towards and away from zero."""

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_MOST_DIGITS = 15
_MOST_PLACES = 6


class Percentage(Decimal):
    """A number that was written as a percentage (百分数): 78.5 of 78.5 %."""


def round_to_step(number: Fraction, step: Decimal = CENT, rounding: Rounding = "half-up") -> Decimal:
    """Round a number to a multiple of a step: the only rounding there is.

    Args:
        number: Any exact number.
        step: The step, above zero.
        rounding: What happens between two steps.

    >>> round_to_step(Fraction(1, 3))
    Decimal('0.33')
    >>> round_to_step(Fraction("-0.125")), round_to_step(Fraction("0.125"))
    (Decimal('-0.13'), Decimal('0.13'))
    >>> round_to_step(Fraction("59.5"), Decimal("1"), "down")
    Decimal('59.00')
    """
    if step is CENT and is_whole_cents(number):
        return Decimal(number.numerator * (100 // number.denominator)).scaleb(-2)
    top, bottom = step.as_integer_ratio()
    divisor = number.denominator * top
    whole, rest = divmod(abs(number.numerator) * bottom, divisor)
    if (rounding == "up" and rest) or (rounding == "half-up" and 2 * rest >= divisor):
        whole += 1
    size = (step * whole).quantize(CENT) if step >= CENT else step * whole
    return -size if number < 0 and size else size


def is_whole_cents(number: Fraction) -> bool:
    """Whether a number is what two decimals show of it.

    >>> is_whole_cents(Fraction("59.99")), is_whole_cents(Fraction("59.995"))
    (True, False)
    """
    return 100 % number.denominator == 0


def apportion(shares: Sequence[Fraction]) -> list[Decimal]:
    """Round the shares of one amount to cents so that together they come to its own rounded sum (最大余额法).

    Each is rounded towards zero; the cents that are left go to those who lose most by it, of equal ones to the first.

    >>> apportion([Fraction(600 * days, 23) for days in (8, 8, 7)])
    [Decimal('208.70'), Decimal('208.69'), Decimal('182.61')]
    """
    amounts = [round_to_step(share, CENT, "down") for share in shares]
    rest = round_to_step(add_up(shares)) - sum(amounts, ZERO)
    losers = sorted(range(len(amounts)), key=lambda place: -abs(shares[place] - Fraction(amounts[place])))
    for place in losers[: int(abs(rest) / CENT)]:
        amounts[place] += CENT.copy_sign(rest)
    return amounts


@lru_cache(maxsize=4096)
def to_fraction(number: Decimal | int) -> Fraction:
    """Turn a number into a fraction; the few that rulebooks and points are made of are kept.

    >>> to_fraction(Decimal("0.50"))
    Fraction(1, 2)
    """
    return Fraction(number)


def add_up(numbers: Iterable[Fraction]) -> Fraction:
    """Add up numbers; of none it is 0. They are added over one denominator, and most are whole, which is quicker.

    >>> add_up([Fraction(1, 2), Fraction(3)])
    Fraction(7, 2)
    """
    numbers = list(numbers)
    if len(numbers) < 2:  # noqa: PLR2004 (what is alone is its own sum)
        return numbers[0] if numbers else to_fraction(0)
    whole = lcm(*[number.denominator for number in numbers])
    if whole == 1:
        return to_fraction(sum([number.numerator for number in numbers]))
    return Fraction(sum([number.numerator * (whole // number.denominator) for number in numbers]), whole)


def normalise(number: Decimal) -> Decimal:
    """Return the same number in its one normal form, so that 95, 95.0 and 9.5E1 are one.

    >>> normalise(Decimal("95.0")), normalise(Decimal("9.5E1")), normalise(Decimal("-0"))
    (Decimal('95'), Decimal('95'), Decimal('0'))
    """
    if number == 0:
        return Decimal(0)
    return Decimal(f"{number:f}".rstrip("0").rstrip(".")) if "." in f"{number:f}" else Decimal(f"{number:f}")


def is_sane(number: Decimal) -> bool:
    """Whether a number is finite and short enough to be meant: at most 15 digits, at most 6 behind the point.

    >>> is_sane(Decimal("NaN")), is_sane(Decimal("1e999")), is_sane(Decimal("99.5"))
    (False, False, True)
    """
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    places = int(exponent)
    return len(digits) <= _MOST_DIGITS and -_MOST_PLACES <= places <= _MOST_DIGITS


def format_beside(number: Fraction, shown: Decimal) -> str:
    """Format a number with as many decimals as tell it from another one: at least six places, without trailing zeros.

    >>> format_beside(Fraction("59.995"), Decimal("60.00")), format_beside(60 - Fraction(1, 10**8), Decimal("60.00"))
    ('59.995', '59.99999999')
    """
    places = 6
    while (written := round_to_step(number, Decimal(1).scaleb(-places))) == shown:
        places += 1
    return f"{normalise(written):f}"


@lru_cache(maxsize=4096)
def format_number(number: Decimal | Fraction | int) -> str:
    """Format a number as people write it: no trailing zeros, at most six places; those of many facts are kept.

    >>> format_number(Decimal("88.50")), format_number(Fraction(265, 3)), format_number(2)
    ('88.5', '88.333333', '2')
    """
    return f"{normalise(round_to_step(Fraction(number), Decimal('0.000001'))):f}"
