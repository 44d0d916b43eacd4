"""Stored forms: exact, closed, and the same for ever."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bzr_adapters.intake.rulebook_files import read_rulebook_text
from bzr_adapters.storage.codec import BadForm, Seal, decode, decode_all, encode_event, make_encoder, read_recorded_at
from bzr_adapters.storage.keys.file import keys_in_memory
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.plain_form import structure_event, unstructure_event
from bzr_adapters.storage.rulebook_heads import add_id_and_version
from bzr_adapters.storage.stored_forms import FORMS, UPCASTS, stored_name_of
from bzr_domain.appointments.events import AppointmentProposed
from bzr_domain.events import Event
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.pay.events import PayPrepared, PayStepTaken
from bzr_domain.publication.events import AppealDecided, AppealFiled, ResultFinalised, ResultPublished
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    PersonRegistered,
    RulebookAdopted,
    RulebookRegistered,
    TenureRegistered,
    TenureWithdrawn,
)
from tests.adapters.samples import FACT, GOLDEN, SAMPLES, encode_one, golden_file, stored
from tests.support.effort import fewer

NOW = datetime(2024, 9, 3, 4, 5, 6, tzinfo=UTC)
ENCODE = partial(encode_one, recorded_at=NOW)
ENCODE_ALL = make_encoder(recorded_at=NOW, actor="me", command="c")
RECORDED = FactRecorded(id="f", fact=FACT)
NAME, STATE = ENCODE(RECORDED)

_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(),
    bool: st.booleans(),
    int: st.integers(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(fold=0)),
    # By its digits, so that zeros stand at the end as often as anything else.
    Decimal: st.builds(
        lambda sign, digits, exponent: Decimal((sign, digits, exponent)),
        st.integers(0, 1),
        st.lists(st.integers(0, 9), min_size=1, max_size=18).map(tuple),
        st.integers(-12, 12),
    ),
    NoneType: st.none(),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that events are made of."""
    if kind in _LEAVES:
        return _LEAVES[kind]
    if isinstance(kind, UnionType):
        return st.one_of([values(one) for one in get_args(kind)])
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        inner, *rest = get_args(kind)
        if rest == [...]:
            return st.lists(values(inner), max_size=3).map(tuple)
        return st.tuples(*map(values, get_args(kind)))
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in attrs.fields(kind)})


events = st.one_of([values(form) for form in FORMS.values()])


@fewer(50, nightly=100)
@given(events, st.text(), st.text(), st.datetimes(timezones=st.just(UTC)))
def test_what_is_read_is_what_was_written(event: Event, actor: str, command: str, at: datetime) -> None:
    """Law: encoding and decoding keeps every value, to the last zero, and its type."""
    name, state = encode_one(event, recorded_at=at, actor=actor, command=command)

    read = decode(name, state)

    assert (repr(event), actor, command, at) == (repr(read.data), read.actor, read.command, read.recorded_at)
    assert event == read.data
    assert at == read_recorded_at(state)


@given(events)
@example(RECORDED)
def test_both_codecs_write_the_same(event: Event) -> None:
    """Law: the plain dict is the stored data, and leads back to the same event."""
    _, state = ENCODE(event)

    plain = unstructure_event(event)

    assert json.loads(state)["data"] == plain
    assert repr(event) == repr(structure_event(stored_name_of(event), json.loads(json.dumps(plain))))


@given(events, st.data())
def test_no_event_has_two_spellings(event: Event, data: st.DataObject) -> None:
    """Law: bytes with one byte changed are refused or say something else, never the same thing in other words."""
    name, state = ENCODE(event)
    place = data.draw(st.integers(0, len(state) - 1))
    changed = state[:place] + bytes([state[place] ^ data.draw(st.integers(1, 255))]) + state[place + 1 :]

    try:
        read = decode(name, changed)
    except BadForm:
        return

    assert (repr(event), "me", "c", NOW) != (repr(read.data), read.actor, read.command, read.recorded_at)


