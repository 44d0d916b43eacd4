"""Every text of every event is classified: what says something of a person is never stored as it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from bzr_adapters.storage.codec import encode_event
from bzr_adapters.storage.keys.file import keys_in_memory
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.personal_fields import FIELDS, make_test, protect_fields
from bzr_adapters.storage.keys.protected_texts import MARK
from bzr_adapters.storage.stored_forms import FORMS
from bzr_domain.events import Event
from tests.adapters.samples import GOLDEN, SAMPLES


def list_classes(hint: Any) -> Iterator[type]:
    """The attrs classes that a type is made of."""
    if isinstance(hint, type) and attrs.has(hint):
        yield hint
        for part in get_type_hints(hint).values():
            yield from list_classes(part)
    for part in get_args(hint):
        yield from list_classes(part)


def holds_text(hint: Any) -> bool:
    """Whether a field of a type holds text of its own, not only in the parts that are classes."""
    return hint is str or any(map(holds_text, get_args(hint)))


CLASSES = sorted({part for form in FORMS.values() for part in list_classes(form)}, key=lambda part: part.__name__)


@pytest.mark.parametrize("part", CLASSES)
def test_every_text_is_classified(part: type) -> None:
    """A text that comes new to an event is classified, or nothing would say that it is kept plain on purpose."""
    hints = get_type_hints(part)
    texts = {field.name for field in attrs.fields(part) if holds_text(hints[field.name])}

    assert texts == set(FIELDS.get(part, {}))


def list_personal_texts(name: str, data: dict[str, Any]) -> list[str]:
    """The texts of an event that are not to be stored as they are."""
    texts: list[str] = []

    def note_text(use: str, owner: str, text: str) -> str:
        assert (use, owner) != ("plain", "")
        texts.append(text)
        return text

    protect_fields(name, data, note_text)
    return texts


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_every_form_hides_its_personal_texts_and_shows_them_again(path: Path) -> None:
    """Forms of before too, as they are protected when a store is brought up to date: what is revealed is what was, to the byte."""
    stem, _, version = path.stem.rpartition("-")
    name, state = f"{stem}/{version}", path.read_bytes()
    data = json.dumps(json.loads(state)["data"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    keys = Keys(keys_in_memory("s"))
    guard = keys.begin()

    protected = guard.protect(name, data, ("a", 1))
    guard.keep()

    texts = list_personal_texts(name, json.loads(data))
    assert not any(json.dumps(text, ensure_ascii=False).encode() in protected for text in texts)
    assert len(texts) == protected.count(MARK)
    assert data == keys.reveal(protected, ("a", 1))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_no_event_with_a_personal_text_is_passed_over(sample: Event) -> None:
    """The quick look before an event is stored sees every text that would be protected."""
    name, data = encode_event(sample)

    assert make_test(name)(sample) or not list_personal_texts(name, json.loads(data))
