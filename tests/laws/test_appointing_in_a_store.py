"""Laws of appointing over a store: what is written, what is kept, what was known when."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.intake.school_file import read_people
from bzr_adapters.intake.shipped_rights import list_shipped_rights
from bzr_adapters.storage import create_store
from bzr_domain.application.load_appointments import load_appointed_tenures, load_appointments
from bzr_domain.application.ports import EventLog
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.appointments.class_appointments import Advance, End, NameSubstitute, Propose, Start
from bzr_domain.appointments.studio import JoinStudio
from bzr_domain.kernel.messages import Refused, UnknownReference
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.people import ROLES, People, Person
from bzr_domain.register.roster import SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.toml_values import TableReader
from tests.support import stores
from tests.support.effort import fewer

CLASSES = ("g1c1", "g1c2")
TEACHERS = ("t01", "t02", "t09")
DAYS = st.dates(date(2024, 7, 1), date(2025, 12, 31))
SCHOOL = Declaration(
    school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
    classes=tuple(SchoolClass(id=one, name=one, stage="senior", grade="高一") for one in CLASSES),
)
Wish = tuple[Any, ...]
STEPS = st.one_of(
    st.tuples(st.just("propose"), st.sampled_from(CLASSES), st.sampled_from(TEACHERS)),
    st.tuples(st.sampled_from(["decide", "publish", "start", "end"]), st.sampled_from(CLASSES), DAYS),
    st.tuples(st.just("substitute"), st.sampled_from(CLASSES), st.sampled_from(TEACHERS), DAYS),
    st.tuples(st.just("studio"), st.sampled_from(TEACHERS), DAYS),
    st.tuples(st.just("setup"), st.sampled_from(CLASSES), st.sampled_from(TEACHERS), DAYS, st.none() | DAYS),
)
WHOLE = st.tuples(st.sampled_from(CLASSES), st.sampled_from(TEACHERS), DAYS).map(
    lambda one: [("propose", *one[:2]), *((step, one[0], one[2]) for step in ("decide", "publish", "start"))]
)
WISHES = st.lists(STEPS.map(lambda one: [one]) | WHOLE, max_size=6).map(
    lambda parts: [one for part in parts for one in part]
)


class Clock:
    """A minute later every time it is asked."""

    now = datetime(2024, 7, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The next minute."""
        self.now += timedelta(minutes=1)
        return self.now


@attrs.define
class Bureau:
    """A store with an appointer and a recorder over it."""

    actor: str = "张干事"
    store: EventLog = attrs.field(factory=lambda: create_store("memory:"))
    clock: Clock = attrs.field(factory=Clock)

    @property
    def register(self) -> SchoolRegister:
        """The register as it is."""
        return self.recorder.reader().register

    @property
    def recorder(self) -> SchoolWriter:
        """Who sets up."""
        return stores.build_writer(self.store, self.actor, self.clock)

    def put(self, wish: Wish) -> object:
        """Put a wish; what comes back is the answer, or None where the names mean nobody."""
        made = stores.build_appointer(self.store, self.actor, self.clock)
        name, *said = wish
        try:
            match name:
                case "propose":
                    return made.take_step(said[0], _proposal(said[1]))
                case "decide" | "publish":
                    return made.take_step(said[0], Advance(step=name, on=said[1]))
                case "start":
                    return made.take_step(said[0], Start(on=said[1]))
                case "end":
                    return made.take_step(said[0], End(on=said[1], reason="调走"))
                case "substitute":
                    return made.take_step(said[0], _substitution(*said[1:]))
                case "studio":
                    return made.join_studio(
                        "晨光", JoinStudio(member=said[0], name=f"师{said[0]}", role="host", start=said[1])
                    )
                case _:
                    return self.recorder.setup(_declared(*said))
        except UnknownReference:
            return None


def _proposal(teacher: str) -> Propose:
    return Propose(
        teacher=teacher, name=f"师{teacher}", on=date(2024, 7, 1), training=date(2024, 7, 1),
        mentor="老师傅", certificate="C-1", teaches="语文", attested="赵校长",
    )  # fmt: skip


