"""Numbers and references as a rulebook's TOML writes them: exact, a percentage, a fraction, `"@id"`."""

from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.quantities import is_sane
from bzr_domain.rulebook.language import UNSET, Limit, Ref

_UNSET = "unset"


def reference(value: object) -> Limit | None:
    """What `"@id"`, `"-@id"` or `"unset"` stands for; None for anything else.

    >>> reference("-@pay")
    Ref(node='pay', negative=True)
    """
    if value == _UNSET:
        return UNSET
    if isinstance(value, str) and value.removeprefix("-").startswith("@"):
        return Ref(value.removeprefix("-")[1:], negative=value.startswith("-"))
    return None


def exact(value: object) -> Decimal | None:
    """A TOML number as an exact decimal; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if is_sane(number) else None


def ratio(value: object) -> Fraction | None:
    """A number, a percentage or a fraction, exactly; None for anything else.

    >>> ratio("35%"), ratio("2/3"), ratio(-1)
    (Fraction(7, 20), Fraction(2, 3), Fraction(-1, 1))
    """
    number = exact(value)
    if number is not None:
        return Fraction(number)
    if not isinstance(value, str):
        return None
    try:
        return Fraction(Decimal(value[:-1])) / 100 if value.endswith("%") else Fraction(value)
    except (ValueError, ArithmeticError):
        return None
