"""Laws of what is kept of a register: it never reads otherwise than when everything is read, and looked for, anew."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import create_store
from bzr_domain.application.kept_register import KeptRegister
from bzr_domain.application.ports import Batch, Command, EventLog
from bzr_domain.kernel.streams import REGISTER
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.roster import Adoption, ClassChange, find_adoption
from bzr_domain.register.school_register import SchoolRegister, initial, replay_events
from tests.laws.test_register import SEVERAL
from tests.support.effort import fewer
from tests.support.registers import declare
from tests.support.schools import five

NOW = datetime(2024, 10, 8, tzinfo=UTC)
DAYS = st.dates(date(2024, 9, 1), date(2024, 9, 12))


def build_store(several: list[Declaration]) -> EventLog:
    """A store in memory with some declarations, one command each."""
    store = create_store("memory:")
    for number, declaration in enumerate(several):
        before = replay_events(initial(), store.read(REGISTER))
        batch = Batch(stream=REGISTER, after=before.version, events=declare(before, declaration))
        store.append([batch], command=Command(id=f"{number}", actor="教务处"), now=NOW)
    return store


def read_anew(store: EventLog, up_to: int) -> SchoolRegister:
    """The register at a position, with nothing kept."""
    return replay_events(
        initial(), ([event for event in page if event.position <= up_to] for page in store.read(REGISTER))
    )


@fewer(30)
@given(SEVERAL, SEVERAL, st.lists(st.tuples(st.booleans(), st.integers(0, 40)), min_size=2, max_size=8))
def test_whatever_was_asked_before_the_register_reads_as_if_read_anew(
    ours: list[Declaration], others: list[Declaration], asked: list[tuple[bool, int]]
) -> None:
    """Given two stores, earlier and later positions of both in any order, and one keeper for all of it."""
    stores, kept = (build_store(ours), build_store(others)), KeptRegister()

    for which, up_to in asked:
        assert read_anew(stores[which], up_to) == kept.read(stores[which], up_to)


@fewer(20)
@given(SEVERAL)
def test_a_register_to_which_nothing_was_added_is_not_read_again(several: list[Declaration]) -> None:
    """What was found out about it stays with it; what is added then is read on."""
    store, kept = build_store(several[:1]), KeptRegister()
    first = kept.read(store, store.last_position())

    assert initial() == kept.read(store, 0)
    assert first is kept.read(store, store.last_position() + 5)
    batch = Batch(stream=REGISTER, after=first.version, events=declare(first, several[-1]))
    store.append([batch], command=Command(id="again", actor="教务处"), now=NOW)
    assert read_anew(store, store.last_position()) == kept.read(store, store.last_position())


ADOPTIONS = st.lists(
    st.builds(
        Adoption,
        rulebook=st.sampled_from("xyz"),
        start=DAYS,
        end=st.none() | DAYS,
        grade=st.sampled_from([None, "高一", "高二", "高三"]),
        class_id=st.none() | st.sampled_from("ab"),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
CHANGES = st.lists(
    st.builds(ClassChange, start=DAYS, grade=st.sampled_from(["高一", "高二", "高三"])),
    min_size=1,
    max_size=2,
    unique_by=lambda change: change.start,
).map(tuple)


@given(ADOPTIONS, CHANGES)
def test_what_was_found_for_one_day_holds_for_no_day_on_which_it_is_otherwise(
    adoptions: tuple[Adoption, ...], changes: tuple[ClassChange, ...]
) -> None:
    """Given adoptions that begin and end and a class that changes, then each day has what a search of them all finds."""
    classes = five().classes
    changing = {**classes, "a": attrs.evolve(classes["a"], changes=changes)}
    register = five(adoptions=adoptions, classes=changing)

    for class_id, day in product("ab", [date(2024, 9, 1) + timedelta(days=n) for n in range(14)]):
        expected = find_adoption(adoptions, register.classes[class_id].on(day), day)
        assert expected == register.adoption_on(class_id, day)
