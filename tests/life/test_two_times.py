"""Known bugs of stores with two times: when it happened and when it was recorded. What was asked then is answered now.

Every case ends by asking again all that was asked after each of its steps.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from bzr_adapters.front_door.arguments import end_of_day, read_when
from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.events import FactVoided
from bzr_domain.kernel.messages import Refused, UnknownReference
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.life.asking import Question, as_known_at, everything
from tests.life.living import BEFORE, LOST, Life, declared, school, tenure
from tests.life.test_machine import cell, registered
from tests.support import stores

MICROSECOND = timedelta(microseconds=1)


def read_moment(text: str, reader: SchoolReader) -> datetime:
    """The moment that is written; a day means its end."""
    when = read_when(text)
    assert isinstance(when, date)
    if not isinstance(when, datetime):
        return end_of_day(when, reader.zone)
    return when if when.tzinfo else when.replace(tzinfo=reader.zone)


def test_a_correction_of_a_correction_is_one_more_correction_of_the_fact() -> None:
    """Corrections add up in the order recorded; one voided takes only its own change out."""
    life = school()
    fact = life.fact("c1", "2024-09-12", count=1)
    clean = life.total("c1")
    assert clean is not None
    first = life.correct(fact, count=2)
    second = life.correct(fact, on=date(2024, 10, 9))
    assert (life.total("c1"), life.total("c1", "2024-10")) == (clean + 5, clean - 5)

    life.void(first)

    assert (life.total("c1"), life.total("c1", "2024-10")) == (clean + 5, clean)
    refused = life.by().correct(second, lambda wish: wish, "改")
    assert isinstance(refused, Refused)
    life.what_was_answered_is_answered_again()


def test_a_void_of_a_void_of_a_void_is_a_void() -> None:
    """Each void takes back what it points at, however long the chain."""
    life = school()
    clean = life.total("c1")
    entry = life.fact("c1", "2024-09-12")
    counted = life.total("c1")

    for turn in range(6):
        entry = life.void(entry)
        assert life.total("c1") == (counted if turn % 2 else clean)
    life.what_was_answered_is_answered_again()


def test_a_void_fact_cannot_be_corrected_until_it_is_restored() -> None:
    """A correction of a void fact is refused and recorded nowhere; corrections from before come back with the fact."""
    life = school()
    fact = life.fact("c1", "2024-09-12", count=1)
    life.correct(fact, count=3)
    corrected = life.total("c1")
    void = life.void(fact)
    before = life.log()

    refused = life.by().correct(fact, lambda wish: wish, "改")

    assert isinstance(refused, Refused)
    assert before == life.log()
    life.void(void)
    assert corrected == life.total("c1")
    life.what_was_answered_is_answered_again()


@pytest.mark.parametrize("by_void", ["first", "second", "both"])
def test_what_two_corrections_moved_is_found_whichever_of_them_is_voided(by_void: str) -> None:
    """To another class, then to another term: with one voided, the fact stands where no correction ever put it."""
    life = school()
    clean = [life.totals("2024-09"), life.totals("2025-02")]
    fact = life.fact("c1", "2024-09-12", count=1)
    first = life.correct(fact, class_ref="c2")
    second = life.correct(fact, on=date(2025, 2, 20))
    assert [-5 if one == ("c2", "2025-02") else 0 for one in _places()] == _lost(life, clean)

    for name, entry in (("first", first), ("second", second)):
        if by_void in (name, "both"):
            life.void(entry)

    where = {"first": ("c1", "2025-02"), "second": ("c2", "2024-09"), "both": ("c1", "2024-09")}[by_void]
    assert [-5 if one == where else 0 for one in _places()] == _lost(life, clean)
    life.what_was_answered_is_answered_again()


def _places() -> list[tuple[str, str]]:
    return [(class_id, period) for period in ("2024-09", "2025-02") for class_id in ("c1", "c2")]


def _lost(life: Life, clean: list[list[Decimal | None]]) -> list[Decimal]:
    now = [*life.totals("2024-09"), *life.totals("2025-02")]
    pairs = zip([*clean[0], *clean[1]], now, strict=True)
    return [after - before for before, after in pairs if before is not None and after is not None]


def test_a_sheet_mended_after_its_fact_was_moved_counts_nothing_twice() -> None:
    """Corrected to another class or another term first, then mended in the sheet: the row is listed, not recorded."""
    life = school()
    life.record("c1", "2024-09-12", name="表.csv")
    (fact,) = [one.id for one in life.by().reader().current_facts("c1")]
    life.correct(fact, class_ref="c2")
    moved = life.record("c2", "2024-09-12", name="表.csv")
    life.correct(fact, on=date(2025, 2, 20))
    later = life.record("c2", "2025-02-20", name="表.csv")

    assert [(0, [fact])] * 2 == [(one.new, [row.id for row in one.elsewhere]) for one in (moved, later)]
    assert 0 == life.record("c1", "2024-09-12", name="表.csv").new
    life.what_was_answered_is_answered_again()


def test_as_of_exactly_an_instant_sees_all_its_events_and_a_microsecond_before_none() -> None:
    """Two commands of two people at one instant are both known at that instant."""
    life = school()
    clean = life.total("c1")
    facts = [life.fact("c1", f"2024-09-{day}") for day in (11, 12)]
    counted, instant = life.total("c1"), life.now

    for who, fact in zip(("甲", "乙"), facts, strict=True):
        life.by(who).void(fact, "误记")
    life.step()

    assert [instant] * 2 == [one.recorded_at for one in life.log()[-2:]]
    assert (clean, counted) == (life.total("c1", at=instant), life.total("c1", at=instant - MICROSECOND))
    life.what_was_answered_is_answered_again()


def test_a_result_published_between_two_events_of_one_instant_computes_to_its_digest() -> None:
    """The clock stands still: a fact, the publication, a void of the fact. A moment cannot tell them apart; order does."""
    life = school()
    instant = life.now
    for step in ("record", "publish", "void", "publish"):
        life.now = instant
        if step == "record":
            fact = life.fact("c1", "2024-09-12")
        elif step == "void":
            life.now = instant
            life.by().void(fact, "误记")
        else:
            life.now = instant
            life.publish("2024-09")

        assert all(one.same for one in life.checked())
        assert {instant} == {one.recorded_at for one in life.log()[-1:]}
    published = {one.class_id: one for one in life.checked()}
    assert published["c1"].last.published.total == life.total("c1")


def test_the_clock_set_back_moves_no_event_before_another() -> None:
    """What is recorded with a clock a little behind is as late as the last event, and stays in the order recorded."""
    life = school()
    fact = life.fact("c1", "2024-09-12")
    last, right = life.log()[-1].recorded_at, life.now
    life.now -= timedelta(minutes=4)
    life.by().void(fact, "误记")
    life.by("甲").correct(fact, lambda wish: wish, "改")
    life.now = right
    life.step()

    times = [one.recorded_at for one in life.log()]
    assert times == sorted(times)
    assert isinstance(life.log()[-1].event, FactVoided)
    assert last == times[-1]
    assert [one.position for one in life.log()] == list(range(1, len(times) + 1))
    assert life.total("c1", at=last) == life.total("c1")
    assert [] == stores.read_at(life.store, last - MICROSECOND, until=last - MICROSECOND).current_facts("c1")


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-10-27T02:30", "2024-10-27T00:30:00+00:00"),
        ("2024-10-27T02:30+02:00", "2024-10-27T00:30:00+00:00"),
        ("2024-10-27T02:30+01:00", "2024-10-27T01:30:00+00:00"),
        ("2024-10-27T08:30+08:00", "2024-10-27T00:30:00+00:00"),
        ("2024-10-27", "2024-10-27T22:59:59.999999+00:00"),
        ("2024-10-26", "2024-10-26T21:59:59.999999+00:00"),
        ("2025-03-30T02:30", "2025-03-30T01:30:00+00:00"),
        ("2025-03-30", "2025-03-30T21:59:59.999999+00:00"),
    ],
)
def test_a_moment_is_one_instant_when_the_clocks_change(written: str, instant: str) -> None:
    """The hour that comes twice, the hour that does not come, the day of 25 hours, and other people's offsets."""
    reader = school(zone="Europe/Berlin").by().reader()

    assert datetime.fromisoformat(instant) == read_moment(written, reader).astimezone(UTC)


