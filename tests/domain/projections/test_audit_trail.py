"""The audit trail (审计轨迹): what of all histories belongs to a class or to a teacher."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentProposed,
    StudioJoined,
    SubstituteNamed,
)
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactReferred, FactVoided, TotalPrinted
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayLine, PayPart, PayPrepared, PayStepTaken
from bzr_domain.projections.audit_trail import (
    list_referred_histories,
    list_teachers_by_name,
    project_class_trail,
    project_teacher_trail,
)
from bzr_domain.publication.events import AppealFiled, Figures, ResultFinalised, ResultPublished
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    RulebookAdopted,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import Adoption, SchoolProfile, Tenure
from bzr_domain.testing.recorded_facts import histories_of
from tests.support.builders import AUTUMN
from tests.support.schools import five, of

DAY = date(2024, 9, 3)
AT = datetime(2024, 9, 3, tzinfo=UTC)
NOBODY = Figures(teacher=None, rulebook="0" * 64, total=Decimal(90), items=(), outcomes=())
ZERO = Decimal(0)


def stored(*streams: tuple[str, Sequence[object]]) -> dict[str, list[Recorded[Any]]]:
    """Histories as a store keeps them, recorded one after the other in this order."""
    found: dict[str, list[Recorded[Any]]] = {}
    position = 0
    for name, events in streams:
        for event in events:
            position += 1
            place = found.setdefault(name, [])
            place.append(
                Recorded(
                    stream=name,
                    version=len(place) + 1,
                    position=position,
                    recorded_at=AT,
                    actor="干事",
                    command=f"c{position}",
                    event=event,
                )
            )
    return found


def recorded_fact(name: str, class_id: str, **fields: Any) -> FactRecorded:
    """A fact of a class."""
    return FactRecorded(id=name, fact=of(class_id, "assembly.missed", **fields))


def corrected_fact(name: str, target: str, class_id: str, **fields: Any) -> FactCorrected:
    """A correction of the class."""
    after = of(class_id, "assembly.missed", **fields)
    return FactCorrected(id=name, target=target, fields=("class_id",), after=after, reason="查实")


def void(name: str, target: str) -> FactVoided:
    """A void."""
    return FactVoided(id=name, target=target, reason="查实")


def pay(*teachers: str, class_id: str = "a") -> PayPrepared:
    """A sheet with a line for some teachers, each for a class."""
    part = PayPart(class_id=class_id, total=ZERO, full=ZERO, amount=ZERO, served=1, school_days=1)
    lines = tuple(
        PayLine(
            teacher=one, name=one, base=ZERO, assessment=ZERO, seniority=ZERO,
            parts=(part,), adjustments=(), payable=ZERO,
        )
        for one in teachers
    )  # fmt: skip
    return PayPrepared(period="2024-09", scheme="s", allowance="", lines=lines, on=DAY)


def stood_in(class_id: str, teacher: str) -> SubstituteNamed:
    """A day on which somebody stood in."""
    return SubstituteNamed(class_id=class_id, teacher=teacher, name=f"师{teacher}", start=DAY, end=DAY, reason="病假")


def positions(events: Sequence[Recorded[Any]]) -> list[int]:
    """Where the events of a trail stand in the store."""
    return [one.position for one in events]


def test_a_class_has_its_own_histories_whole() -> None:
    """Facts, printed totals, results with appeals, appointments; those of another class are not its own."""
    printed = TotalPrinted(id="p", class_id="a", on=DAY, total=ZERO, kinds=(), sheet="s")
    appeal = AppealFiled(id="x", class_id="a", period="2024-09", by="师", about="f1", grounds="g", evidence="", on=DAY)
    found = stored(
        ("class:a:2024-autumn", [recorded_fact("f1", "a"), printed]),
        ("class:aa:2024-autumn", [recorded_fact("f2", "aa")]),
        ("result:a:2024-09", [appeal]),
        (
            "appointment:a",
            [stood_in("a", "t")],
        ),
        (
            "appointment:b",
            [stood_in("b", "t")],
        ),
    )

    assert [1, 2, 4, 5] == positions(project_class_trail(found, "a"))


def test_a_teachers_facts_belong_to_the_class_they_are_about() -> None:
    """From the entry that is first about the class on, with all that is done to that entry; printed totals are no entries."""
    about = {"teacher": "t"}
    found = stored(
        (
            "teacher:t",
            [
                recorded_fact("f1", "b", **about),
                recorded_fact("f2", "a", **about),
                corrected_fact("k1", "f1", "a", **about),
                void("v1", "k1"),
                void("v2", "f2"),
                void("v3", "f1"),
                FactReferred(fact="x", home="class:c:2024-autumn"),
            ],
        )
    )

    assert [2, 3, 4, 5] == positions(project_class_trail(found, "a"))


def test_a_fact_moved_here_brings_its_whole_story() -> None:
    """From the history in which it was recorded; one that was never about the class tells nothing, nor does a missing one."""
    found = stored(
        (
            "class:b:2024-autumn",
            [
                recorded_fact("f1", "b"),
                recorded_fact("f2", "b"),
                corrected_fact("k1", "f1", "a"),
                void("v1", "k1"),
                void("v2", "f2"),
            ],
        ),
        (
            "class:a:2024-autumn",
            [
                FactReferred(fact="f1", home="class:b:2024-autumn"),
                FactReferred(fact="f2", home="class:b:2024-autumn"),
                FactReferred(fact="f3", home="class:c:2024-autumn"),
            ],
        ),
    )

    assert [1, 3, 4, 6, 7, 8] == positions(project_class_trail(found, "a"))
    assert {"class:b:2024-autumn", "class:c:2024-autumn"} == list_referred_histories(found)


def test_the_register_tells_of_a_class_what_binds_it() -> None:
    """Itself, its tenures, all terms, and the rulebooks for it as it was at any time."""
    classes, tenures = five().classes, five().tenures
    senior = Adoption(rulebook="0" * 64, start=DAY, stage="senior")
    grade = Adoption(rulebook="0" * 64, start=DAY, grade="高一")
    other = Adoption(rulebook="0" * 64, start=DAY, grade="高二")
    found = stored(
        (
            "register",
            [
                SchoolRegistered(school=SchoolProfile(name="试", timezone="Asia/Shanghai")),
                TermRegistered(term=AUTUMN),
                ClassRegistered(school_class=classes["a"]),
                ClassRegistered(school_class=classes["b"]),
                TenureRegistered(tenure=tenures[0]),
                TenureWithdrawn(tenure=tenures[1]),
                RulebookAdopted(adoption=senior),
                AdoptionWithdrawn(adoption=grade),
                RulebookAdopted(adoption=other),
                ClassWithdrawn(id="a"),
                ClassWithdrawn(id="b"),
                TermWithdrawn(id="x"),
            ],
        )
    )

    assert [2, 3, 5, 7, 8, 10, 12] == positions(project_class_trail(found, "a"))
    assert [5] == positions(project_teacher_trail(found, five(), "ta"))


def test_a_sheet_belongs_to_whom_it_has_a_line_for() -> None:
    """Step by step, while the sheet as last filled in has a line; anything else in the history is no step."""
    step = PayStepTaken(period="2024-09", step="reviewed", note="", on=DAY)
    found = stored(
        ("pay:2024-09", [step, pay("ta"), step, pay("tb", class_id="b"), step]),
        ("pay:2024-10", [pay("tb", "ta"), void("v", "x")]),
    )

    assert [2, 3, 6] == positions(project_class_trail(found, "a"))
    assert [2, 3, 6] == positions(project_teacher_trail(found, five(), "ta"))


def test_a_teacher_has_the_results_of_the_days_they_served() -> None:
    """Whoever served on a school day, or was published as the head teacher; an unknown period was served by nobody."""
    tenures = (
        Tenure(teacher="t1", name="师一", class_id="a", start=date(2024, 9, 1), end=date(2024, 9, 10)),
        Tenure(teacher="t2", name="师二", class_id="a", start=date(2024, 9, 11)),
    )
    said = ResultPublished(class_id="a", period="2024-10", figures=NOBODY, digest="", asked_on=DAY, until=DAY)
    final = ResultFinalised(
        class_id="b",
        period="2024-09",
        figures=Figures(teacher="t1", rulebook="", total=ZERO, items=(), outcomes=()),
        digest="",
        asked_on=DAY,
    )
    found = stored(
        ("result:a:2024-09", [said]),
        ("result:a:2024-10", [said]),
        ("result:b:2024-09", [said, final]),
        ("result:a:1999", [said]),
    )
    register = five(tenures=tenures)

    assert [1, 3, 4] == positions(project_teacher_trail(found, register, "t1"))
    assert [1, 2] == positions(project_teacher_trail(found, register, "t2"))


def test_a_teacher_has_their_appointments_step_by_step() -> None:
    """With where they stood in and the studios they joined; another candidate's steps are theirs alone."""
    proposed = [
        AppointmentProposed(id=f"p{who}", class_id="a", teacher=who, name=f"师{who}", on=DAY) for who in ("t1", "t2")
    ]
    found = stored(
        ("appointment:a", [*proposed, *(AppointmentDecided(id=f"p{who}", on=DAY) for who in ("t1", "t2"))]),
        (
            "appointment:b",
            [stood_in("b", "t1")],
        ),
        (
            "studio:晨光",
            [StudioJoined(studio="晨光", member="t1", name="师t1", role="trainee", start=DAY, end=None)],
        ),
        ("teacher:t1", [recorded_fact("f1", "a", teacher="t1")]),
        ("teacher:t2", [FactReferred(fact="f1", home="teacher:t1")]),
    )

    assert [1, 3, 5, 6, 7] == positions(project_teacher_trail(found, five(), "t1"))
    assert [2, 4, 8] == positions(project_teacher_trail(found, five(), "t2"))


