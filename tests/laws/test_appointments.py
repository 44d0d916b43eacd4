"""Laws of appointments: whatever is wished for in whatever order, there is one head teacher and one order of steps."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.appointments import class_appointments, studio
from bzr_domain.appointments.class_appointments import (
    Advance,
    AppointmentCommand,
    End,
    NameSubstitute,
    Propose,
    Start,
    evolve,
    initial,
)
from bzr_domain.appointments.events import AppointmentEnded
from bzr_domain.appointments.studio import JoinStudio
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.declaration_guards import add_appointed_tenures
from bzr_domain.register.roster import SchoolProfile, Tenure
from tests.support.appointments import CLASS, JULY, Office, excused, proposal, recorded

DAYS = st.dates(date(2024, 7, 1), date(2026, 9, 30))
CONDITIONS = ("teaches", "attested", "training", "mentor", "certificate")
TEACHERS = st.sampled_from(["t03", "t09", "t10"])
NOTES = st.sampled_from(["", "会议"])
MAYBE_DAY = st.none() | DAYS


def _proposal(teacher: str, fit: bool, on: date, waived: list[str]) -> Propose:
    more: dict[str, Any] = {} if fit else dict.fromkeys(CONDITIONS)
    return proposal(id=f"{teacher}-{on}", teacher=teacher, name=f"师{teacher}", on=on, waivers=excused(*waived), **more)


PROPOSALS = st.builds(
    _proposal,
    teacher=TEACHERS,
    fit=st.booleans(),
    on=DAYS,
    waived=st.lists(st.sampled_from(CONDITIONS), unique=True),
)
COMMANDS: st.SearchStrategy[AppointmentCommand] = st.one_of(
    PROPOSALS,
    st.builds(Advance, step=st.sampled_from(["decide", "publish"]), on=DAYS, note=NOTES),
    st.builds(Start, on=DAYS, until=MAYBE_DAY, waivers=st.sampled_from([(), excused("term")]), note=NOTES),
    st.builds(End, on=DAYS, reason=st.sampled_from(["", "调走"]), teacher=st.none() | TEACHERS),
    st.builds(NameSubstitute, teacher=TEACHERS, name=st.just("师"), start=DAYS, end=DAYS, reason=st.just("病假")),
)


@st.composite
def likely(draw: st.DrawFn) -> list[AppointmentCommand]:
    """Wishes of which many can be met: whole appointments on rising days, a few of them a day early, any wish between."""
    day, rows = date(2024, 8, 20), list[AppointmentCommand]()
    off = st.sampled_from([0, 0, 0, -1]).map(lambda days: timedelta(days=days))
    for _ in range(draw(st.integers(1, 3))):
        day += timedelta(days=draw(st.integers(1, 200)))
        until = draw(st.sampled_from([None, None, day + timedelta(days=400), day + timedelta(days=30)]))
        waivers = excused("term") if until is not None and until < day + timedelta(days=300) else ()
        rows += [
            _proposal(draw(st.sampled_from(["t09", "t10"])), True, day, []),
            Advance(step="decide", on=day + draw(off)),
            Advance(step="publish", on=day + draw(off)),
            Start(on=day + draw(off), until=until, waivers=waivers),
        ]
        if draw(st.booleans()):
            day += timedelta(days=draw(st.integers(0, 400)))
            rows.append(End(on=day, reason="调走"))
        rows += draw(st.lists(COMMANDS, max_size=1))
    return rows


WISHES = likely() | st.lists(COMMANDS, max_size=12)


def worked(rows: Iterable[AppointmentCommand]) -> Office:
    """The office after some wishes; no proposal has the id of one before."""
    office = Office()
    for n, wish in enumerate(rows):
        office.when(_numbered(wish, n))
    return office


def _numbered(wish: AppointmentCommand, n: int) -> AppointmentCommand:
    if isinstance(wish, Propose):
        return attrs.evolve(wish, id=f"a{n}")
    return wish


@given(WISHES)
def test_never_two_head_teachers_on_a_day(rows: list[AppointmentCommand]) -> None:
    """A3 第四条 holds whatever was wished for: the register stays one that a school could declare."""
    office = Office()
    for n, wish in enumerate(rows):
        office.when(_numbered(wish, n))
        register = office.register
        assert register.school is not None
        declared = Declaration(
            school=register.school,
            terms=tuple(register.terms.values()),
            classes=tuple(register.classes.values()),
            tenures=register.tenures,
        )

        assert [] == find_declaration_problems(declared)


@given(WISHES)
def test_steps_come_in_their_order_and_their_days_do_not_go_back(rows: list[AppointmentCommand]) -> None:
    """A21 第六条: every appointment is a beginning of 拟定、确定、公布、上任, perhaps with an end."""
    order = ["propose", "decide", "publish", "start"]

    for one in worked(rows).state.all.values():
        steps = [step.step for step in one.steps if step.step != "end"]
        days = [step.on for step in one.steps if step.step != "end"]
        assert order[: len(steps)] == steps
        assert sorted(days) == days
        assert ["end"] * (len(one.steps) - len(steps)) == [step.step for step in one.steps[len(steps) :]]


@given(WISHES)
def test_a_refused_wish_changes_nothing(rows: list[AppointmentCommand]) -> None:
    """A refusal is an answer, not an event; a wish met twice is met once."""
    office = Office()
    for n, wish in enumerate(rows):
        before = (office.state, office.register)
        numbered = _numbered(wish, n)

        found = office.when(numbered)
        after = (office.state, office.register)

        if isinstance(found, Refused) or not found:
            assert before == after
        else:
            assert () == office.when(numbered)
            assert after == (office.state, office.register)


@given(WISHES)
def test_the_register_has_exactly_the_tenures_that_appointments_made(
    rows: list[AppointmentCommand],
) -> None:
    """What is listed as an appointment's tenure stands in the register, and nothing else does for that class."""
    office = worked(rows)

    assert Counter(office.state.tenures) == Counter(t for t in office.register.tenures if t.class_id == CLASS)


