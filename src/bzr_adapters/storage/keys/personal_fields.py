"""Which fields of stored events say something of a person (个人信息字段): names, free texts, and values that are compared.

Every text of every event stands here. What is not plain is never stored as it is: of a name or a value, a pseudonym is
stored, of a free text, its ciphertext. A field that comes new to an event is to be classified here; a test demands it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeAlias, get_args, get_type_hints

import attrs

from bzr_adapters.storage.stored_forms import FORMS, UPCASTS, Plain
from bzr_domain.appointments import events as appointments
from bzr_domain.events import Event
from bzr_domain.facts import events as facts
from bzr_domain.facts.fact import Fact
from bzr_domain.pay import events as pay
from bzr_domain.publication import events as publication
from bzr_domain.register import clock, people, personal_data, roster
from bzr_domain.register import events as register
from bzr_domain.register.calendar import Term

Use: TypeAlias = Literal["plain", "name", "text", "value"]
"""plain: says nothing of a person, or is the id that everything is found by; name: a person's name; text: free text (自由文字);
value: equal texts stay equal, as rules and comparisons ask."""
Protect: TypeAlias = Callable[[Use, str, str], object]
"""The use of a text, whose name it is where the event says so (a teacher's id), and the text → what is stored instead."""
_Spec: TypeAlias = "Use | Mapping[str, _Spec]"


def _classify(plain: str = "", *, name: str = "", text: str = "", value: str = "") -> dict[str, Use]:
    uses: dict[Use, str] = {"plain": plain, "name": name, "text": text, "value": value}
    return {field: use for use, fields in uses.items() for field in fields.split()}


_STEP = _classify("id", text="note")
_MONEY = _classify("period purpose", text="before_final nothing_recorded")

FIELDS: dict[type, dict[str, Use]] = {
    # There are few places, and now and then somebody's name is among them. A kind's own fields are compared by rules.
    Fact: _classify("kind class_id teacher grade level item", name="recorder", text="note", value="own place"),
    facts.FactRecorded: _classify("id", value="sheet"),
    facts.FactVoided: _classify("id target", text="reason", value="sheet"),
    facts.FactCorrected: _classify("id target fields", text="reason", value="sheet"),
    facts.FactReferred: _classify("fact home"),
    facts.TotalPrinted: _classify("id class_id kinds", value="sheet"),
    register.PastCorrected: _classify(text="reason"),
    roster.SchoolProfile: _classify("name timezone"),
    Term: _classify("id"),
    register.TermWithdrawn: _classify("id"),
    roster.SchoolClass: _classify("id name stage grade class_type college aliases"),
    roster.ClassChange: _classify("name stage grade class_type college aliases"),
    register.ClassWithdrawn: _classify("id"),
    roster.Tenure: _classify("teacher class_id", name="name approved_by", text="reason"),
    # A rulebook is a public text and names nobody.
    register.RulebookRegistered: _classify("id digest text kinds"),
    register.RulebookDrafted: _classify("id digest text kinds"),
    roster.Adoption: _classify("rulebook stage college grade class_id purpose"),
    people.Person: _classify("roles", name="name", value="account"),
    register.PersonWithdrawn: _classify(name="name"),
    people.Right: _classify("step roles title cite"),
    register.RightWithdrawn: _classify("step"),
    personal_data.PersonalDataErased: _classify("fact pseudonyms texts", text="reason"),
    personal_data.PersonalDataRestricted: _classify("fact pseudonyms texts", text="reason"),
    personal_data.PersonalDataShown: _classify("pseudonyms"),
    publication.Figures: _classify("teacher rulebook items outcomes"),
    publication.ResultPublished: _classify("class_id period digest purpose", text="nothing_recorded"),
    publication.AppealFiled: _classify("id class_id period about purpose", name="by", text="grounds evidence"),
    publication.AppealDecided: _classify("appeal entries", name="instead_of", text="reason"),
    publication.ResultFinalised: _classify("class_id period digest purpose"),
    pay.PayPrepared: _MONEY | _classify("scheme allowance", text="accept_meaning"),
    pay.PayLine: _classify("teacher", name="name"),
    pay.PayPart: _classify("class_id"),
    pay.Adjustment: _classify("period"),
    pay.NewerFigure: _classify("teacher period", name="name"),
    pay.PayStepTaken: _MONEY | _classify(text="note"),
    appointments.AppointmentProposed: _STEP
    | _classify("teacher class_id teaches facts", name="name attested mentor", text="certificate"),
    appointments.Waiver: _classify("condition", name="approved_by", text="reason"),
    appointments.AppointmentDecided: _STEP,
    appointments.AppointmentPublished: _STEP,
    appointments.AppointmentStarted: _STEP,
    appointments.AppointmentEnded: _classify("id", text="reason"),
    appointments.SubstituteNamed: _classify("class_id teacher", name="name", text="reason"),
    appointments.StudioJoined: _classify("studio role", name="member name", text="note"),
    clock.ClockAccepted: _classify(text="reason"),
}
"""Class → field → its use. Beside the event stands who gave the command, who is a name too."""


def protect_fields(name: str, data: Plain, protect: Protect) -> bool:
    """Put what is to be stored in the place of every personal text of an event; return whether there was any.

    Args:
        name: The event's stored name, of today or of before.
        data: The event as a JSON object, in the order of its fields; it is changed.
        protect: Called for each of them, in order.
    """
    spec = _build_spec(_find_form(name))
    return _protect_object(spec, data, protect)


@cache
def make_test(name: str) -> Callable[[Event], bool]:
    """Return a quick test whether an event of a stored name holds any personal text."""
    paths = list(_list_paths(_find_form(name)))
    if not paths:
        return lambda _: False
    read = attrgetter(*paths, paths[0])  # more than one, so that it gives a tuple
    return lambda event: any(read(event))


def _list_paths(form: type) -> Iterator[str]:
    """Yield the personal fields of a class, those of a part with its name before them; of parts in a tuple, the tuple."""
    hints = get_type_hints(form)
    for field, spec in _build_spec(form).items():
        if isinstance(spec, Mapping) and isinstance(hints[field], type):
            yield from (f"{field}.{path}" for path in _list_paths(hints[field]))
        else:
            yield field


def _find_form(name: str) -> type:
    while name in UPCASTS:
        name = UPCASTS[name][0]
    return FORMS[name]


@cache
def _build_spec(form: type) -> dict[str, _Spec]:
    """Return field → its use, or what the fields of its parts are used as; nothing of a field that is plain."""
    uses: dict[str, _Spec] = {field: use for field, use in FIELDS.get(form, {}).items() if use != "plain"}
    hints = get_type_hints(form)
    parts = {field.name: _find_part(hints[field.name]) for field in attrs.fields(form)}
    specs = {field: _build_spec(part) for field, part in parts.items() if part is not None}
    return uses | {field: spec for field, spec in specs.items() if spec}


def _find_part(hint: object) -> type | None:
    """Return the attrs class that a field holds, alone or in a tuple."""
    if isinstance(hint, type) and attrs.has(hint):
        return hint
    return next((part for each in get_args(hint) if (part := _find_part(each)) is not None), None)


def _protect_object(spec: Mapping[str, _Spec], data: Plain, protect: Protect) -> bool:
    changed = False
    for field, content in data.items():
        use = spec.get(field)
        if not use or not content:
            continue
        owner = data.get("teacher", "") if field == "name" else ""
        data[field], is_new = _protect_content(use, content, owner, protect)
        changed = changed or is_new
    return changed


def _protect_content(use: _Spec, content: Any, owner: str, protect: Protect) -> tuple[Any, bool]:
    if isinstance(use, Mapping):
        parts = content if isinstance(content, list) else [content]
        changes = [_protect_object(use, part, protect) for part in parts]
        return content, any(changes)
    if isinstance(content, str):
        return protect(use, owner, content), True
    if use == "value":
        return _protect_pairs(content, protect)
    return [protect(use, owner, text) for text in content], bool(content)


def _protect_pairs(pairs: list[list[str]], protect: Protect) -> tuple[list[list[Any]], bool]:
    """Protect the kind's own fields of a fact, but for numbers, days and times of day, which hold no letter."""
    protected = [[name, protect("value", "", text) if any(map(str.isalpha, text)) else text] for name, text in pairs]
    return protected, protected != pairs


_FACT_PATHS = [path for path in sorted(_list_paths(facts.FactRecorded)) if path != "fact.own"]
read_fact_texts: Callable[[facts.FactRecorded], tuple[str | None, ...]] = attrgetter(*_FACT_PATHS)
"""Gives the personal texts of a fact, but for the kind's own fields, in the order in which they stand in its JSON."""
FACT_TEXTS: list[tuple[bytes, Use]] = [
    (f'"{field}":'.encode(), FIELDS[Fact if part else facts.FactRecorded][field])
    for part, _, field in (path.rpartition(".") for path in _FACT_PATHS)
]
"""What stands before each of them there and nowhere else, and its use."""
