"""The register: given what it holds, when a school file is declared, then these events."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.events import Event
from bzr_domain.facts.events import FactReferred
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.register.commands import DeclareSchool, RegisterRulebook, RegisterTenure, WithdrawTenure
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.declaration_guards import can_leave_facts_behind, list_classes_with_other_past
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    RulebookAdopted,
    RulebookRegistered,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure, find_rulebook
from bzr_domain.register.school_register import SchoolRegister, decide, evolve, initial
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import AUTUMN

ONE = SchoolClass(id="g1c1", name="高一(1)班", stage="senior", grade="高一")
ZHANG = Tenure(teacher="t01", name="张老师", class_id="g1c1", start=date(2024, 9, 1))
BOOK = RulebookText(id="r", version=1, digest="d1", text="…", kinds="…")
WHOLE = Adoption(rulebook="d1", start=date(2024, 9, 1))
SCHOOL = Declaration(
    school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
    terms=(AUTUMN,),
    classes=(ONE,),
    tenures=(ZHANG,),
    rulebooks=(BOOK,),
    adoptions=(WHOLE,),
)
EMPTY = Declaration(school=SCHOOL.school)
FIRST = (
    SchoolRegistered(school=SCHOOL.school),
    TermRegistered(term=AUTUMN),
    ClassRegistered(school_class=ONE),
    RulebookRegistered(id="r", version=1, digest="d1", text="…", kinds="…"),
    TenureRegistered(tenure=ZHANG),
    RulebookAdopted(adoption=WHOLE),
)


def given(*events: Event) -> SchoolRegister:
    """A register of these events."""
    blank = record_event(FactReferred(fact="f", home="h"), 1)
    page: list[Recorded[Any]] = [blank._replace(version=n, event=event) for n, event in enumerate(events, 1)]
    return replay(evolve, initial(), [page])


def declare(register: SchoolRegister, declaration: Declaration, **more: Any) -> Any:
    """What comes of a declaration."""
    return decide(register, DeclareSchool(declaration=declaration, **more))


def test_the_first_declaration_registers_everything() -> None:
    """Given nothing, when a school is declared, then each part is registered in turn."""
    assert FIRST == declare(initial(), SCHOOL)


def test_declaring_the_same_again_changes_nothing() -> None:
    """Given the school, when it is declared in the same words, then nothing happens."""
    assert () == declare(given(*FIRST), SCHOOL)


def test_what_is_no_longer_declared_is_withdrawn() -> None:
    """Given the school, when an empty one is declared, then tenure, adoption, class and term leave; the text stays."""
    register = given(*FIRST)
    events = declare(register, EMPTY)

    assert (
        TenureWithdrawn(tenure=ZHANG),
        AdoptionWithdrawn(adoption=WHOLE),
        ClassWithdrawn(id="g1c1"),
        TermWithdrawn(id="2024-autumn"),
    ) == events

    after = given(*FIRST, *events)

    assert ({}, {}, (), ()) == (after.terms, after.classes, after.tenures, after.adoptions)
    assert ["d1"] == list(after.rulebooks)
    assert ["t01"] == after.teachers_ever_in("g1c1", date.min, date.max)
    assert after.was_ever_there("g1c1", date.min, date.max)
    assert not after.was_ever_there("g1c9", date.min, date.max)
    assert len(FIRST) + 4 == after.version


def test_a_class_that_was_never_there_leaves_nothing_behind() -> None:
    """Given no such class, when one is withdrawn, then none was ever there."""
    assert () == tuple(given(*FIRST, ClassWithdrawn(id="g1c9")).former_classes)


def test_an_amended_term_is_registered_under_its_id() -> None:
    """Given the school, when a holiday is added, then only the term is registered anew."""
    longer = attrs.evolve(AUTUMN, holidays=(*AUTUMN.holidays, date(2024, 10, 1)))

    assert (TermRegistered(term=longer),) == declare(given(*FIRST), attrs.evolve(SCHOOL, terms=(longer,)))


def test_a_faulty_declaration_changes_nothing() -> None:
    """When a declaration has problems, then they are answered and no event."""
    found = declare(initial(), attrs.evolve(SCHOOL, classes=()))

    assert ["张老师的任期:没有班级“g1c1”"] == [problem.what.zh for problem in found]


def test_a_class_with_facts_stays() -> None:
    """Given facts, when their class is left out, then it is refused."""
    without = attrs.evolve(EMPTY, terms=(AUTUMN,), classes=(attrs.evolve(ONE, id="x"),))
    expected = Refused(
        code="register.class-has-facts",
        reason=Message(
            "“g1c1”已有事实记录,不能从登记中去掉;请在学校文件中保留它",
            "facts are recorded for 'g1c1': it cannot leave the register; keep it in the school file",
        ),
        clause="记录只增不改",
    )

    assert expected == declare(given(*FIRST), without, used_days=(("g1c1", date(2024, 9, 3)),))


def test_every_class_with_facts_that_is_left_out_is_named() -> None:
    """Given facts of two classes, when both are left out, then both are named, each once."""
    days = (("g1c1", date(2024, 9, 3)), ("g1c2", date(2024, 9, 3)), ("g1c1", date(2024, 9, 4)))
    refused = declare(given(*FIRST), attrs.evolve(EMPTY, terms=(AUTUMN,)), used_days=days)

    assert isinstance(refused, Refused)
    assert refused.reason.zh.startswith("“g1c1”、“g1c2”已有事实记录,")


def test_a_day_with_facts_stays_in_a_term() -> None:
    """Given a fact, when its term is shortened or left out, then it is refused with the day."""
    shorter = attrs.evolve(EMPTY, terms=(attrs.evolve(AUTUMN, start=date(2024, 9, 9)),), classes=(ONE,))
    expected = Refused(
        code="register.term-has-facts",
        reason=Message(
            "“g1c1”在2024-09-03的事实记录在学期“2024-autumn”;请保留这个学期,并让它仍包括这一天",
            "facts of 'g1c1' on 2024-09-03 stand in term '2024-autumn': keep that term, and let it cover that day",
        ),
        clause="记录只增不改",
    )

    assert expected == declare(
        given(*FIRST), shorter, used_days=(("g1c1", date(2024, 9, 3)), ("g1c1", date(2024, 9, 9)))
    )


def test_a_term_cannot_end_before_its_facts() -> None:
    """Given a fact, when its term is to end earlier, then it is refused: it is nothing handed in after the term's end."""
    shorter = attrs.evolve(EMPTY, terms=(attrs.evolve(AUTUMN, end=date(2025, 1, 10)),), classes=(ONE,))
    refused = declare(given(*FIRST), shorter, used_days=(("g1c1", date(2025, 1, 13)),))

    assert isinstance(refused, Refused)
    assert refused.code == "register.term-has-facts"