def test_a_name_can_mean_whoever_had_a_post() -> None:
    """A head teacher, a candidate, a substitute and a studio's member; two of one name are both meant."""
    found = stored(
        ("register", [TenureRegistered(tenure=five().tenures[0]), TermRegistered(term=AUTUMN)]),
        ("appointment:a", [AppointmentProposed(id="p", class_id="a", teacher="t9", name="师a", on=DAY)]),
        (
            "studio:晨光",
            [StudioJoined(studio="晨光", member="t8", name="师八", role="trainee", start=DAY, end=None)],
        ),
    )

    names = list_teachers_by_name(one for events in found.values() for one in events)

    assert {"ta", "t9"} == names["师a"]
    assert {"t8"} == names["师八"] == names["t8"]


ENTRIES = st.builds(of, st.sampled_from("abc"), st.just("assembly.missed"), teacher=st.sampled_from([None, "t"]))


@given(entries=histories_of(ENTRIES), cut=st.integers(0, 20))
def test_what_a_trail_told_once_it_tells_for_ever(entries: tuple[Recorded[Any], ...], cut: int) -> None:
    """A class's own history cut at a position gives the trail cut there; a teacher's gives part of what it gives later."""
    early = [one for one in entries if one.position <= cut]

    for name, same in (("class:a:2024-autumn", True), ("teacher:t", False)):
        before, whole = (positions(project_class_trail({name: part}, "a")) for part in (early, entries))
        cut_later = [position for position in whole if position <= cut]
        assert before == cut_later if same else set(before) <= set(cut_later)
        assert sorted(whole) == whole


@given(entries=histories_of(ENTRIES))
def test_what_is_about_a_class_is_in_its_trail(entries: tuple[Recorded[Any], ...]) -> None:
    """Every entry that says something of the class, whichever history holds it; an empty history has none."""
    about = {
        one.position
        for one in entries
        if isinstance(one.event, FactRecorded | FactCorrected) and _stated(one.event).class_id == "a"
    }

    assert about <= set(positions(project_class_trail({"teacher:t": entries}, "a")))
    assert [] == project_class_trail({"teacher:t": []}, "a")


def _stated(event: FactRecorded | FactCorrected) -> Fact:
    return event.fact if isinstance(event, FactRecorded) else event.after
