"""The words of a rulebook (规则用语), as far as recording needs them: its kinds, its items, its ranges."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Protocol

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import HEADERS, Kind
from bzr_domain.kernel.messages import Message, Problem, report_unknown
from bzr_domain.kernel.names import normalize_name


@attrs.frozen(kw_only=True)
class Range:
    """The lowest and the highest number that a field of a fact may hold under a clause, both included (幅度).

    Attributes:
        clause, title: The key of the clause and the words printed for it.
    """

    clause: str
    title: str
    field: str
    lowest: Decimal
    highest: Decimal


class Vocabulary(Protocol):
    """The words of a rulebook: which facts can be recorded under it, and for which items."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """Kind id → kind."""

    def item_named(self, word: str) -> str | None:
        """The id of the item of that id or title, or None."""

    def item_names(self) -> list[str]:
        """Every item's id and title."""

    def takes_decisions(self, item: str) -> bool:
        """Whether some clause of the item counts council decisions."""

    def item_words(self, kind: str) -> Mapping[str, str] | None:
        """The names of the items under which facts of a kind can be recorded → the word recorded.

        None where any word can be; none at all where no clause counts such facts.
        """

    def ranges(self, fact: Fact) -> Sequence[Range]:
        """The ranges that bind the numbers of a fact, one for each clause that takes it and sets one."""


@attrs.frozen
class SharedVocabulary:
    """The words of several rulebooks at once: those in force on one day, each for a purpose (用途); of equal words, the first one's."""

    rulebooks: Sequence[Vocabulary]

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Kind id → kind, those of the first rulebook first: of two kinds with one label, a sheet means its kind."""
        kinds: dict[str, Kind] = {}
        for rulebook in self.rulebooks:
            kinds = {**kinds, **{name: kind for name, kind in rulebook.kinds.items() if name not in kinds}}
        return kinds

    def item_named(self, word: str) -> str | None:
        """The id of the item of that id or title, or None."""
        return next(filter(None, (rulebook.item_named(word) for rulebook in self.rulebooks)), None)

    def item_names(self) -> list[str]:
        """Every item's id and title."""
        return list(dict.fromkeys(name for rulebook in self.rulebooks for name in rulebook.item_names()))

    def takes_decisions(self, item: str) -> bool:
        """Whether some clause of the item counts council decisions."""
        return any(rulebook.takes_decisions(item) for rulebook in self.rulebooks)

    def item_words(self, kind: str) -> Mapping[str, str] | None:
        """Those of all rulebooks; None where one of them counts such facts whatever their item is."""
        words: dict[str, str] = {}
        for rulebook in reversed(self.rulebooks):
            of_rulebook = rulebook.item_words(kind)
            if of_rulebook is None:
                return None
            words |= of_rulebook
        return words

    def ranges(self, fact: Fact) -> Sequence[Range]:
        """The ranges that bind the numbers of a fact, one for each clause that takes it and sets one."""
        knowing = (rulebook for rulebook in self.rulebooks if fact.kind in rulebook.kinds)
        return [allowed for rulebook in knowing for allowed in rulebook.ranges(fact)]


def join_words(rulebooks: Sequence[Vocabulary], common: Vocabulary) -> Vocabulary:
    """Join the words of some rulebooks, and of the common kinds where there are any that none of them knows."""
    known = {kind for rulebook in rulebooks for kind in rulebook.kinds}
    joined = rulebooks if known >= set(common.kinds) else [*rulebooks, common]
    return joined[0] if len(joined) == 1 else SharedVocabulary(joined)


def check_range(fact: Fact, kind: Kind, vocabulary: Vocabulary) -> list[Problem]:
    """Return a problem for each range of a clause (幅度) outside which a number of a fact lies; of equal ones, for the first."""
    problems: dict[tuple[str, Decimal, Decimal], Problem] = {}
    for allowed in vocabulary.ranges(fact):
        number = kind.value(fact, allowed.field)
        if isinstance(number, Decimal) and not allowed.lowest <= number <= allowed.highest:
            problems.setdefault(
                (allowed.field, allowed.lowest, allowed.highest), _report_outside(allowed, kind, number)
            )
    return list(problems.values())


def _report_outside(allowed: Range, kind: Kind, number: Decimal) -> Problem:
    titles = {field.name: field.title for field in kind.own} | HEADERS
    en = f"{number} points are" if allowed.field == "points" else f"{allowed.field} {number} is"
    low = Message(f"不小于{allowed.lowest}", f"at least {allowed.lowest}")
    high = Message(f"不大于{allowed.highest}", f"at most {allowed.highest}")
    return Problem(
        code="fact.outside-clause-range",
        field=allowed.field,
        what=Message(
            f"{titles[allowed.field]}{number}超出条款“{allowed.title}”给的幅度",
            f"{en} outside the range of clause {allowed.clause!r}",
        ),
        expected=low if number < allowed.lowest else high,
    )


def resolve_item(fact: Fact, kind: Kind, vocabulary: Vocabulary) -> tuple[Fact, list[Problem]]:
    """Return a fact under its item's own word, and a problem where no clause of the rulebook in force reads such an item."""
    assert fact.item is not None
    if kind.id != "council.decision":
        return _resolve_indicator(fact, kind, vocabulary)
    item = vocabulary.item_named(fact.item)
    if item is None:
        what = Message(f"没有项目“{fact.item}”", f"there is no item {fact.item!r}")
        return fact, [
            report_unknown(what, fact.item, vocabulary.item_names(), code="rulebook.unknown-item", field="item")
        ]
    if not vocabulary.takes_decisions(item):
        what = Message(
            f"项目“{item}”没有采纳校务委员会决定的条款", f"no clause of item {item!r} takes council decisions"
        )
        return fact, [Problem(code="fact.item-without-decisions", field="item", what=what)]
    return attrs.evolve(fact, item=item), []


def _resolve_indicator(fact: Fact, kind: Kind, vocabulary: Vocabulary) -> tuple[Fact, list[Problem]]:
    """Return a fact such as a survey under the word by which clauses know its item (指标)."""
    words, item, field = vocabulary.item_words(kind.id), str(fact.item), kind.field("item")
    word = (words or {}).get(normalize_name(item), item)
    if not words or word in words.values() or (field is not None and field.scale):
        return attrs.evolve(fact, item=word), []
    what = Message(f"没有哪一条计项目“{item}”的{kind.title}", f"no clause counts a {kind.id} on the item {item!r}")
    known = dict.fromkeys(words.values())
    return fact, [report_unknown(what, item, known, code="rulebook.unknown-item", field="item")]