def test_every_event_has_one_stored_name() -> None:
    """The registry is the closed union, no more and no less."""
    union = {one for part in get_args(Event) for one in (get_args(part) or (part,))}

    assert union == set(FORMS.values())
    assert len(FORMS) == len(set(FORMS.values()))
    assert set(FORMS.values()) == {type(sample) for sample in SAMPLES}


@pytest.mark.parametrize(("file", "name", "state", "event"), [*stored()], ids=[*FORMS])
def test_a_stored_form_never_changes(file: Path, name: str, state: bytes, event: Event) -> None:
    """What was once written is written so for ever: a changed form gets a new version and an upcast."""
    kept = file.read_bytes()

    assert kept == state
    assert event == decode(name, kept).data


def list_unknown_then(name: str, today: Event) -> dict[str, Any]:
    """Field → what stands for it in an event read from an old form, where that did not know it."""
    empty: dict[str, Any] = {}
    if isinstance(today, ClassRegistered):
        without = tuple(attrs.evolve(change, college=None) for change in today.school_class.changes)
        later: dict[str, Any] = {"college": None, "changes": without}
        later |= {"aliases": (), "changes": ()} if not name.endswith("/4") else {}
        later |= {"start": None, "end": None} if name[-2:] not in ("/3", "/4") else {}
        later |= {"class_type": None} if name.endswith("/1") else {}
        empty = {"school_class": attrs.evolve(today.school_class, **later)}
    elif isinstance(today, FactRecorded):
        empty = {"fact": attrs.evolve(today.fact, own=())}
    elif isinstance(today, FactCorrected):
        empty = {"sheet": ""} | ({"after": attrs.evolve(today.after, own=())} if name.endswith("/1") else {})
    elif isinstance(today, FactVoided):
        empty = {"sheet": ""}
    elif isinstance(today, AppointmentProposed):
        empty = {"attested": None}
    elif isinstance(today, RulebookRegistered):
        empty = {"id": "", "version": 0, "text": 'id = "demo"\n'}
    elif isinstance(today, TenureRegistered | TenureWithdrawn):
        empty = {"tenure": attrs.evolve(today.tenure, reason="", approved_by="")}
    elif isinstance(today, RulebookAdopted | AdoptionWithdrawn):
        was: dict[str, Any] = {"college": None} | ({"purpose": ""} if name.endswith("/1") else {})
        empty = {"adoption": attrs.evolve(today.adoption, **was)}
    else:
        empty = list_unknown_to_results(name, today)
    return empty


def list_unknown_to_results(name: str, today: Event) -> dict[str, Any]:
    """Field → what stands for it in an event of a result or a pay sheet."""
    empty: dict[str, Any] = {}
    if isinstance(today, ResultPublished | ResultFinalised | PayPrepared):
        empty = {"purpose": "", "scoring_meaning": 1} if name.endswith("/1") else {}
        empty |= {"nothing_recorded": ""} if isinstance(today, ResultPublished | PayPrepared) else {}
        empty |= {"before_final": ""} if isinstance(today, PayPrepared) else {}
        empty |= {"newer": (), "accept_meaning": ""} if name in ("pay.prepared/1", "pay.prepared/2") else {}
    elif isinstance(today, PayStepTaken):
        empty = {"step": "reviewed", "before_final": "", "nothing_recorded": ""}
        empty |= {"purpose": ""} if name.endswith("/1") else {}
    elif isinstance(today, AppealFiled):
        empty = {"purpose": ""}
    elif isinstance(today, PersonRegistered):
        empty = {"person": attrs.evolve(today.person, account="")}
    elif isinstance(today, AppealDecided):
        empty = {"instead_of": None}
    return empty


@pytest.mark.parametrize("name", [*UPCASTS])
def test_an_old_form_is_read_as_what_it_meant(name: str) -> None:
    """What an older version wrote is read as today's event, with nothing in what it did not know."""
    today = next(sample for sample in SAMPLES if stored_name_of(sample).startswith(name.partition("/")[0]))
    empty = list_unknown_then(name, today)

    assert attrs.evolve(today, **empty) == decode(name, golden_file(name).read_bytes()).data