def test_a_day_whose_last_hour_comes_twice_ends_with_the_later_one() -> None:
    """Where the clock goes back at midnight, the whole of the day is known at its end."""
    reader = school(zone="America/Asuncion").by().reader()

    end = datetime(2024, 3, 24, 3, 59, 59, 999999, tzinfo=UTC)
    assert end == read_moment("2024-03-23", reader).astimezone(UTC)


def test_the_same_instant_in_any_offset_is_the_same_question() -> None:
    """20:00 in Berlin is 03:00 of the next day in Shanghai: the answer depends on the instant, not on its spelling."""
    life = school(zone="Europe/Berlin")
    life.record("c1", "2024-09-12")
    at = life.log()[-1].recorded_at
    spellings = [at.isoformat(), at.astimezone(life.by().reader().zone).replace(tzinfo=None).isoformat()]

    for written in spellings:
        when = read_moment(written, life.by().reader())
        assert (at, life.total("c1")) == (when, life.total("c1", at=when))
    life.what_was_answered_is_answered_again()


def test_the_schools_time_zone_amended_changes_no_published_result() -> None:
    """The day of asking was a day in the zone of that time; amended by half the world, the digest still comes out."""
    life = Life(now=datetime(2024, 10, 6, 12, tzinfo=UTC))
    life.setup(declared(zone="Pacific/Pago_Pago"))
    for day in ("03", "10", "17", "24"):
        life.record("c1", f"2024-09-{day}", kind="班会", grade="完整", level="主题班会")
    life.record("c1", "2024-09-24", kind="contact.rating", grade="好")
    # The week without a meeting ends this very Sunday: a day earlier nothing is owed for it.
    life.publish("2024-09")

    for zone in ("Asia/Shanghai", "Pacific/Kiritimati"):
        life.setup(declared(zone=zone))
        assert [True, True] == [one.same for one in life.checked()]
    life.what_was_answered_is_answered_again()


