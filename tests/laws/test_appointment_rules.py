"""Laws of the single rules: a school year, what is missing, what records show, who else has the class."""

from datetime import date, timedelta

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from bzr_domain.appointments import class_appointments, conditions
from bzr_domain.appointments.class_appointments import Advance, End, Propose, Start
from bzr_domain.appointments.conditions import CONDITIONS, find_evidence
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.replay import replay
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import Tenure
from bzr_domain.register.tenure_guards import check_single_head_teacher
from bzr_domain.testing.strategies import calendars
from tests.support.appointments import (
    CLASS,
    REGISTER,
    Office,
    candidate,
    excused,
    proposal,
    published,
    recorded,
)
from tests.support.builders import as_current_facts

DAYS = st.dates(date(2024, 7, 1), date(2026, 9, 30))
SPANS = st.integers(0, 700)
DAY = timedelta(days=1)
AT_FIRST = {"training", "mentor"}
NEEDED = ["teaches", "attested", "training", "mentor", "certificate"]
SOME = st.lists(st.sampled_from(NEEDED), unique=True)


@given(calendars(), DAYS, SPANS, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_term_is_no_shorter(calendar: Calendar, first: date, days: int, more: int, before: int) -> None:
    """A3 第五条: what lasts a school year still does when it begins earlier or ends later."""
    until = first + DAY * days

    if conditions.lasts_school_year(calendar, first, until):
        assert conditions.lasts_school_year(calendar, first - DAY * before, until + DAY * more)


@given(calendars(), DAYS, SPANS)
def test_twelve_months_are_a_school_year_and_two_months_never(calendar: Calendar, first: date, days: int) -> None:
    """Whatever terms are registered."""
    assert conditions.lasts_school_year(calendar, first, first + DAY * (364 + days))
    assert conditions.lasts_school_year(calendar, first, None)
    assert not conditions.lasts_school_year(calendar, first, first + DAY * min(days, 60))


@given(calendars(), DAYS, SPANS)
def test_a_term_that_is_registered_asks_for_no_less(calendar: Calendar, first: date, days: int) -> None:
    """What lasts a school year by the calendar lasts one without it."""
    until = first + DAY * days

    if conditions.lasts_school_year(calendar, first, until):
        assert conditions.lasts_school_year(Calendar(), first, until)


@given(SOME, SOME, st.booleans())
def test_a_candidate_is_fit_when_exactly_what_is_missing_is_excused(
    missing: list[str], waived: list[str], new: bool
) -> None:
    """A3 第六条, A21 第七条: no condition left out, no exception too many."""
    wish = candidate(first_time=new, waivers=excused(*waived), **dict.fromkeys(missing))
    needed = set(missing) if new else set(missing) - AT_FIRST

    assert (conditions.check_fitness(wish) is None) == (set(waived) == needed)


@given(SOME.filter(bool), st.sampled_from(["reason", "approved_by"]), st.sampled_from(["", " ", "\t"]))
def test_an_exception_without_reason_or_approver_is_none(missing: list[str], field: str, blank: str) -> None:
    """Whatever is missing."""
    waivers = excused(*missing, **{field: blank})

    assert conditions.check_fitness(candidate(first_time=True, waivers=waivers, **dict.fromkeys(missing)))


@given(SOME.filter(bool))
def test_everything_missing_is_named_at_once_with_its_articles(missing: list[str]) -> None:
    """In both languages, with the option that would state it."""
    found = conditions.check_fitness(candidate(first_time=True, **dict.fromkeys(missing)))

    assert found is not None
    for name in missing:
        one = CONDITIONS[name]
        assert one.words.zh in found.reason.zh
        assert one.words.en in found.reason.en
        assert f"--except {name}" in found.reason.en
        assert set(one.clauses) <= set(found.clause.split("、"))


TENURES = st.lists(
    st.builds(
        Tenure,
        teacher=st.sampled_from(["t03", "t09"]),
        name=st.just("师"),
        class_id=st.sampled_from([CLASS, "g3c1"]),
        start=DAYS,
        end=st.none() | DAYS,
        years_before=st.sampled_from([0, 0, 2]),
    ),
    max_size=4,
    unique=True,
)


@given(TENURES, TENURES, DAYS)
def test_service_once_done_stays_done(some: list[Tenure], more: list[Tenure], on: date) -> None:
    """初次担任: further tenures, or a later day, never make anybody a first-timer."""
    few = attrs.evolve(REGISTER, tenures=tuple(some))
    many = attrs.evolve(REGISTER, tenures=(*some, *more))

    if not conditions.is_first_time(few, candidate(on=on)):
        assert not conditions.is_first_time(many, candidate(on=on + DAY * 30))


@given(TENURES, DAYS, st.integers(0, 300))
def test_a_tenure_stands_alone_or_is_refused(there: list[Tenure], first: date, days: int) -> None:
    """A3 第四条, counted day by day."""
    wish = Tenure(teacher="t09", name="师", class_id=CLASS, start=first, end=first + DAY * days)
    served = [one for one in there if one.class_id == CLASS and one != wish]
    assume(all(one.end is None or one.start <= one.end for one in served))
    taken = any(one.covers(first + DAY * n) for one in served for n in range(days + 1))

    assert (check_single_head_teacher(there, wish) is not None) == taken


FACTS = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from(["training.attended", "certificate.held", "bearing.rating"]),
        on=st.dates(date(2024, 6, 1), date(2024, 7, 31)),
        class_id=st.just(CLASS),
        teacher=st.just("t09"),
        level=st.sampled_from(["岗前培训", "心理健康教育C证", "学科培训", None]),
        note=st.sampled_from([None, "C-1", "C-2"]),
    ),
    max_size=6,
)