def _substitution(teacher: str, day: date) -> NameSubstitute:
    return NameSubstitute(teacher=teacher, name=f"师{teacher}", start=day, end=day, reason="病假")


def _declared(class_id: str, teacher: str, start: date, end: date | None) -> Declaration:
    tenure = Tenure(teacher=teacher, name=f"师{teacher}", class_id=class_id, start=start, end=end)
    return attrs.evolve(SCHOOL, tenures=(tenure,))


def worked(rows: Sequence[Wish]) -> Bureau:
    """A bureau of a school without tenures, after some wishes."""
    bureau = Bureau()
    bureau.recorder.setup(SCHOOL)
    for wish in rows:
        bureau.put(wish)
    return bureau


@given(WISHES)
@fewer(60)
def test_no_school_file_takes_an_appointed_tenure_away(rows: list[Wish]) -> None:
    """Whatever was appointed and set up in whatever order, what appointments made stands in the register."""
    bureau = worked(rows)

    assert set(load_appointed_tenures(bureau.store)) <= set(bureau.register.tenures)


@given(WISHES)
@fewer(60)
def test_the_register_stays_one_that_a_school_could_declare(rows: list[Wish]) -> None:
    """A3 第四条 in the store: one head teacher for a class and day, one name for a teacher."""
    register = worked(rows).register
    assert register.school is not None
    declared = Declaration(school=register.school, classes=tuple(register.classes.values()), tenures=register.tenures)

    assert [] == find_declaration_problems(declared)


@given(WISHES)
@fewer(60)
def test_what_is_refused_or_done_already_writes_nothing(rows: list[Wish]) -> None:
    """The store moves on with events, and only with them; a wish met twice is met once."""
    bureau = worked([])
    for wish in rows:
        before = bureau.store.last_position()
        found = bureau.put(wish)
        after = bureau.store.last_position()

        wrote = isinstance(found, tuple) and bool(found) and hasattr(found[0], "__attrs_attrs__")
        assert (after > before) <= wrote
        if after > before and wish[0] != "propose":
            bureau.put(wish)
            assert after == bureau.store.last_position()


@given(WISHES, st.data())
@fewer(60)
def test_what_was_known_then_is_what_was_recorded_by_then(rows: list[Wish], data: st.DataObject) -> None:
    """As-of: later steps do not change what an earlier moment shows."""
    cut = data.draw(st.integers(0, len(rows)))
    bureau = worked(rows[:cut])
    then, moment = [load_appointments(bureau.store, one) for one in CLASSES], bureau.clock.now

    for wish in rows[cut:]:
        bureau.put(wish)

    assert then == [load_appointments(bureau.store, one, moment) for one in CLASSES]


@given(WISHES)
@fewer(40)
def test_a_stranger_changes_nothing_where_persons_are_registered(rows: list[Wish]) -> None:
    """Given a staff, whoever is not of it takes no step, whatever it is."""
    bureau = Bureau()
    person = Person(name="王校长", roles=tuple(ROLES))
    bureau.recorder.setup(attrs.evolve(SCHOOL, people=People(persons=(person,), rights=list_shipped_rights())))
    before = bureau.store.last_position()

    for wish in rows:
        found = bureau.put(wish) if wish[0] != "setup" else None
        assert found is None or isinstance(found, Refused)

    assert before == bureau.store.last_position()


STEP_NAMES = [one.step for one in list_shipped_rights() if not one.step.startswith("record.")]


@given(st.lists(st.sampled_from(STEP_NAMES), unique=True), st.sampled_from([*ROLES]))
def test_every_step_has_one_right_whatever_a_school_writes(own: list[str], role: str) -> None:
    """The school's own in the place of the shipped one, the shipped ones for all other steps."""
    person = TableReader({"name": "王校长", "roles": [role]}, "p")
    readers = [TableReader({"step": step, "roles": [role]}, "r") for step in own]

    people = read_people([person], readers, [])

    assert sorted(one.step for one in people.rights) == sorted(one.step for one in list_shipped_rights())
    assert all(right.roles == (role,) for right in people.rights if right.step in own)
    assert [] == [problem for reader in (person, *readers) for problem in reader.problems]