def test_a_fact_backdated_into_a_paid_month_leaves_the_sheet_and_is_taken_back_later() -> None:
    """Published and paid stay as they were said; the statement follows, and the next sheet has the difference."""
    life = school()
    life.record("c1", "2024-09-12", **LOST)
    life.publish("2024-09")
    said = life.total("c1")
    paid = life.pay("2024-09")

    life.record("c1", "2024-09-12", count=2)
    (moved,) = [one for one in life.checked() if one.differences]
    next_sheet = {one.teacher: one for one in life.pay("2024-10")}

    assert said is not None
    assert (said, said - 10, True) == (moved.last.published.total, life.total("c1"), moved.same)
    (owed,) = next_sheet["t1"].adjustments
    assert ("2024-09", next(one.payable for one in paid if one.teacher == "t1")) == (owed.period, owed.paid)
    assert owed.amount == owed.owed - owed.paid < 0
    assert () == next_sheet["t2"].adjustments
    assert () == life.pay("2025-01")[0].adjustments
    life.what_was_answered_is_answered_again()


@pytest.mark.parametrize(
    ("was", "now"),
    [("2024-09-30", "2024-10-08"), ("2025-01-17", "2025-02-17"), ("2025-02-17", "2025-01-17")],
)
def test_a_date_moved_over_an_edge_counts_once_on_its_new_side(was: str, now: str) -> None:
    """Over a month's edge or a term's, of a class's fact and of a teacher's: the old side is clean, the new one pays."""
    life = school()
    life.record("c2", was)
    clean = life.totals(was[:7])[0], life.totals(now[:7])[0]
    facts = [life.fact("c1", was), life.fact("c1", was, kind="缺查课", count=2)]
    before = life.totals(was[:7])[0]

    for fact in facts:
        life.correct(fact, on=date.fromisoformat(now))

    assert before is not None
    assert clean[0] is not None
    assert clean[1] is not None
    assert (clean[0], clean[1] - (clean[0] - before)) == (
        life.total("c1", was[:7]),
        life.total("c1", now[:7]),
    )
    life.what_was_answered_is_answered_again()


def test_a_teachers_fact_moved_over_a_handover_and_its_correction_voided_is_found_again() -> None:
    """To the day of another head teacher and back by a void: it counts for the class throughout, once."""
    life = school(
        tenures=(
            tenure("t1", "c1", until=date(2024, 9, 15)),
            tenure("t3", "c1", since=date(2024, 9, 16)),
            BEFORE[1],
        )
    )
    clean = life.total("c1")
    fact = life.fact("c1", "2024-09-10", kind="缺查课", count=2)
    counted = life.total("c1")
    correction = life.correct(fact, on=date(2024, 9, 20))
    assert [("t3", counted)] == [(o.fact.teacher, life.total("c1")) for o in life.by().reader().current_facts("c1")]

    life.void(correction)

    assert [("t1", counted)] == [(o.fact.teacher, life.total("c1")) for o in life.by().reader().current_facts("c1")]
    assert clean != counted
    life.what_was_answered_is_answered_again()


def test_before_the_school_was_registered_nothing_is_known() -> None:
    """A microsecond before the first event there is no school; at its instant there is, and nothing in it."""
    life = school()
    first = life.log()[0].recorded_at
    life.record("c1", "2024-09-12")

    with pytest.raises(UnknownReference, match="还没有登记学校"):
        life.asked(first - MICROSECOND)
    assert [] == life.asked(first).facts["c1"]
    life.what_was_answered_is_answered_again()


def test_whatever_is_asked_of_a_moment_is_answered_the_same_later() -> None:
    """A fact published, disputed, moved and paid, late ones after it: results, trails, disputes and recomputations stand."""
    life = school()
    life.record("c1", "2024-09-12", **LOST)
    fact = life.fact("c1", "2024-09-13")
    question = Question(
        class_id="c1",
        period=cell("2024-09"),
        teacher="t1",
        fact=fact,
        book=parse_rulebook(registered("2").text, read_common_kinds()),
    )
    steps: tuple[Callable[[], object], ...] = (
        lambda: life.record("c1", "2024-09-18", count=2),
        lambda: life.publish("2024-09"),
        lambda: life.pay("2024-09"),
        lambda: life.correct(fact, count=2),
        lambda: life.correct(fact, class_ref="c2"),
        lambda: life.setup(declared(change=("8", date(2024, 9, 10)))),
        lambda: life.publish("2024-09"),
        lambda: life.void(fact),
    )
    asked = [(life.now, everything(life.by().reader(), question))]

    for step in steps:
        life.now += timedelta(minutes=1)
        step()
        asked.append((life.now, everything(life.by().reader(), question)))
        life.now += timedelta(minutes=1)

    for before, after in pairwise(asked):
        assert before[1] != after[1]
    for at, answer in asked:
        assert answer == everything(as_known_at(life.by().reader(), at), question)
