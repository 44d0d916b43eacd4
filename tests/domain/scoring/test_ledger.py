"""The account of an item: base, clauses, bounds and operations, each with its own number."""

import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import find_scope, load_school
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import KINDS, SEPTEMBER, adopted, as_current_facts, fact, school, small_book, states

C = 'id = "c"\ntitle = "c"\ncite = "本校"\ninto = "x"\n'
FINDING = f'[[clause]]\n{C}facts = "hygiene.finding"\n'
SCORE = f'[[clause]]\n{C}facts = "class.score"\nnumber = "value"\n'
SECOND = '[[clause]]\nid = "d"\ntitle = "d"\ncite = "本校"\ninto = "x"\nfacts = "assembly.missed"\n'
TAKEN = '[[clause]]\nid = "f"\ntitle = "f"\ncite = "本校"\ninto = "x"\nfacts = "safety.criminal"\n'
Told = tuple[str, str | None, str | None, str]
FINDINGS = [fact("hygiene.finding", f"2024-09-{day}", count=2) for day in ("03", "10", "11")]
SCORES = [fact("class.score", f"2024-09-0{day}", value=value) for day, value in ((3, "80"), (4, "90"), (5, "95"))]


def account(body: str, facts: list[Fact]) -> tuple[Line, ...]:
    """The lines of item x under a rulebook of one item."""
    book = small_book(body)
    loaded = load_school(
        school(adopted(book)), {book.digest: book}, as_current_facts(facts), SEPTEMBER.last.replace(month=12)
    )
    scope = find_scope(loaded, CLASS, SEPTEMBER)
    assert isinstance(scope, Scope)
    return build_ledger(scope, book.nodes["x"], states(facts, book).results)


def tell(lines: tuple[Line, ...]) -> list[Told]:
    """What each line is, and what it adds."""
    return [(line.kind, line.bound, line.operation, str(line.counts)) for line in lines]


@pytest.mark.parametrize(
    ("body", "facts", "told"),
    [
        (
            f"base = 10\nfloor = 0\n{FINDING}points = -1\nmost = 5\n",
            FINDINGS,
            [
                ("base", None, None, "10.00"),
                *[("clause", None, None, "-2.00")] * 3,
                ("bound", "most", None, "1.00"),
            ],
        ),
        (
            f"{FINDING}points = -1\nround = 5\n",
            FINDINGS,
            [*[("clause", None, None, "-2.00")] * 3, ("bound", "round", None, "1.00")],
        ),
        (
            f'{FINDING}points = -1\nweight = "40%"\n',
            FINDINGS[:1],
            [("clause", None, None, "-0.80")],
        ),
        (
            f'take = "mean"\n{FINDING}points = -1\n{SECOND}points = -3\n',
            [*FINDINGS[:1], fact("assembly.missed")],
            [("operation", None, "mean", "-2.50")],
        ),
        (
            f'take = "highest"\nbase = 5\n{FINDING}points = -1\n{SECOND}points = -3\n',
            [*FINDINGS[:1], fact("assembly.missed")],
            [("base", None, None, "5.00"), ("operation", None, "highest", "-2.00")],
        ),
        (
            f'base = 10\n{FINDING}points = -1\n{TAKEN}joins = "factor"\ntable = {{ from = 1, gives = 0 }}\n',
            [*FINDINGS[:1], fact("safety.criminal")],
            [("base", None, None, "10.00"), ("clause", None, None, "-2.00"), ("operation", None, "factor", "-8.00")],
        ),
        (
            f'base = 10\n{FINDING}points = -1\n{TAKEN}joins = "ceiling"\ntable = {{ from = 1, gives = 3 }}\n',
            [*FINDINGS[:1], fact("safety.criminal")],
            [("base", None, None, "10.00"), ("clause", None, None, "-2.00"), ("operation", None, "ceiling", "-5.00")],
        ),
        (
            f'cap = 3\n{FINDING}points = 1\n{SECOND}points = 2\njoins = "outside"\n',
            [*FINDINGS[:2], fact("assembly.missed")],
            [
                *[("clause", None, None, "2.00")] * 3,
                ("bound", "cap", None, "-1.00"),
            ],
        ),
        (f'{SCORE}take = "mean"\n', SCORES, [("clause", None, "mean", "88.33")]),
        (
            f'{FINDING}take = "total"\ndivide_by = 4\npoints = -1\n',
            FINDINGS[:1],
            [("clause", None, "quotient", "-0.50")],
        ),
        (
            f'{FINDING}points = 1\nweight = "1/6"\n{SECOND}points = 1\nweight = "1/3"\n',
            [*FINDINGS[:1], fact("assembly.missed")],
            [*[("clause", None, None, "0.33")] * 2, ("bound", "round", None, "0.01")],
        ),
        (
            f'{FINDING}rank = "low"\namong = "school"\nties = "best"\ntable = [{{ is = 1, gives = 3 }}, {{ gives = 0 }}]\n',
            FINDINGS[:1],
            [("clause", None, "place", "3.00")],
        ),
        (f"{FINDING}short_of = 2\npoints = -1\n", [], [("clause", None, None, "-2.00")]),
        (f'{FINDING}points = -1\nwhen.stage = "primary"\notherwise = 4\n', [], [("clause", None, "otherwise", "4.00")]),
        ('base = 5\nwhen.stage = "primary"\notherwise = 4\n' + FINDING, [], [("clause", None, "otherwise", "4.00")]),
    ],
)
def test_the_account_of_an_item(body: str, facts: list[Fact], told: list[Told]) -> None:
    """Each clause with its own points, each bound and operation with what it did."""
    assert told == tell(account(body, facts))