@given(WISHES)
def test_at_most_one_candidate_is_under_way(rows: list[AppointmentCommand]) -> None:
    """One class, one procedure at a time."""
    state = worked(rows).state

    assert sum(one.pending for one in state.all.values()) == (state.pending is not None)


@given(WISHES)
def test_whoever_began_met_every_condition_or_was_excused(rows: list[AppointmentCommand]) -> None:
    """A3 第六条, A21 第七条: no appointment without what they ask for, but for an exception that says who approved it."""
    for one in worked(rows).state.all.values():
        proposed = one.proposed
        waived = {waiver.condition for waiver in one.waivers}
        for condition in ("teaches", "attested", "certificate"):
            assert getattr(proposed, condition) or condition in waived
        assert not proposed.first_time or (proposed.training or "training" in waived)
        assert not proposed.first_time or (proposed.mentor or "mentor" in waived)
        assert all(waiver.reason and waiver.approved_by for waiver in one.waivers)


@given(WISHES, st.integers(0, 12))
def test_replay_is_evolving_one_by_one(rows: list[AppointmentCommand], cut: int) -> None:
    """Every event that was decided on is taken in, wherever the pages end; the version is that of the last."""
    office = worked(rows)

    states = list(accumulate(office.history, evolve, initial=initial(CLASS)))

    assert states[-1] == office.state
    assert states[-1] == replay(evolve, initial(CLASS), [office.history[:cut], office.history[cut:]])
    assert [state.version for state in states] == list(range(len(office.history) + 1))


@given(WISHES)
def test_every_decided_event_changes_the_state(rows: list[AppointmentCommand]) -> None:
    """Nothing is stored that says what the state says already."""
    states = accumulate(worked(rows).history, evolve, initial=initial(CLASS))

    assert all(before != attrs.evolve(after, version=before.version) for before, after in pairwise(states))


