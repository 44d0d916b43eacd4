"""Facts scored without a store: what a program does that keeps its facts itself."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import load_rulebook
from bzr_domain.application.score_facts import SmallSchool, Unscorable, score_facts
from bzr_domain.facts.fact import Fact
from bzr_domain.register.calendar import Term
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing import Case, cases
from tests.support.builders import AUTUMN, HEAD, fact, item, monthly, scored, small_book
from tests.support.effort import fewer

CLAUSE = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "一"\ninto = "x"\n'


def refused(*facts: Fact, period: str = "2024-09", **words: Any) -> Unscorable:
    """The error that scoring them raises, which it has to."""
    with pytest.raises(Unscorable) as raised:
        score_facts(monthly(), facts, period, **words)
    return raised.value


def test_a_month_is_scored_from_plain_facts() -> None:
    """The class and its head teacher are those that the facts name; clauses name facts by their place."""
    facts = [fact("hygiene.finding", count=2), fact("bearing.rating", grade="good", teacher="t07")]

    statement = score_facts(monthly(), facts, "2024-09")

    assert Decimal(18) == item(statement, "hygiene").score
    assert ("f1",) == item(statement, "hygiene").clauses[0].facts
    assert statement.teacher is not None
    assert ("g1c1", "t07") == (statement.school_class.id, statement.teacher.teacher)


def test_labels_say_the_same_as_ids() -> None:
    """A kind may be called by its Chinese label, and a fact about a teacher need not name who has the class."""
    statement = score_facts(monthly(), [fact("卫生不合格"), fact("为人师表", grade="好")], "2024-09")

    assert Decimal(19) == item(statement, "hygiene").score
    assert statement.recorded


@fewer(50, nightly=100)
@given(cases(monthly(), max_facts=6))
def test_it_gives_what_a_store_gives(case: Case) -> None:
    """Scoring without a store is scoring: the same school and the same admitted facts give the same numbers."""
    terms = case.register.calendar.terms
    facts = [each for each in case.facts if any(term.covers(each.on) for term in terms) and each.on <= case.as_of]
    facts = [each for each in facts if each.item is None and each.points is None]
    school = SmallSchool(class_id=case.class_id, grade="高一", students=45, teacher="t01", terms=terms)
    expected = scored(Case(**{**_fields(case), "facts": tuple(facts)}))

    statement = score_facts(monthly(), facts, case.period.name, school=school, as_of=case.as_of)

    assert (expected.total, expected.outcomes) == (statement.total, statement.outcomes)
    assert [each.score for each in expected.items] == [each.score for each in statement.items]


def _fields(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in ("register", "books", "class_id", "period", "as_of")}


def test_what_nobody_knows_is_named_fact_by_fact() -> None:
    """A misspelt kind, a step that is none, a number out of range, a field too many, a day outside: all at once."""
    error = refused(
        fact("hygeine.finding"),
        fact("safety.sanction", level="记大过"),
        fact("hygiene.score", value="120"),
        fact("hygiene.finding", value="3"),
        fact("hygiene.finding", "2024-08-03"),
    )

    assert "statement.faulty-facts" == error.code
    assert [
        (1, "fact.unknown-kind"),
        (2, "fact.unknown-step"),
        (3, "fact.value-out-of-range"),
        (4, "fact.field-unexpected"),
        (5, "fact.outside-terms"),
    ] == [(problem.row, problem.code) for problem in error.problems]
    assert "第1条:没有事项“hygeine.finding”;是不是“hygiene.finding”?" == error.message.zh.splitlines()[0]
    assert "fact 2: safety.sanction has no step '记大过'; one of: 警告, " in error.message.en
    assert ("hygiene.finding",) == error.problems[0].near


def test_a_fault_alone_has_its_own_code() -> None:
    """A program can ask for it."""
    assert "fact.unknown-kind" == refused(fact("hygeine.finding")).code


def test_a_fact_of_another_class_or_teacher_is_named() -> None:
    """The school has one class and one head teacher."""
    school = SmallSchool(class_id="c1", teacher="t01")

    error = refused(Fact(kind="hygiene.finding", on=date(2024, 9, 3), class_id="c2"), school=school)
    other = refused(
        Fact(kind="bearing.rating", on=date(2024, 9, 3), class_id="c1", teacher="t02", grade="好"), school=school
    )

    assert ("fact.unknown-class", "fact.unknown-teacher") == (error.code, other.code)


def test_what_a_rule_asks_of_the_school_is_said() -> None:
    """Stage, students and years served come from the school; without one, a class of seniors with no number."""
    text = CLAUSE + 'when.stage = "junior"\nfacts = "hygiene.finding"\npoints = "@students"\n'
    book = small_book(text)

    assert 0 == score_facts(book, [fact("hygiene.finding")], "2024-09").total
    assert (
        45
        == score_facts(
            book, [fact("hygiene.finding")], "2024-09", school=SmallSchool(stage="junior", students=45)
        ).total
    )


@pytest.mark.parametrize("years", [0, 8])
def test_years_before_count(years: int) -> None:
    """Whole school years as head teacher before the first day."""
    book = small_book(CLAUSE + 'facts = "hygiene.finding"\nwhen.years.from = 3\npoints = -1\n')

    total = score_facts(book, [fact("hygiene.finding")], "2024-09", school=SmallSchool(years_before=years)).total

    assert (-1 if years else 0) == total


@pytest.mark.parametrize("period", ["2024-09", "2025-02", "2024-autumn", "2025-spring", "2024-2025"])
def test_without_terms_the_usual_ones_are_meant(period: str) -> None:
    """Months, both terms and the school year, where the rulebook has a total for them."""
    assert period == score_facts(monthly(), [], period).period.name


@pytest.mark.parametrize("week", ["2024-W36", "2024-W35+2"])
def test_weeks_are_periods_too(week: str) -> None:
    """Of the usual terms, for a rulebook that has a total for them."""
    assert "statement.no-total" == refused(period=week).code


def test_terms_of_ones_own_decide_what_a_school_day_is() -> None:
    """A month outside them is not assessed."""
    school = SmallSchool(terms=(AUTUMN,))

    assert "2024-autumn" == score_facts(monthly(), [], "2024-autumn", school=school).period.name
    assert "statement.no-school-day" == refused(period="2025-03", school=school).code


@pytest.mark.parametrize("period", ["2024-9", "", "2024-13", "2024-winter", "9999-12", "0001-autumn", "2023-W99"])
def test_an_unknown_period_is_named(period: str) -> None:
    """With the ways to write one."""
    error = refused(period=period)

    assert "statement.unknown-period" == error.code
    assert f"没有时段“{period}”;请写月份 2024-09、" in error.message.zh


def test_a_school_that_cannot_be_is_named() -> None:
    """Terms that overlap, and a stage that is none."""
    terms = (AUTUMN, Term(id="again", start=date(2025, 1, 1), end=date(2025, 6, 30)))

    error = refused(school=SmallSchool(terms=terms, stage="senoir"))

    assert ["register.terms-overlap", "register.unknown-stage"] == [problem.code for problem in error.problems]
    assert "没有学段“senoir”;是不是“senior”?" == error.message.zh.splitlines()[1]


def test_on_the_day_of_asking_later_facts_are_not_known() -> None:
    """What is due depends on the day; a fact after it is a fault."""
    assert score_facts(monthly(), [], "2024-09", as_of=date(2024, 9, 10)).provisional
    assert not score_facts(monthly(), [], "2024-09").provisional
    assert "fact.after-today" == refused(fact("hygiene.finding", "2024-09-11"), as_of=date(2024, 9, 10)).code


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("monthly-quantified", [], "2024-09"), "a rulebook is what .* returns, not a str"),
        ((monthly(), [{"fact": "hygiene.finding"}], "2024-09"), "takes a Fact, not a dict"),
        ((monthly(), None, "2024-09"), "not iterable"),
        ((monthly(), [], 202409), "takes a str, not a int"),
    ],
)
def test_what_is_no_rulebook_fact_or_name_is_a_wrong_call(arguments: tuple[Any, ...], expected: str) -> None:
    """Python's own TypeError."""
    with pytest.raises(TypeError, match=expected):
        score_facts(*arguments)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"value": 0.5}, "the value of a Fact"),
        ({"on": "2024-09-03"}, "the on of a Fact"),
        ({"own": {"a": "b"}}, "the own of a Fact"),
        ({"on": datetime(2024, 9, 3)}, "datetime"),  # noqa: DTZ001 (a moment is no day, with an offset or without)
    ],
)
def test_a_field_of_another_type_is_a_wrong_call(words: dict[str, Any], expected: str) -> None:
    """A float is not exact, and so no number; a moment is no day."""
    other: dict[str, Any] = {"kind": "hygiene.score", "on": date(2024, 9, 3), "class_id": "g1c1"} | words

    with pytest.raises(TypeError, match=expected):
        score_facts(monthly(), [Fact(**other)], "2024-09")