def test_the_days_of_a_class_keep_its_facts_inside() -> None:
    """Given facts before it, when a class is to be formed later (建班), then it is refused with the first of them."""
    formed = attrs.evolve(SCHOOL, classes=(attrs.evolve(ONE, start=date(2024, 9, 9)),), tenures=())
    days = (("g1c1", date(2024, 9, 4)), ("g1c1", date(2024, 9, 3)), ("g1c1", date(2024, 9, 9)))
    expected = Refused(
        code="register.class-has-facts",
        reason=Message(
            "“g1c1”2024-09-09建班,却有2条事实在外,第一条在2024-09-03;请先更正到别的班级,再改起止",
            "class 'g1c1' is there from 2024-09-09, and 2 facts stand outside, the first on 2024-09-03: "
            "correct them to another class first, then change its days",
        ),
        clause="记录只增不改",
    )

    assert expected == declare(given(*FIRST), formed, current_days=days)
    assert ["g1c1"] == list_classes_with_other_past(given(*FIRST).classes, formed)
    assert [] == list_classes_with_other_past(given(*FIRST).classes, SCHOOL)


def test_facts_are_left_behind_only_by_what_is_dropped_or_changed() -> None:
    """A class left out, or a term that reads otherwise; a new class leaves nothing behind."""
    register = given(*FIRST)
    wider = attrs.evolve(SCHOOL, classes=(ONE, attrs.evolve(ONE, id="g1c2")))
    later = attrs.evolve(SCHOOL, terms=(attrs.evolve(AUTUMN, start=date(2024, 9, 9)),))

    assert [False, False, True, True] == [
        can_leave_facts_behind(register.classes, register.terms.values(), declared)
        for declared in (SCHOOL, wider, later, attrs.evolve(SCHOOL, classes=()))
    ]


def test_what_stays_may_have_facts() -> None:
    """Given facts, when their class and term are declared as before, then all is well."""
    assert () == declare(given(*FIRST), SCHOOL, used_days=(("g1c1", date(2024, 9, 3)),))


def test_a_fact_is_the_callers_mistake() -> None:
    """The register holds no facts."""
    with pytest.raises(TypeError, match="FactReferred belongs to a history of facts, not to the register"):
        given(FactReferred(fact="f", home="h"))


LI = Tenure(teacher="t02", name="李老师", class_id="g1c1", start=date(2025, 2, 17))


def test_a_tenure_is_registered_once() -> None:
    """Given a class whose head teacher left, when an appointment makes the next tenure, then it is registered once."""
    register = given(*FIRST, TenureWithdrawn(tenure=ZHANG))

    assert (TenureRegistered(tenure=LI),) == decide(register, RegisterTenure(tenure=LI))
    assert () == decide(given(*FIRST), RegisterTenure(tenure=ZHANG))