def test_the_law_of_tenures_notices_an_end_that_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class whose appointments forget an end would list a tenure that the register no longer has."""
    take_in = class_appointments.evolve
    monkeypatch.setattr(
        class_appointments,
        "evolve",
        lambda state, recorded: state if isinstance(recorded.event, AppointmentEnded) else take_in(state, recorded),
    )
    rows = [
        _proposal("t09", True, JULY, []),
        Advance(step="decide", on=JULY),
        Advance(step="publish", on=JULY),
        Start(on=date(2024, 9, 1)),
        End(on=date(2025, 7, 10), reason="调走"),
    ]

    with pytest.raises(AssertionError):
        test_the_register_has_exactly_the_tenures_that_appointments_made.hypothesis.inner_test(  # type: ignore[attr-defined]
            rows
        )


@given(st.lists(st.tuples(TEACHERS, DAYS, st.integers(-2, 40)), max_size=10))
def test_never_two_substitutes_on_a_day(rows: list[tuple[str, date, int]]) -> None:
    """A3 第四条, said of those who stand in; and none on a day without a head teacher."""
    office = worked(
        [
            _proposal("t09", True, JULY, []),
            Advance(step="decide", on=JULY),
            Advance(step="publish", on=JULY),
            Start(on=date(2024, 9, 1)),
        ]
    )
    for teacher, start, days in rows:
        end = start + timedelta(days=days)
        office.when(NameSubstitute(teacher=teacher, name=teacher, start=start, end=end, reason="病假"))

    known = [substitution.event for substitution in office.state.substitutes]
    served = Counter(one.start + timedelta(days=n) for one in known for n in range((one.end - one.start).days + 1))
    assert all(count == 1 for count in served.values())
    assert all(one.teacher != "t09" and one.start >= date(2024, 9, 1) for one in known)


@given(st.lists(st.tuples(TEACHERS, st.sampled_from(["host", "trainee", "adviser"]), DAYS, MAYBE_DAY), max_size=10))
def test_nobody_is_in_a_studio_twice_on_a_day(rows: list[tuple[str, str, date, date | None]]) -> None:
    """Whatever was said, each member's stretches follow one another; saying it again changes nothing."""
    state, history = studio.initial("晨光"), list[Recorded[Any]]()
    for member, role, start, end in rows:
        command = JoinStudio(member=member, name=member, role=role, start=start, end=end)
        decided = studio.decide(state, command)
        if not isinstance(decided, Refused):
            page = recorded(decided, state.version)
            state, history = replay(studio.evolve, state, [page]), [*history, *page]
            assert () == studio.decide(state, command)

    for member in ("t03", "t09", "t10"):
        own = sorted((one.event.start, one.event.end) for one in state.members.values() if one.event.member == member)
        assert all(end is not None and end < following for (_, end), (following, _) in pairwise(own))
    assert state == replay(studio.evolve, studio.initial("晨光"), [history])
    assert state.version == len(history)


TENURES = st.lists(
    st.builds(
        Tenure,
        teacher=TEACHERS,
        name=st.just("师"),
        class_id=st.sampled_from(["g1c1", "g1c2"]),
        start=DAYS,
        end=MAYBE_DAY,
    ),
    max_size=4,
    unique=True,
)


@given(TENURES, TENURES.map(lambda found: list({one.class_id: one for one in found}.values())))
def test_a_school_file_never_takes_an_appointed_tenure_away(stated: list[Tenure], made: list[Tenure]) -> None:
    """Whatever the file says, what appointments made is kept or the file is refused; nothing is doubled."""
    declared = Declaration(school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"), tenures=tuple(stated))

    found = add_appointed_tenures(declared, made)

    if isinstance(found, Declaration):
        assert set(found.tenures) == {*stated, *made}
        assert len(found.tenures) == len(set(found.tenures))
        assert found == add_appointed_tenures(found, made)