TEXTS = st.one_of(
    st.text(max_size=8), st.sampled_from(["hygiene.finding", "hygiene.score", "council.decision", "好", ""])
)
FACTS = st.builds(
    Fact,
    kind=TEXTS,
    on=st.dates(),
    class_id=TEXTS,
    teacher=st.none() | TEXTS,
    count=st.integers(),
    value=st.none() | st.decimals(),
    grade=st.none() | TEXTS,
    level=st.none() | TEXTS,
    item=st.none() | TEXTS,
    points=st.none() | st.decimals(),
    note=st.none() | TEXTS,
    own=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
)
SCHOOLS = st.builds(
    SmallSchool, class_id=TEXTS, stage=st.sampled_from(["senior", "junior", ""]), teacher=TEXTS, students=st.integers()
)
PERIODS = st.one_of(TEXTS, st.from_regex(r"[0-9]{4}-([0-9]{2}|W[0-9]{2}|autumn|[0-9]{4})", fullmatch=True))


@given(facts=st.lists(FACTS, max_size=3), period=PERIODS, school=SCHOOLS, as_of=st.none() | st.dates())
def test_of_the_right_types_everything_is_scored_or_refused(
    facts: list[Fact], period: str, school: SmallSchool, as_of: date | None
) -> None:
    """Whatever a caller passes, nothing comes out but a statement or an error of ours."""
    outcome: Statement | Unscorable
    try:
        outcome = score_facts(monthly(), facts, period, school=school, as_of=as_of)
    except Unscorable as error:
        outcome = error

    assert isinstance(outcome, Statement) or outcome.problems


def test_a_rulebook_with_kinds_of_its_own_needs_no_others() -> None:
    """Its text alone is enough."""
    kind = '[[kind]]\nid = "lateness"\ntitle = "迟到"\nfields = { count = {} }\n'
    book = parse_rulebook(HEAD + kind + CLAUSE.replace('"x"', '"total"') + 'facts = "lateness"\npoints = -1\n')

    assert -2 == score_facts(book, [fact("lateness", count=2)], "2024-09").total


def test_a_rulebook_may_come_from_the_front_door() -> None:
    """What `load_rulebook` returns is taken as it is."""
    assert score_facts(monthly(), [], "2024-09") == score_facts(load_rulebook("monthly-quantified"), [], "2024-09")
