"""Whatever number, comparison or bound of a shipped rulebook is changed, its worked examples notice."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import attrs
import pytest

from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.testing.examples import find_differences
from tests.examples import test_examples as months
from tests.mutation.mutants import Mutant, mutants
from tests.support.builders import KINDS, RULEBOOKS

NAMES = sorted(path.name.removesuffix(".examples.toml") for path in RULEBOOKS.glob("*.examples.toml"))
SAMPLE = 40
"""One mutant in so many is tried with every change of the program; `make nightly` tries them all."""
SAME = {
    "college": (
        "{ from = 3.5,",
        "{ from = 2.5,",
        "{ from = 1.5,",
    ),  # a mean of three grades is never 3.4 to 3.49
    "six-areas-points": ("cap = 145",),  # the items' standards add up to it
    "six-areas-points.1": ("cap = 145",),
    "routine-and-effect": ("floor = 0",),  # no part of it can fall below 0
    "monthly-quantified": ('when."6.2".under = 0',),  # it falls in threes
    "seniority-and-duty": ('price.grade = { "C" = 1,',),  # the lowest grade stands in the table as the rest
}
"""Lines of which some change means the same: by rulebook, how the line begins."""


def noticed(book: Book, name: str) -> bool:
    """Whether some worked example of a rulebook comes out differently under a changed text."""
    path = RULEBOOKS / f"{name}.examples.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return bool(find_differences(book, data)) or ("month" in data and any(map(_off(book), months.examples(path))))


def _off(book: Book) -> Callable[[object], bool]:
    def off(param: object) -> bool:
        (example,) = param.values  # type: ignore[attr-defined]  # pytest's own parameter set
        try:
            months.test_a_month_worked_by_hand_comes_out(attrs.evolve(example, book=book))
        except AssertionError:
            return True
        return False

    return off


def survivors(name: str, take: Callable[[Sequence[Mutant]], Sequence[Mutant]]) -> tuple[int, list[Mutant]]:
    """How many mutants of a rulebook were tried, and those that nothing noticed."""
    text = (RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8")
    # No value of the kinds that are scored is below 0, whatever a clause's range says.
    tried = take([mutant for mutant in mutants(text) if not mutant.now.startswith("range = [-1,")])
    left = []
    for one in tried:
        try:
            book = parse_rulebook(one.text, KINDS)
        except BadRulebook:
            continue
        if not noticed(book, name):
            left.append(one)
    return len(tried), left


def _sampled(mutants: Sequence[Mutant]) -> Sequence[Mutant]:
    by_lot = sorted(mutants, key=lambda mutant: hashlib.sha256(str(mutant).encode()).digest())
    return by_lot[: len(by_lot) // SAMPLE + 1]


def _means_the_same(name: str, mutant: Mutant) -> bool:
    known: Mapping[str, tuple[str, ...]] = SAME
    return mutant.was.strip().startswith(known.get(name, ("\0",)))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_of_changes_is_noticed(name: str) -> None:
    """None of them passes, but for those that mean the same."""
    tried, left = survivors(name, _sampled)

    assert tried > 0
    assert [] == [str(one) for one in left if not _means_the_same(name, one)]


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_every_change_is_noticed(name: str) -> None:
    """At least 95 of 100, counting those that mean the same; and each of the rest is known to."""
    tried, left = survivors(name, lambda every: every)
    print(f"{name}: {tried} changes, {len(left)} pass")

    assert [] == [str(one) for one in left if not _means_the_same(name, one)]
    assert 20 * len(left) <= tried


def test_what_is_changed() -> None:
    """Numbers go one up and down, comparisons change ends, bounds and conditions go; prose and kinds stay."""
    text = (
        '[[kind]]\nid = "k"\nfields.value = { from = 0 }\n[[clause]]\nid = "2.1"\ntitle = "扣1分"\ncap = 20\n'
        'weight = "40%"\nreading = """\n从 1 起\n"""\ntable = [{ from = 59.5, gives = 1 }]  # 3\n'
    )

    assert [
        "cap = 21",
        "cap = 19",
        "",
        'weight = "41%"',
        "",
        "table = [{ from = 59.6, gives = 1 }]",
        "table = [{ from = 59.4, gives = 1 }]",
        "table = [{ from = 59.5, gives = 2 }]",
        "table = [{ from = 59.5, gives = 0 }]",
        "table = [{ over = 59.5, gives = 1 }]",
    ] == [one.now.strip() for one in mutants(text)]
