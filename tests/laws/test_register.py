"""Laws of the register: whatever is declared is what it reads afterwards, event by event, and one by one."""

from datetime import date, timedelta
from itertools import accumulate, pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.register.commands import RegisterRulebook, RegisterTenure, WithdrawTenure
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.draft import Draft
from bzr_domain.register.events import RegisterEvent, TenureWithdrawn
from bzr_domain.register.people import ROLES, People, Person, Right
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister, decide, evolve, initial, replay_events
from bzr_domain.scoring.services import find_services
from tests.support.appointments import recorded
from tests.support.builders import AUTUMN, SEPTEMBER, adopted, monthly, school
from tests.support.effort import fewer
from tests.support.registers import after, declare
from tests.support.schools import SPRING

SEPTEMBER_DAYS = st.dates(date(2024, 9, 1), date(2024, 9, 30))
CLASSES = ("g1c1", "g1c2", "g1c3")
TEACHERS = ("t1", "t2")
LONGER = attrs.evolve(AUTUMN, holidays=(*AUTUMN.holidays, date(2024, 10, 8)))
TERMS = st.sampled_from([(), (AUTUMN,), (LONGER,), (SPRING,), (AUTUMN, SPRING), (SPRING, LONGER)])
ROLE_SETS = st.lists(st.sampled_from([*ROLES]), unique=True, max_size=2).map(tuple)
RULEBOOKS = st.sampled_from(["d1", "d2"]).map(
    lambda digest: RulebookText(id="r", version=1, digest=digest, text="…", kinds="…")
)
TENURES = st.builds(
    Tenure,
    teacher=st.sampled_from(TEACHERS),
    name=st.sampled_from(["张老师", "李老师"]),
    class_id=st.sampled_from(CLASSES),
    start=SEPTEMBER_DAYS,
    end=st.none() | SEPTEMBER_DAYS,
)
PEOPLE = st.builds(
    People,
    persons=st.lists(
        st.builds(Person, name=st.sampled_from(["甲", "乙"]), roles=ROLE_SETS), unique_by=lambda p: p.name
    ).map(tuple),
    rights=st.lists(
        st.builds(Right, step=st.sampled_from(["record", "void"]), roles=ROLE_SETS),
        unique_by=lambda r: r.step,
    ).map(tuple),
)


@st.composite
def declarations(draw: st.DrawFn) -> Declaration:
    """A school with some terms, classes, people and rulebooks, and a head teacher for some of the classes."""
    ids = draw(st.lists(st.sampled_from(CLASSES), unique=True))
    taught = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    rulebooks = draw(st.lists(RULEBOOKS, unique=True))
    return Declaration(
        school=SchoolProfile(name=draw(st.sampled_from(["一中", "二中"])), timezone="Asia/Shanghai"),
        terms=draw(TERMS),
        classes=tuple(
            SchoolClass(id=name, name=name, stage="senior", grade=draw(st.sampled_from(["高一", "高二"])))
            for name in ids
        ),
        tenures=tuple(
            Tenure(teacher=f"t{name}", name=f"师{name}", class_id=name, start=draw(SEPTEMBER_DAYS)) for name in taught
        ),
        rulebooks=tuple(rulebooks),
        adoptions=tuple(
            Adoption(rulebook=rulebook.digest, start=date(2024, 9, n)) for n, rulebook in enumerate(rulebooks, 1)
        ),
        people=draw(PEOPLE),
    )


def read_back(register: SchoolRegister) -> Declaration:
    """The declaration that a register reads like, in an order of its own."""
    assert register.school is not None
    return Declaration(
        school=register.school,
        terms=tuple(register.terms.values()),
        classes=tuple(register.classes.values()),
        tenures=register.tenures,
        rulebooks=tuple(register.rulebooks.values()),
        adoptions=register.adoptions,
        people=register.people,
    )


SEVERAL = st.lists(declarations(), min_size=1, max_size=3)


def declared(several: list[Declaration]) -> SchoolRegister:
    """The register after some declarations, one after the other."""
    register = initial()
    for declaration in several:
        register = after(register, declaration)
    return register


@fewer(50)
@given(SEVERAL)
def test_the_register_reads_like_the_last_declaration(several: list[Declaration]) -> None:
    """Whatever stood there before, what is declared is what holds; only rulebook texts stay for ever."""
    register, last = declared(several), several[-1]
    held = read_back(register)

    assert last.school == held.school
    for part in ("terms", "classes", "tenures", "adoptions"):
        assert set(getattr(last, part)) == set(getattr(held, part))
    assert (set(last.people.persons), set(last.people.rights)) == (
        set(held.people.persons),
        set(held.people.rights),
    )
    assert {text for declaration in several for text in declaration.rulebooks} == set(held.rulebooks)


@fewer(50)
@given(SEVERAL)
def test_declaring_twice_is_declaring_once(several: list[Declaration]) -> None:
    """The same school file again yields no event, in whatever order its parts stand."""
    register = declared(several)
    last = several[-1]
    turned = attrs.evolve(last, classes=last.classes[::-1], tenures=last.tenures[::-1])

    assert () == declare(register, last) == declare(register, turned)


