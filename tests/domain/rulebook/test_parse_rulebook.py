"""Reading a rulebook: every fault of a text is named, in exactly these words."""

from decimal import Decimal
from pathlib import Path

import pytest

from bzr_domain.kernel.messages import BadRulebook, Problem
from bzr_domain.kernel.quantities import normalise
from bzr_domain.rulebook.parse_rulebook import compute_digest, parse_adopted_rulebook, parse_rulebook
from tests.support.builders import HEAD, ITEM, KINDS, monthly, small_book

BAD = Path(__file__).parents[2] / "bad" / "rulebooks"


def show_problems(problems: tuple[Problem, ...]) -> str:
    """Every problem, Chinese line and English line, with what was expected."""
    lines = []
    for problem in problems:
        for lang in ("zh", "en"):
            expected = f" — {problem.expected.in_(lang)}" if problem.expected is not None else ""
            lines.append(problem.what.in_(lang) + expected + "\n")
    return "".join(lines)


@pytest.mark.parametrize("name", sorted(path.stem for path in BAD.glob("*.toml")))
def test_a_faulty_rulebook_is_refused_in_these_words(name: str) -> None:
    """The text beside each faulty rulebook is what its writer reads, in both languages."""
    text = (BAD / f"{name}.toml").read_text(encoding="utf-8")

    with pytest.raises(BadRulebook) as caught:
        parse_rulebook(text, KINDS)

    assert (BAD / f"{name}.txt").read_text(encoding="utf-8") == show_problems(caught.value.problems)


def test_a_faulty_rulebook_says_so_in_both_languages() -> None:
    """The exception itself carries one sentence for each language."""
    with pytest.raises(BadRulebook, match="规则文件有错误") as caught:
        parse_rulebook("x", KINDS)

    assert "the rulebook has faults" == caught.value.message.en


def test_the_monthly_rulebook_has_seven_items_worth_a_hundred() -> None:
    """表1: seven items, standard scores 20 15 10 15 10 20 10."""
    caps = [item.bound.cap for item in monthly().items]

    assert ["20", "15", "10", "15", "10", "20", "10"] == [
        str(normalise(cap)) for cap in caps if isinstance(cap, Decimal)
    ]


def test_the_version_is_one_where_the_file_is_silent() -> None:
    """A rulebook without a version is its first."""
    assert 1 == small_book("").version
    assert 3 == parse_rulebook(HEAD.replace('id = "small"', 'id = "small"\nversion = 3'), KINDS).version


def test_a_rulebook_is_known_by_its_text_and_its_kinds() -> None:
    """Another word in the text or in the kinds makes another rulebook."""
    assert compute_digest(ITEM, KINDS) == small_book("").digest
    assert (
        len(
            {
                compute_digest(ITEM, KINDS),
                compute_digest(ITEM + " ", KINDS),
                compute_digest(ITEM, KINDS + " "),
            }
        )
        == 3
    )


def test_the_nodes_stand_in_the_order_of_the_file() -> None:
    """A clause before its item stays before it, though TOML keeps headings apart."""
    head, items = ITEM.split("[[item]]", 1)
    clause = '[[clause]]\nid = "1"\ntitle = "甲"\ncite = "试"\ninto = "x"\nfacts = "hygiene.finding"\n'

    assert ["1", "total", "x"] == list(parse_rulebook(f"{head}{clause}[[item]]{items}", KINDS).nodes)


def test_tables_written_on_one_line_are_read_heading_by_heading() -> None:
    """Where the headings cannot be found in the text, items come first, then clauses."""
    text = (
        'clause = [{ id = "1", title = "甲", cite = "试", into = "total", facts = "hygiene.finding" }]\n'
        'item = [{ id = "total", title = "总分" }]\n[rulebook]\nid = "small"\ntitle = "小规则"\n'
    )

    assert ["total", "1"] == list(parse_rulebook(text, KINDS).nodes)


def test_what_is_no_table_is_told_its_brackets() -> None:
    """`rulebook = 3` and `item = 3` are refused, and not read as if they were not there."""
    with pytest.raises(BadRulebook) as caught:
        parse_rulebook("rulebook = 3\nitem = 3\n", KINDS)

    assert ["rulebook", "item"] == [problem.field for problem in caught.value.problems]


def test_a_clause_that_shares_its_id_is_known_by_its_item_too() -> None:
    """`council` stands in six items and is told apart by them."""
    assert monthly().nodes["hygiene/council"].id == "council"


def test_a_schools_own_kind_is_a_kind_like_any_other() -> None:
    """A kind is a name, a label, its fields and its scale."""
    kind = small_book(
        '[[kind]]\nid = "school.bell"\ntitle = "打铃"\nabout = "teacher"\n'
        'fields.level = ["轻", "响"]\nfields.value = { from = 0, upto = 9, optional = true }\n'
        'fields.grade = { scale = ["差", "好"], words = { Good = "好" } }\n'
    ).kinds["school.bell"]

    assert "teacher" == kind.about
    assert ["level", "value", "grade"] == [field.name for field in kind.fields]
    assert "好" == kind.fields[2].read("GOOD")
    assert kind.fields[1].optional


def test_an_adopted_rulebook_with_a_node_that_bears_the_name_of_a_figure_reads_the_figure() -> None:
    """It was accepted once, so it stays readable; a new one is refused."""
    text = (BAD / "scores-of-two-meanings.toml").read_text(encoding="utf-8")

    assert "students" in parse_adopted_rulebook(text, KINDS).nodes


def test_an_adopted_rulebook_is_read_with_a_word_that_has_no_effect_and_with_no_other_fault() -> None:
    """What was adopted before the word was refused keeps its figures; what leaves open what it means is refused as ever."""
    pointless = (BAD / "trim-of-parts.toml").read_text(encoding="utf-8")
    faulty = (BAD / "kind-misspelt.toml").read_text(encoding="utf-8")

    assert list(parse_adopted_rulebook(pointless, KINDS).nodes) == ["total", "1", "2"]
    with pytest.raises(BadRulebook):
        parse_adopted_rulebook(faulty, KINDS)


@pytest.mark.parametrize(
    "name",
    ["mean-of-students", "rank-of-each-record", "field-header-twice", "field-of-another-type"],
)
def test_an_adopted_rulebook_stays_readable_with_what_a_new_one_may_no_longer_say(name: str) -> None:
    """A check that came later refuses new texts alone."""
    text = (BAD / f"{name}.toml").read_text(encoding="utf-8")

    assert "total" in parse_adopted_rulebook(text, KINDS).nodes


@pytest.mark.parametrize(
    ("read", "per", "words"),
    [
        ("quarter", "4 months", 'take = "highest"\nbest = 2'),
        ("month", "quarter", 'take = "highest"\nbest = 2'),
        ("2 weeks", "4 weeks", 'take = "mean"\nquorum = 2'),
    ],
)
def test_a_choice_among_as_many_periods_as_there_can_be_is_taken(read: str, per: str, words: str) -> None:
    """Where nobody knows how many there can be, or one more than are taken."""
    value = f'[[value]]\nid = "v"\ntitle = "v"\nper = "{read}"\nfacts = "hygiene.finding"\n'
    outcome = f'[[outcome]]\nid = "o"\ntitle = "o"\nper = "{per}"\nscores = "v"\n{words}\n'

    assert "o" in parse_rulebook(HEAD + value + outcome, KINDS).nodes
