"""The kinds that several rulebooks know: the last wording holds, and no rulebook is parsed that is not needed."""

from collections.abc import Mapping

import pytest

from bzr_domain.kernel.lazy_mapping import LazyMapping
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.known_kinds import KnownKinds, OwnHeaders
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.schools import rules, total

FIELD = '[[kind]]\nid = "{id}"\ntitle = "{title}"\nfields.{name} = {{ title = "{header}", type = "text" }}\n'
TEXTS = {
    "first": total()
    + FIELD.format(id="own.watch", title="值周", name="place_of_duty", header="岗位")
    + FIELD.format(id="own.late", title="迟交", name="paper", header="材料"),
    "last": total() + FIELD.format(id="own.watch", title="值日", name="hour", header="钟点"),
}


@pytest.fixture
def parsed() -> list[str]:
    """The rulebooks that were parsed."""
    return []


@pytest.fixture
def books(parsed: list[str]) -> Mapping[str, Book]:
    """Two rulebooks in the order registered, the second of which words a kind anew."""

    def parse(name: str) -> Book:
        parsed.append(name)
        return rules(TEXTS[name])

    return LazyMapping(TEXTS, parse)


COMMON = parse_rulebook(
    '[rulebook]\nid = "c"\ntitle = "c"\n' + total(), FIELD.format(id="all", title="总", name="a", header="甲")
).kinds


def test_every_kind_is_known_in_the_order_registered(books: Mapping[str, Book]) -> None:
    """Given one known in common, then it stands first; of two wordings the last holds."""
    kinds = KnownKinds(books, COMMON)
    joined = {**COMMON, **books["first"].kinds, **books["last"].kinds}

    assert joined == dict(kinds)
    assert [*joined] == [*kinds]
    assert len(joined) == len(kinds)
    assert "值日" == kinds["own.watch"].title


def test_only_the_last_rulebook_is_parsed_where_it_knows_the_kind(books: Mapping[str, Book], parsed: list[str]) -> None:
    """Given a kind that the first alone knows, then that one too."""
    kinds = KnownKinds(books, COMMON)

    assert "own.watch" in kinds
    assert ["last"] == parsed
    assert "own.late" in kinds
    assert kinds.get("nothing") is None
    assert ["last", "first"] == parsed


def test_the_headers_of_own_fields_are_those_of_the_wording_that_holds(
    books: Mapping[str, Book], parsed: list[str]
) -> None:
    """Given a field that the last wording of its kind has not any more, then its header is none."""
    headers = OwnHeaders(KnownKinds(books, COMMON))

    assert "hour" == headers["钟点"]
    assert ["last"] == parsed
    assert {"钟点": "hour", "hour": "hour", "材料": "paper", "paper": "paper", "甲": "a", "a": "a"} == dict(headers)
    assert 6 == len(headers)
    assert headers.get("岗位") is None
