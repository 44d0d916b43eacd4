"""Events as plain dicts and back, by cattrs: the cold path of exports and of old forms.

The hot path is bzr_adapters.storage.codec; both write the same form, which a law in the tests holds them to.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import cattrs
import msgspec

from bzr_adapters.storage.stored_forms import FORMS, BadForm, Plain, bring_up_to_date, stored_name_of
from bzr_domain.events import Event
from bzr_domain.kernel.messages import Message, report_problem

_ENCODE = msgspec.json.Encoder(order="sorted").encode


def unstructure_event(event: Event) -> Plain:
    """An event as a JSON object, each field written out; its stored name is `forms.stored_name_of(event)`.

    Raises:
        BadForm: When the object is not one of the events.
    """
    stored_name_of(event)
    return cast("Plain", _CONVERTER.unstructure(event))


def structure_event(name: str, data: Plain) -> Event:
    """The event that a stored name and a JSON object stand for; old forms are brought up to today's.

    Raises:
        BadForm: With every problem found, each with its path.
    """
    name, data = bring_up_to_date(name, data)
    try:
        event = _CONVERTER.structure(data, FORMS[name])
    except Exception as error:
        # A structured validator may raise anything, and cattrs wraps it in a group of its own.
        raise _unfit(name, cattrs.transform_error(error)) from error
    if not _write_alike(unstructure_event(event), data):
        raise _unfit(name, ["a field is missing, or is not written in its one exact form"])
    return event


def _write_alike(first: Plain, second: Plain) -> bool:
    """Whether two are the same JSON: unlike ==, this tells 1 from 1.0 and from true."""
    try:
        return _ENCODE(first) == _ENCODE(second)
    except (TypeError, ValueError):
        return False


def _unfit(name: str, faults: list[str]) -> BadForm:
    told = "; ".join(faults)
    problems = [report_problem(f"{name}:{fault}", f"{name}: {fault}", code="store.bad-form") for fault in faults]
    return BadForm(Message(f"不符合“{name}”的格式:{told}", f"does not fit the form {name!r}: {told}"), problems)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    for exact in (str, int, bool):
        converter.register_structure_hook(exact, _exactly)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, _date)
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat().replace("+00:00", "Z"))
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(_exactly(value, str)))
    return converter


def _exactly(value: object, kind: type) -> Any:
    # cattrs would call str() or int() on whatever it gets, so 1 would become "1" without a word.
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, not {value!r}")
    return value


def _decimal(value: object, _: type) -> Decimal:
    number = Decimal(_exactly(value, str))
    if not number.is_finite():
        raise ValueError(f"expected a finite number, not {value!r}")
    return number


def _date(value: object, _: type) -> date:
    return date.fromisoformat(_exactly(value, str))


_CONVERTER = _converter()