def test_every_form_ever_written_is_kept() -> None:
    """Every name of today has its golden file; one of old forms has an upcast."""
    kept = {file.name for file in GOLDEN.glob("*.json")}

    assert {golden_file(name).name for name in (*FORMS, *UPCASTS)} == kept


def changed(old: str, new: str) -> bytes:
    """The stored fact with one thing in it changed."""
    assert STATE.count(old.encode()) == 1
    return STATE.replace(old.encode(), new.encode())


@pytest.mark.parametrize(
    "state",
    [
        changed('"id":"f"', '"id":"f","x":1'),
        changed(',"sheet":""', ""),
        changed('"96.50"', "96.50"),
        changed('"96.50"', '"+96.50"'),
        changed('"96.50"', '"NaN"'),
        changed('"96.50"', '"-Infinity"'),
        changed('"count":1', '"count":1.0'),
        changed('"count":1', '"count":true'),
        changed('"count":1', '"count":"1"'),
        changed("2024-09-03T04:05:06Z", "2024-09-03T12:05:06+08:00"),
        changed("2024-09-03T04:05:06Z", "2024-09-03T04:05:06"),
        changed('"actor":"me",', '"actor":"me", '),
        changed('"actor":"me"', '"actor":"me","actor":"me"'),
        STATE[:-1],
        STATE + b"\n",
        b"\xff",
        b"",
        b"[" * 100_000,
    ],
)
def test_what_we_did_not_write_is_refused(state: bytes) -> None:
    """Extra or missing fields, floats, other spellings and broken bytes are never taken for an event."""
    with pytest.raises(BadForm):
        decode(NAME, state)
    assert decode_all(NAME, [STATE, state, STATE]) is None


@fewer(50, nightly=100)
@given(values(FactRecorded), st.lists(st.text(), max_size=3))
def test_many_read_at_once_are_what_each_is(event: FactRecorded, actors: list[str]) -> None:
    """Law: reading events of one name together is reading them one by one."""
    states = [encode_one(event, recorded_at=NOW, actor=actor)[1] for actor in ("me", *actors)]

    each = [decode(NAME, state) for state in states]
    seals = [Seal(one.actor, one.command, one.recorded_at) for one in each]
    assert decode_all(NAME, states) == (seals, [one.data for one in each])


@pytest.mark.parametrize(
    "states",
    [
        [STATE + b"\n" + STATE],
        [STATE + b"\n" + STATE, b""],
        [STATE[:9], STATE[9:]],
        [STATE + b"\n" + STATE[:9], STATE[9:]],
        [b"", STATE],
        [STATE, STATE.replace(b',"data":', b',"data" :')],
        [STATE, STATE.replace(b'"command":"c",', b"")],
        [STATE, STATE.replace(b',"rec', b',"recorded_at":"2024-09-03T04:05:06Z","rec')],
        [STATE, STATE.replace(b'"data":', b'"data":{},"data":')],
        [STATE, STATE.replace(b'"c"', b'"\\u0063"')],
        [STATE, STATE.replace(b"Z", b"+00:00")],
        [STATE, STATE.replace(b"Z", b"+08:00")],
        [STATE, STATE.decode()],
        [STATE, None],
    ],
)
def test_what_only_together_looks_like_what_we_write_is_read_one_by_one(states: list[Any]) -> None:
    """Two events in one place, one event in two, and what is no bytes at all."""
    assert decode_all(NAME, states) is None


@pytest.mark.parametrize("name", [*UPCASTS, "fact.recorded/3", "os:system", None])
def test_what_bears_no_name_of_today_is_read_one_by_one(name: Any) -> None:
    """Old forms have their upcasts, and a name that nobody knows is refused with a sentence of its own."""
    assert decode_all(name, [STATE, STATE]) is None