def test_a_weight_stands_beside_what_it_weighs() -> None:
    """Two points by 40 % of a part that counts half."""
    part = '[[item]]\nid = "p"\ntitle = "p"\ncite = "本校"\ninto = "x"\nweight = "50%"\n'
    clause = FINDING.replace('into = "x"', 'into = "p"')
    (line,) = account(f'{part}{clause}points = -1\nweight = "40%"\n', FINDINGS[:1])

    assert ("-2.00", "1/5", "-0.40") == (str(line.points), str(line.weight), str(line.counts))


def test_facts_that_come_to_nothing_are_listed() -> None:
    """Of two scores none is left after the highest and lowest: a line with both, and without points."""
    (line,) = account(f'{SCORE}take = "mean"\ntrim = 1\n', SCORES[:2])

    assert (None, "0.00", ("f1", "f2"), "mean") == (line.points, str(line.counts), line.facts, line.operation)


def test_a_week_has_its_own_base_and_bound() -> None:
    """An item per week in a month: each week from its own base, the one that ended at nothing with its floor."""
    weekly = FINDING.replace("[[clause]]", '[[clause]]\nper = "week"')
    lines = account(f'per = "week"\nbase = 1\nfloor = 0\n{weekly}points = -1\n', FINDINGS[:1])

    assert [("base", None, None, "1.00")] * 5 == [each for each in tell(lines) if each[0] == "base"]
    assert [("bound", "floor", None, "1.00")] == [each for each in tell(lines) if each[0] == "bound"]
    assert "2024-09-08" == next(str(line.on) for line in lines if line.bound)


@pytest.mark.parametrize("gathered", [True, False])
def test_a_grouped_yes_or_no_without_facts_is_no(gathered: bool) -> None:
    """Nobody was late three times: 否, never 0.00, whether the outcome gathers or counts by itself."""
    rule = 'per = ["month", "place"]\nfacts = "hygiene.finding"\ntable = { from = 3, gives = true }\n'
    flag = '[[outcome]]\nid = "o"\ntitle = "o"\ncite = "本校"\n'
    part = (
        f'take = "highest"\n[[clause]]\nid = "part"\ntitle = "p"\ncite = "本校"\ninto = "o"\n{rule}'
        if gathered
        else rule
    )

    assert states([], small_book(f"base = 1\n{flag}{part}")).outcomes["o"] is False


def test_a_term_that_takes_the_mean_of_months_names_it() -> None:
    """The item of a month in a term's statement: one line for the mean, with every month's lines as its parts."""
    text = '[rulebook]\nid = "t"\ntitle = "t"\n[[item]]\nid = "total"\ntitle = "t"\nper = "term"\ntake = "mean"\n'
    book = parse_rulebook(
        f'{text}[[item]]\nid = "x"\ntitle = "x"\ninto = "total"\nper = "month"\nbase = 10\n{FINDING}points = -1\n',
        KINDS,
    )
    register = school(adopted(book))
    term = register.calendar.period_of("term", SEPTEMBER.last)
    assert term is not None
    facts = as_current_facts(FINDINGS[:1])
    loaded = load_school(register, {book.digest: book}, facts, term.last)
    scope = find_scope(loaded, CLASS, term)
    assert isinstance(scope, Scope)

    (line,) = build_ledger(scope, book.nodes["x"], states(FINDINGS[:1], book, term, term.last).results)

    assert ("operation", "mean", "9.60") == (line.kind, line.operation, str(line.counts))
    assert ["f1"] == list(line.list_facts())
    assert ["10.00"] * 5 == [str(part.counts) for part in line.parts if part.kind == "base"]
