"""Laws of names: looking up, suggesting, and reading in what was made up."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import did_you_mean, nearest
from bzr_domain.kernel.names import find_id, index_names, normalize_name
from bzr_domain.rulebook.book import Book
from tests.support.books import books

WORDS = st.text("abc班级(1) 　", min_size=1, max_size=6).filter(lambda word: bool(word.strip()))
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=5)
look_up = partial(find_id, "class", "班级", unknown_code="class.unknown", ambiguous_code="class.ambiguous")


@given(WORDS, st.lists(WORDS, max_size=6))
def test_a_suggestion_is_always_a_known_name(word: str, known: list[str]) -> None:
    """Nobody is sent to a name that is not there."""
    found = nearest(word, known)

    assert found is None or found in known


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_a_known_name_is_nearest_to_itself(known: list[str], data: st.DataObject) -> None:
    """What is spelt right is never corrected."""
    word = data.draw(st.sampled_from(known))

    assert word == nearest(word, known)
    assert word in did_you_mean(word, known).zh


@given(WORDS)
def test_a_plain_name_is_plain(word: str) -> None:
    """Making a name plain twice changes nothing more; blanks and widths never matter."""
    assert normalize_name(word) == normalize_name(normalize_name(word)) == normalize_name(f" {word} ")


@given(PAIRS)
def test_an_id_means_itself_whoever_has_it_for_a_name(pairs: list[tuple[str, str]]) -> None:
    """A class that is called by another's id does not take its facts."""
    names = index_names(pairs)
    meant = {normalize_name(id_): id_ for id_, _ in pairs}

    assert all(id_ == look_up(plain, names)[0] for plain, id_ in meant.items())


@given(PAIRS, WORDS)
def test_a_name_means_one_or_is_a_problem(pairs: list[tuple[str, str]], word: str) -> None:
    """Never a guess: one id and no problem, or no id and one problem."""
    found, problems = look_up(word, index_names(pairs))

    assert (found is None) == (len(problems) == 1)


@given(books())
def test_every_node_is_computed_after_what_it_reads(book: Book) -> None:
    """The order of computing holds every node once, and none before its sources."""
    keys = [node.key for node in book.order]

    assert sorted(book.nodes) == sorted(keys)
    for node in book.order:
        assert all(keys.index(read) < keys.index(node.key) for read in book.reads(node))