@pytest.mark.parametrize(
    "field",
    [
        {"value": 96.5},
        {"value": 96},
        {"value": Decimal("sNaN")},
        {"points": Decimal("-Infinity")},
        {"count": 1.0},
        {"count": True},
        {"note": "\ud800"},
        {"on": NOW},
    ],
)
def test_what_could_not_be_read_again_is_not_written(field: dict[str, Any]) -> None:
    """A value its form does not allow is stopped at the door."""
    with pytest.raises(BadForm):
        ENCODE(FactRecorded(id="f", fact=attrs.evolve(FACT, **field)))


@given(st.lists(values(FactRecorded), min_size=1, max_size=4))
def test_many_written_at_once_are_what_each_is(events: list[FactRecorded]) -> None:
    """Law: the bytes of events written together are those of each."""
    assert ENCODE_ALL(events) == (NAME, [ENCODE(event)[1] for event in events])


class _Word(str):
    """A text of a class of its own."""

    __slots__ = ()


_ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(), st.text()
) | st.sampled_from([_Word("a"), "\ud800", 2**63, 2**64, ("a",), [], Decimal("1E+9")])
_FACT_FIELDS = [field.name for field in attrs.fields(type(FACT))]


@fewer(150, nightly=500)
@given(values(FactRecorded), st.sampled_from(_FACT_FIELDS), _ANYTHING)
@example(RECORDED, "value", 96.5)
@example(RECORDED, "count", 1.0)
@example(RECORDED, "count", True)
@example(RECORDED, "note", "\ud800")
def test_whatever_is_written_can_be_read(event: FactRecorded, field: str, anything: Any) -> None:
    """Law: whatever stands in a field, of its type or not, either reads back byte for byte or is not written."""
    fact = attrs.evolve(event.fact, own=())
    odd = attrs.evolve(event, fact=attrs.evolve(fact, **{field: anything}))
    try:
        name, states = ENCODE_ALL([attrs.evolve(event, fact=fact), odd])
    except BadForm:
        return

    assert states == [ENCODE(decode(name, state).data)[1] for state in states]


@pytest.mark.parametrize("value", [96.5, Decimal("NaN")])
def test_one_that_could_not_be_read_again_stops_all_that_are_written_with_it(value: Any) -> None:
    """Wherever it stands among them."""
    bad = FactRecorded(id="f", fact=attrs.evolve(FACT, value=value))
    for events in ([bad, RECORDED], [RECORDED, bad], [RECORDED, bad, RECORDED]):
        with pytest.raises(BadForm):
            ENCODE_ALL(events)


def test_a_note_may_say_infinity() -> None:
    """Only numbers have to be finite, not words."""
    event = FactRecorded(id="NaN", fact=attrs.evolve(FACT, note="Infinity"))

    assert event == decode(*ENCODE(event)).data


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fact.recorded/3", "'fact.recorded/3' was written by a newer bzr: upgrade bzr to read it"),
        ("fact.recorde/1", "there is no stored name 'fact.recorde/1'; did you mean 'fact.recorded/1'?"),
        ("os:system", "there is no stored name 'os:system'; known: "),
    ],
)
def test_an_unknown_name_is_refused_and_never_imported(name: str, message: str) -> None:
    """A name from the future asks for an upgrade, any other names the near one."""
    with pytest.raises(BadForm) as refused:
        decode(name, STATE)

    assert refused.value.message.en.startswith(message)


def test_what_is_no_event_is_not_written() -> None:
    """Only the events of the union have a stored name."""
    with pytest.raises(BadForm, match="Fact不是可存储的事件"):
        ENCODE(FACT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": 1}, "extra fields found (x) @ $"),
        ({"reason": 5}, "invalid value for type, expected str @ $.reason"),
        ({"reason": None}, "invalid value for type, expected str @ $.reason"),
    ],
)
def test_a_plain_dict_that_does_not_fit_says_where(change: dict[str, Any], message: str) -> None:
    """Every fault of a plain dict comes with its path."""
    plain = unstructure_event(FactVoided(id="v", target="f", reason="r")) | change

    with pytest.raises(BadForm) as refused:
        structure_event("fact.voided/2", plain)

    assert f"does not fit the form 'fact.voided/2': {message}" == refused.value.message.en
    assert [f"fact.voided/2: {message}"] == [problem.what.en for problem in refused.value.problems]


