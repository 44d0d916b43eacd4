"""Whether events hold the very types that their fields declare (类型核对): looked at field by field, for many at once."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import attrs

_PLAIN = {str, int, Decimal, date, NoneType, tuple}
"""Types whose values, but for numbers that are not finite, read as they were written; of subclasses nothing is known."""
_Field = tuple[Callable[[Any], object], set[type], type | None]
"""What reads a field, the types it may hold, and the class of the part that it holds."""


def hold_exact_types(form: type, events: Sequence[object]) -> bool:
    """Return whether events of one class hold nothing but plain values of the types declared, so that they read as written.

    False says nothing: the form has fields of other types, or a tuple among the values is not empty.
    """
    for read, types, part in _list_fields(form):
        values = list(map(read, events))
        if not set(map(type, values)) <= types or (tuple in types and any(values)):
            return False
        if part is not None and not hold_exact_types(part, values):
            return False
    return True


@cache
def _list_fields(form: type) -> list[_Field]:
    return [_describe_field(field, hint) for field, hint in get_type_hints(form).items()]


def _describe_field(field: str, hint: Any) -> _Field:
    if attrs.has(hint):
        return attrgetter(field), {hint}, hint
    types = {get_origin(each) or each for each in (get_args(hint) if isinstance(hint, UnionType) else [hint])}
    return attrgetter(field), types if types <= _PLAIN else set(), None