@given(FACTS, st.randoms(use_true_random=False), DAYS)
def test_what_facts_show_does_not_hang_on_their_order(facts: list[Fact], random: object, by: date) -> None:
    """The same facts in any order show the same."""
    found = as_current_facts(facts)
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = find_evidence(found, by), find_evidence(mixed, by)

    assert (one.training, one.certificate, set(one.facts)) == (
        other.training,
        other.certificate,
        set(other.facts),
    )


@given(FACTS, DAYS, st.integers(0, 60))
def test_a_later_day_shows_no_less(facts: list[Fact], by: date, more: int) -> None:
    """What was recorded by a day was recorded by the next; void facts show nothing."""
    found = as_current_facts(facts)
    early, late = find_evidence(found, by), find_evidence(found, by + DAY * more)

    assert set(early.facts) <= set(late.facts)
    assert early.training is None or early.training == late.training
    assert not find_evidence([attrs.evolve(one, voided_by="v") for one in found], by).facts


@given(DAYS, st.none() | DAYS, DAYS)
def test_the_tenure_runs_from_the_letter_to_the_end(first: date, until: date | None, last: date) -> None:
    """The class is the teacher's from the first day to the last, and on no day outside."""
    office = published()
    if isinstance(office.start(first, until=until, waivers=excused("term")), Refused):
        office.start(first, until=until)
    begun = office.state.all["a1"].started is not None
    ended = not isinstance(office.end(last), Refused)
    limits = [day for day in (until, last if ended else None) if day is not None]
    end = min(limits, default=None)

    for day in (first - DAY, first, last, last + DAY):
        within = begun and first <= day and (end is None or day <= end)
        assert within == (office.register.tenure_on(CLASS, day) is not None)


@given(st.text(max_size=5), st.text(max_size=5))
def test_who_took_each_step_is_kept(one: str, two: str) -> None:
    """The actors stand in the list as they gave the commands."""
    office = Office()
    office.propose()
    proposed = recorded([candidate(first_time=True)], actor=one)
    decision = class_appointments.decide(office.state, office.register, Advance(step="decide", on=date(2024, 7, 9)))
    assert not isinstance(decision, Refused)

    pages = [proposed, recorded(decision.own, 1, actor=two)]
    state = replay(class_appointments.evolve, class_appointments.initial(CLASS), pages)

    assert [one, two] == [step.actor for step in state.all["a1"].steps]


ANY = st.one_of(
    SOME.map(lambda some: proposal(**dict.fromkeys(some))),
    st.builds(Advance, step=st.sampled_from(["decide", "publish"]), on=DAYS),
    st.builds(Start, on=DAYS, until=st.none() | DAYS),
    st.builds(End, on=DAYS, reason=st.sampled_from(["", "调走"])),
)


@given(st.lists(ANY, max_size=8))
def test_every_refusal_speaks_both_languages_and_cites_an_article(
    rows: list[Propose | Advance | Start | End],
) -> None:
    """A reason in Chinese and in English, and the place in A3 or A21."""
    office = Office()
    for wish in rows:
        found = office.when(wish)
        if isinstance(found, Refused):
            assert not found.reason.zh.isascii()
            assert found.reason.en != found.reason.zh
            assert found.clause.startswith(("A3 第", "A21 第"))