def test_a_plain_dict_says_every_field() -> None:
    """A field with a default is not left out: whoever upcasts says what the old form meant."""
    plain = unstructure_event(RECORDED)
    del plain["sheet"]

    with pytest.raises(BadForm, match="a field is missing"):
        structure_event(NAME, plain)


def test_old_forms_are_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old name is read through its upcasts, one after the other."""
    monkeypatch.setitem(UPCASTS, "fact.struck/1", ("fact.struck/2", lambda old: {**old, "target": old["fact"]}))
    monkeypatch.setitem(
        UPCASTS,
        "fact.struck/2",
        ("fact.voided/2", lambda old: {"sheet": "", **{k: old[k] for k in ("id", "target", "reason")}}),
    )
    old = (
        STATE.split(b'"data":')[0] + b'"data":{"fact":"f","id":"v","reason":"r"},"recorded_at":"2024-09-03T04:05:06Z"}'
    )

    read = decode("fact.struck/1", old)

    assert FactVoided(id="v", target="f", reason="r") == read.data
    assert ("me", "c", NOW) == (read.actor, read.command, read.recorded_at)


def test_an_old_form_that_lacks_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upcast that does not find what it needs is a bad form, not a KeyError."""
    monkeypatch.setitem(UPCASTS, "fact.struck/1", ("fact.voided/1", lambda old: {"id": old["nr"]}))

    with pytest.raises(BadForm, match=r"“fact[.]struck/1”无法转成“fact[.]voided/1”"):
        structure_event("fact.struck/1", {"id": "v"})


@pytest.mark.parametrize("at", [NOW.astimezone(timezone(timedelta(hours=8))), NOW.replace(tzinfo=None)])
def test_only_utc_is_written(at: datetime) -> None:
    """The same moment in another zone would be other bytes."""
    with pytest.raises(BadForm, match="记录时间必须是UTC"):
        make_encoder(recorded_at=at, actor="me", command="c")


SHIPPED = read_rulebook_text("monthly-quantified")
HEAD = '[rulebook]\nid = "own"\ntitle = "本校"\n'


@pytest.mark.parametrize(
    ("text", "id_", "version"),
    [
        (SHIPPED, "monthly-quantified", 1),
        (HEAD, "own", 1),
        (HEAD + "version = 3\n[[item]]\n", "own", 3),
        ("[[item]]\nid = 'total'\n" + HEAD + "version = 3\n", "own", 3),
        (HEAD + 'version = 3\nreading = """一\n[[二]]"""\n[[item]]\nid = "x"\n', "own", 3),
        ("…", "", 0),
    ],
    ids=["shipped", "without a version", "head first", "head last", "brackets in a text", "no rulebook"],
)
def test_an_old_rulebook_is_named_as_its_text_says(text: str, id_: str, version: int) -> None:
    """Id and version stood in the text alone; a version that was not said is the first."""
    data = {"digest": "0" * 64, "text": text, "kinds": ""}

    assert {**data, "id": id_, "version": version} == add_id_and_version(data)


@fewer(50, nightly=100)
@given(values(FactRecorded))
@example(RECORDED)
def test_a_fact_is_protected_as_any_event_is(event: FactRecorded) -> None:
    """Law: the quick way of facts hides what the way of all events hides, in the same places and under the same names."""
    name, data = encode_event(event)
    keys = Keys(keys_in_memory("s"))
    guard = keys.begin()

    (quick,) = guard.protect_page(name, [event], [data], [("a", 1)])
    slow = guard.protect(name, data, ("a", 1))
    guard.keep()

    cipher = re.compile(rb'"\\/t[^"]*"')
    assert cipher.sub(b"t", slow) == cipher.sub(b"t", quick)
    assert data == keys.reveal(quick, ("a", 1)) == keys.reveal(slow, ("a", 1))