def history_of(several: list[Declaration]) -> list[Recorded[RegisterEvent]]:
    """Everything that some declarations put into the register's stream."""
    history: list[Recorded[RegisterEvent]] = []
    register = initial()
    for declaration in several:
        page = recorded(declare(register, declaration), register.version)
        history += page
        register = replay(evolve, register, [page])
    return history


def assert_replay_is_one_by_one(history: list[Recorded[RegisterEvent]], cut: int) -> None:
    """The state is the same however the stream is cut into pages, and its version is the last event's."""
    states = list(accumulate(history, evolve, initial=initial()))

    assert states[-1] == replay_events(initial(), [history[:cut], history[cut:]])
    assert [state.version for state in states] == list(range(len(history) + 1))


@fewer(50)
@given(SEVERAL, st.integers(0, 20))
def test_replay_is_evolving_one_by_one(several: list[Declaration], cut: int) -> None:
    """Every event that was decided on is taken in, and pages change nothing."""
    assert_replay_is_one_by_one(history_of(several), cut)


@fewer(50)
@given(SEVERAL)
def test_every_decided_event_changes_the_register(several: list[Declaration]) -> None:
    """Nothing is stored that says what the register says already."""
    states = list(accumulate(history_of(several), evolve, initial=initial()))

    for before, state in pairwise(states):
        assert before != attrs.evolve(state, version=before.version)


def test_the_law_of_replay_notices_an_event_that_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that forgets to take a tenure away would not read as declared."""
    school_class = SchoolClass(id="g1c1", name="g1c1", stage="senior", grade="高一")
    tenure = Tenure(teacher="t1", name="张老师", class_id="g1c1", start=date(2024, 9, 1))
    whole = Declaration(
        school=SchoolProfile(name="一中", timezone="Asia/Shanghai"),
        classes=(school_class,),
        tenures=(tenure,),
    )
    take_in = Draft.add
    monkeypatch.setattr(
        Draft,
        "add",
        lambda draft, recorded: draft if isinstance(recorded.event, TenureWithdrawn) else take_in(draft, recorded),
    )

    with pytest.raises(AssertionError):
        test_the_register_reads_like_the_last_declaration.hypothesis.inner_test(  # type: ignore[attr-defined]
            [whole, attrs.evolve(whole, tenures=())]
        )


@fewer(50)
@given(SEVERAL, st.lists(st.tuples(TENURES, st.booleans()), max_size=6))
def test_tenures_registered_one_by_one_leave_a_register_that_could_be_declared(
    several: list[Declaration], steps: list[tuple[Tenure, bool]]
) -> None:
    """A3 第四条: a tenure is registered, put in the place of the class's last one, or refused with its clause."""
    register = declared(several)
    for tenure, replacing in steps:
        if tenure.class_id not in register.classes or (tenure.end or tenure.start) < tenure.start:
            continue
        former = [t for t in register.tenures if t.class_id == tenure.class_id]
        command = RegisterTenure(tenure=tenure, replaces=former[-1] if former and replacing else None)
        decided = decide(register, command)
        if isinstance(decided, Refused):
            assert decided.clause.startswith(("A3", "A21"))
            continue
        register = replay(evolve, register, [recorded(decided, register.version)])
        assert tenure in register.tenures
        assert command.replaces in (None, tenure) or command.replaces not in register.tenures
        assert () == decide(register, command)
        assert [] == find_declaration_problems(read_back(register))


@fewer(50)
@given(SEVERAL, TENURES, RULEBOOKS)
def test_what_is_withdrawn_or_registered_already_yields_no_event(
    several: list[Declaration], tenure: Tenure, rulebook: RulebookText
) -> None:
    """Each command is carried out once; the second time the register reads like that already."""
    register = declared(several)
    for command in (WithdrawTenure(tenure=t) for t in (*register.tenures, tenure)):
        withdrawn = decide(register, command)
        assert isinstance(withdrawn, tuple)
        register = replay(evolve, register, [recorded(withdrawn, register.version)])
        assert () == decide(register, command)
    keep = RegisterRulebook(rulebook=rulebook)
    register = replay(evolve, register, [recorded(decide(register, keep), register.version)])

    assert () == register.tenures
    assert rulebook == register.rulebooks[rulebook.digest]
    assert () == decide(register, keep)


@given(SEPTEMBER_DAYS, st.integers(0, 10))
def test_every_school_day_is_served_once_or_by_nobody(change: date, gap: int) -> None:
    """The days of all who served are the month's school days, less those that nobody served."""
    day = timedelta(days=1)
    former = Tenure(teacher="t01", name="张", class_id="g1c1", start=date(2024, 1, 1), end=change)
    later = Tenure(teacher="t02", name="李", class_id="g1c1", start=change + day * (gap + 1))
    register = attrs.evolve(school(adopted(monthly())), tenures=(former, later))
    days = register.calendar.school_days_in(SEPTEMBER)

    served = sum(s.school_days for s in find_services(register, register.calendar, "g1c1", SEPTEMBER))

    assert len([d for d in days if not change < d < later.start]) == served