def test_a_tenure_takes_the_place_of_the_one_that_it_replaces() -> None:
    """Given a tenure without an end, when one with an end replaces it, then it leaves and nobody is in the way."""
    ended = attrs.evolve(ZHANG, end=date(2025, 1, 17))
    command = RegisterTenure(tenure=ended, replaces=ZHANG)

    assert (TenureWithdrawn(tenure=ZHANG), TenureRegistered(tenure=ended)) == decide(given(*FIRST), command)
    assert () == decide(given(*FIRST, TenureWithdrawn(tenure=ZHANG), TenureRegistered(tenure=ended)), command)


def test_a_tenure_beside_another_is_refused() -> None:
    """A3 第四条: one head teacher for a class and day, whoever asks."""
    refused = decide(given(*FIRST), RegisterTenure(tenure=LI))

    assert isinstance(refused, Refused)
    assert ("A3 第四条", "班级“g1c1”在2025-02-17的班主任是张老师(2024-09-01起);先结束那一任,再聘李老师") == (
        refused.clause,
        refused.reason.zh,
    )


def test_a_tenure_is_withdrawn_once() -> None:
    """What the register does not have cannot leave it."""
    assert (TenureWithdrawn(tenure=ZHANG),) == decide(given(*FIRST), WithdrawTenure(tenure=ZHANG))
    assert () == decide(given(*FIRST), WithdrawTenure(tenure=LI))


def test_a_rulebook_is_kept_once_without_being_adopted() -> None:
    """The text by which an allowance is paid is registered as it is, once."""
    other = RulebookText(id="r", version=1, digest="d2", text="…", kinds="…")

    assert (RulebookRegistered(id="r", version=1, digest="d2", text="…", kinds="…"),) == decide(
        given(*FIRST), RegisterRulebook(rulebook=other)
    )
    assert () == decide(given(*FIRST), RegisterRulebook(rulebook=BOOK))


def test_the_tenure_of_a_day_is_found() -> None:
    """Days inclusive; before the first there is none."""
    register = given(*FIRST)

    assert ZHANG == register.tenure_on("g1c1", date(2024, 9, 1))
    assert register.tenure_on("g1c1", date(2024, 8, 31)) is None
    assert ["g1c1"] == register.classes_held("t01", date(2024, 9, 1))


def test_the_most_specific_adoption_wins_then_the_latest() -> None:
    """Class before grade before stage before school, then the latest start."""
    day = date(2024, 10, 1)
    stage = Adoption(rulebook="stage", start=date(2024, 9, 1), stage="senior")
    grade = Adoption(rulebook="grade", start=date(2024, 9, 1), grade="高一")
    own = Adoption(rulebook="class", start=date(2024, 9, 1), class_id="g1c1", end=date(2024, 9, 30))
    later = Adoption(rulebook="later", start=date(2024, 9, 15))
    other = Adoption(rulebook="other", start=date(2024, 9, 1), class_id="g1c2")

    def wins(*adoptions: Adoption, on: date = day) -> str | None:
        found = attrs.evolve(given(*FIRST), adoptions=adoptions).adoption_on("g1c1", on)
        return found.rulebook if found is not None else None

    assert "grade" == wins(WHOLE, stage, grade, own, later, other)
    assert "class" == wins(WHOLE, stage, grade, own, later, other, on=date(2024, 9, 30))
    assert "stage" == wins(later, stage, WHOLE)
    assert "later" == wins(later, WHOLE)
    assert wins(other) is None


V1, V2 = (RulebookText(id="own", version=version, digest=f"o{version}", text="…", kinds="…") for version in (1, 2))
AMENDED = attrs.evolve(V1, digest="o1b")


@pytest.mark.parametrize(
    ("ref", "rulebook"), [("own", V2), ("own/1", AMENDED), ("own/2", V2), ("o1", V1), ("own/3", None), ("d", None)]
)
def test_a_registered_rulebook_is_found_by_id_version_or_digest(ref: str, rulebook: RulebookText | None) -> None:
    """An id means the newest version; of two texts of one version, the one registered last."""
    assert rulebook == find_rulebook([V1, V2, AMENDED], ref)


def test_a_register_for_a_purpose_has_its_adoptions_alone() -> None:
    """The usual purpose is first; a register of one purpose is that register itself."""
    allowance = attrs.evolve(WHOLE, purpose="allowance")
    register = attrs.evolve(initial(), adoptions=(allowance, WHOLE))

    assert ["", "allowance"] == register.purposes
    assert ((WHOLE,), (allowance,)) == (
        register.for_purpose("").adoptions,
        register.for_purpose("allowance").adoptions,
    )
    assert () == attrs.evolve(register, adoptions=(allowance,)).for_purpose("").adoptions
    usual = attrs.evolve(register, adoptions=(WHOLE,))
    assert usual is usual.for_purpose("")
