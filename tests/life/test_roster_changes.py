"""The roster changes afterwards: classes split and merged, head teachers and rulebooks changed for months long past.

Every figure follows; every old answer is still there as of its time; what was published computes again to its digest;
what was paid is not paid anew but adjusted.
"""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_domain.application.audit import load_class_trail
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, load_pay_sheet
from bzr_domain.facts.events import FactCorrected, FactReferred
from bzr_domain.kernel.messages import Problem, Refused, UnknownReference
from bzr_domain.kernel.readings import PAID_STAYS
from bzr_domain.pay.events import PayLine
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.events import ClassWithdrawn
from bzr_domain.register.roster import Adoption, RulebookText
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.life.living import AUTUMN, BEFORE, LOST, Life, declared, school, tenure
from tests.life.test_machine import cell, registered
from tests.support import stores

HALF = date(2024, 10, 14)
OCTOBER_DAYS = [day for day in AUTUMN.school_days() if (day.year, day.month) == (2024, 10)]
SPLIT = declared(
    classes=("c1", "c2", "c3"), tenures=(*BEFORE, tenure("t3", "c3", since=HALF)), days={"c3": (HALF, None)}
)


def by_teacher(lines: tuple[PayLine, ...]) -> dict[str, PayLine]:
    """The lines of a sheet by head teacher."""
    return {line.teacher: line for line in lines}


def owed(life: Life, period: str) -> dict[str, Decimal]:
    """What a month gives each head teacher as known now."""
    again = fill_in_pay_sheet(life.by().reader(), cell(period), "scheme-1", "")
    assert not isinstance(again, Refused)
    return {line.teacher: line.assessment for line in again.lines if line.parts}


def settled(life: Life, period: str, paid: tuple[PayLine, ...], later: tuple[PayLine, ...]) -> None:
    """What a month's sheet gave, with the adjustments of the next one, is what the month is owed as known now."""
    before, after, due = by_teacher(paid), by_teacher(later), owed(life, period)
    for who in {*before, *after, *due}:
        given = before[who].assessment if who in before else Decimal(0)
        given += sum((one.amount for one in after[who].adjustments), Decimal(0)) if who in after else 0
        if who in after and after[who].payable:
            assert due.get(who, Decimal(0)) == given, who
        else:  # nobody pays back what nobody is paid
            assert due.get(who, Decimal(0)) <= given, who


def paid_for(life: Life, period: str) -> tuple[PayLine, ...]:
    """The lines of a month's sheet as it would be filled in now."""
    found = fill_in_pay_sheet(life.by().reader(), cell(period), "scheme-1", "")
    assert not isinstance(found, Refused)
    return found.lines


def changed(paid: tuple[PayLine, ...]) -> list[str]:
    """Who gets an adjustment, or pays one."""
    return sorted(line.teacher for line in paid if line.adjustments)


def old_year(*facts: tuple[str, str]) -> tuple[Life, list[str], tuple[PayLine, ...]]:
    """Two classes; October below 60 points, with some facts, published and paid."""
    life = school()
    for class_id in ("c1", "c2"):
        for month in ("2024-10-08", "2025-01-08"):
            life.record(class_id, month, **LOST)
    found = [life.fact(class_id, on) for class_id, on in facts]
    life.publish("2024-10")
    return life, found, life.pay("2024-10")


def test_a_class_split_in_two_takes_its_facts_with_it() -> None:
    """From a day on half of c1 is c3: the facts of those days are corrected to it, by whatever day they are asked."""
    life, (before, after), paid = old_year(("c1", "2024-10-09"), ("c1", "2024-10-16"))
    one, other = life.totals("2024-10")
    assert one is not None

    life.setup(SPLIT)
    full = life.total("c3", "2024-10")
    assert full is not None
    life.correct(after, class_ref="c3")

    assert [one + 5, other, full - 5] == life.totals("2024-10")
    ids = {name: [f.id for f in life.by().reader().current_facts(name)] for name in ("c1", "c3")}
    assert before in ids["c1"]
    assert ([after], False) == (ids["c3"], after in ids["c1"])
    later = life.pay("2025-01")
    assert changed(later)
    settled(life, "2024-10", paid, later)
    life.what_was_answered_is_answered_again()


def test_the_trail_and_the_check_of_a_new_class_say_where_its_facts_came_from() -> None:
    """Given a class split, then what was corrected to the new class stands in its trail and under its moved result."""
    life, (fact, teachers), _ = old_year(("c1", "2024-10-16"), ("c1", "2024-10-17"))
    life.setup(SPLIT)
    life.publish("2024-10")
    life.correct(fact, class_ref="c3")
    life.correct(fact, count=3)

    reader = life.by().reader()
    (moved,) = [one for one in life.checked() if one.class_id == "c3" and one.differences]
    told = [one.event for one in load_class_trail(reader, "c3")]

    assert teachers
    assert [FactReferred(fact=fact, home="class:c1:2024-autumn")] == [
        one for one in told if isinstance(one, FactReferred)
    ]
    assert [(fact, "class_id"), (fact, "count")] == [
        (one.event.target, one.event.fields[0]) for one in moved.causes if isinstance(one.event, FactCorrected)
    ]


def test_a_teachers_fact_follows_the_class_into_a_split() -> None:
    """c3 goes to the same head teacher: the fact changes class within one history, and counts once."""
    life, _, _ = old_year()
    fact = life.fact("c1", "2024-10-16", kind="缺查课", count=2)
    before = life.total("c1", "2024-10")
    life.setup(
        declared(
            classes=("c1", "c2", "c3"), tenures=(*BEFORE, tenure("t1", "c3", since=HALF)), days={"c3": (HALF, None)}
        )
    )
    clean = life.total("c3", "2024-10")
    assert before is not None
    assert clean is not None

    moved = life.correct(fact, class_ref="c3")

    assert (before + 2, clean - 2) == (life.total("c1", "2024-10"), life.total("c3", "2024-10"))
    assert moved in {getattr(one.event, "id", "") for one in load_class_trail(life.by().reader(), "c3")}
    life.what_was_answered_is_answered_again()


def test_a_split_taken_back_is_as_if_it_had_not_been() -> None:
    """The corrections voided, every figure is what it was before the split; only the new class stays, clean."""
    life, facts, _ = old_year(("c1", "2024-10-16"), ("c1", "2024-10-17"))
    before = life.totals("2024-10")
    life.setup(SPLIT)
    clean = life.total("c3", "2024-10")
    corrections = [life.correct(fact, class_ref="c3") for fact in facts]

    for one in corrections:
        life.void(one)

    assert [*before, clean] == life.totals("2024-10")
    assert [] == life.by().reader().current_facts("c3")
    life.what_was_answered_is_answered_again()


def test_two_classes_merged_are_one_from_that_day_on() -> None:
    """c2 joins c1: its facts of those days are c1's, its earlier ones stay, and the register keeps it for them."""
    life, (early, late), paid = old_year(("c2", "2024-10-09"), ("c2", "2024-10-16"))
    one, other = life.totals("2024-10")
    assert one is not None
    assert other is not None

    life.setup(declared(tenures=(BEFORE[0], tenure("t2", "c2", until=date(2024, 10, 13)))))
    life.correct(late, class_ref="c1")

    assert [one - 5, other + 5] == life.totals("2024-10")
    gone = life.by().setup(declared(classes=("c1",), tenures=BEFORE[:1]))
    assert isinstance(gone, Refused)
    assert early in [fact.id for fact in life.by().reader().current_facts("c2")]
    later = life.pay("2025-01")
    assert changed(later)
    settled(life, "2024-10", paid, later)
    life.what_was_answered_is_answered_again()


def test_a_class_formed_within_a_term_has_no_results_before_it() -> None:
    """c3 is formed on 14 October out of c1: nothing of September, half of October, and facts of its own days alone."""
    life, (before, after), _ = old_year(("c1", "2024-10-09"), ("c1", "2024-10-16"))
    whole = life.totals("2024-10")
    life.setup(attrs.evolve(SPLIT, classes=declared(classes=("c1", "c2", "c3"), days={"c3": (HALF, None)}).classes))
    life.correct(after, class_ref="c3")

    refused = life.by().correct(before, lambda wish: attrs.evolve(wish, class_ref="c3"), "查实")

    assert life.total("c3", "2024-09") is None
    assert life.total("c3", "2024-10") is not None
    assert life.total("c1", "2024-10") != whole[0]
    assert isinstance(refused, tuple)
    (problem,) = refused
    assert isinstance(problem, Problem)
    assert "2024-10-09没有班级“c3”(2024-10-14建班)" == problem.what.zh
    assert ["t1", "t2"] == [line.teacher for line in paid_for(life, "2024-09") if line.parts]
    served = {line.teacher: line.parts[0] for line in paid_for(life, "2024-10")}
    assert (served["t3"].served, served["t1"].served) == (
        len([day for day in OCTOBER_DAYS if day >= HALF]),
        len(OCTOBER_DAYS),
    )
    life.what_was_answered_is_answered_again()


def test_a_class_dissolved_has_no_results_after_it() -> None:
    """c2 joins c1 on 14 October: its facts of later days move first, then it ends, and January has one class."""
    life, (early, late), _ = old_year(("c2", "2024-10-09"), ("c2", "2024-10-16"))
    until = date(2024, 10, 13)
    merged = declared(tenures=(BEFORE[0], tenure("t2", "c2", until=until)), days={"c2": (None, until)})

    too_soon = life.by().setup(merged)
    for fact in [one.id for one in life.by().reader().current_facts("c2") if one.fact.on > until]:
        life.correct(fact, class_ref="c1")
    life.setup(merged)

    assert isinstance(too_soon, Refused)
    assert "“c2”到2024-10-13为止,却有2条事实在外,第一条在2024-10-16;请先更正到别的班级,再改起止" == too_soon.reason.zh
    assert {early, late} & {one.id for one in life.by().reader().current_facts("c2")} == {early}
    assert (True, None) == (life.total("c2", "2024-10") is not None, life.total("c2", "2025-01"))
    assert ["t1"] == [line.teacher for line in paid_for(life, "2025-01") if line.parts]
    life.what_was_answered_is_answered_again()


def test_a_class_whose_facts_all_moved_away_stays_registered_for_a_void_to_bring_them_back() -> None:
    """Only what no entry ever spoke of can leave: a class, and a term too."""
    life = school()
    fact = life.fact("c2", "2024-09-12")
    correction = life.correct(fact, class_ref="c1", on=date(2025, 2, 20))
    smaller = declared(classes=("c1",), tenures=BEFORE[:1])

    for declaration in (smaller, attrs.evolve(declared(), terms=declared().terms[1:])):
        assert isinstance(life.by().setup(declaration), Refused)

    life.void(correction)
    assert [fact] == [one.id for one in life.by().reader().current_facts("c2")]
    life.what_was_answered_is_answered_again()


def test_a_class_that_left_the_register_still_answers_for_what_was_published() -> None:
    """Without facts it may leave; its published result is checked all the same, as it was known then."""
    life = school()
    life.publish("2024-09")
    life.setup(declared(classes=("c1",), tenures=BEFORE[:1]))

    found = {one.class_id: one for one in life.checked()}

    assert any(isinstance(one.event, ClassWithdrawn) for one in life.log())
    assert (True, None) == (found["c2"].same, found["c2"].now)
    assert ["总分 83.00 → —"] == [one.describe().zh for one in found["c2"].differences]
    life.what_was_answered_is_answered_again()


@pytest.mark.parametrize("since", [date(2024, 10, 1), HALF, date(2024, 10, 31)])
def test_another_head_teacher_afterwards_is_paid_for_the_days_served(since: date) -> None:
    """t3 had c1 from a day of October on: points stay the class's, the pay moves by the days, on the next sheet."""
    life, _, _ = old_year(("c1", "2024-10-09"))
    before = life.totals("2024-10")
    teachers_fact = life.fact("c1", "2024-10-31", kind="缺查课", count=2)
    counted = life.total("c1", "2024-10")

    until = date.fromordinal(since.toordinal() - 1)
    life.setup(declared(tenures=(tenure("t1", "c1", until=until), tenure("t3", "c1", since=since), BEFORE[1])))
    later = life.pay("2025-01")

    assert [counted, before[1]] == life.totals("2024-10")
    assert teachers_fact in [one.id for one in life.by().reader().current_facts("c1")]
    (adjustment,) = by_teacher(later)["t3"].adjustments
    assert owed(life, "2024-10")["t3"] == adjustment.amount > 0
    moved = {one.class_id: [d.name.en for d in one.differences] for one in life.checked()}
    assert "head teacher" in moved["c1"]
    # t1 has no class any more in January: nothing can be taken back, and nobody is paid less than nothing.
    assert all(line.payable >= 0 for line in later)
    life.what_was_answered_is_answered_again()


def test_a_head_teacher_changed_and_changed_back_is_owed_nothing() -> None:
    """Amended twice, the register reads as at first: no adjustment for anybody."""
    life, _, _ = old_year(("c1", "2024-10-09"))
    before = life.totals("2024-10")

    life.setup(declared(tenures=(tenure("t3", "c1"), BEFORE[1])))
    life.setup(declared())

    assert before == life.totals("2024-10")
    assert [] == changed(life.pay("2025-01"))
    assert [] == [one for one in life.checked() if one.differences]
    life.what_was_answered_is_answered_again()


def test_a_rulebook_adopted_for_closed_months_moves_them_and_the_next_sheet_settles_it() -> None:
    """An assembly missed costs 3 and not 5, from October on, said in March: what was published stays said."""
    life, _, paid = old_year(("c1", "2024-10-09"), ("c2", "2024-10-10"))
    said = {one.class_id: one.last.published for one in life.checked()}
    one, other = life.totals("2024-10")
    assert one is not None
    assert other is not None

    life.setup(declared(change=("3", date(2024, 10, 1))))
    later = life.pay("2025-01")

    assert [one + 2, other + 2] == life.totals("2024-10")
    found = {one.class_id: one for one in life.checked()}
    assert said == {name: one.last.published for name, one in found.items()}
    assert all(one.differences for one in found.values())
    assert ["t1", "t2"] == changed(later)
    settled(life, "2024-10", paid, later)
    life.what_was_answered_is_answered_again()


def with_rulebook(text: str, class_id: str | None = None) -> Declaration:
    """The school with another rulebook from 1 October on, of everybody or of one class."""
    book = parse_rulebook(text, read_common_kinds())
    other = RulebookText(id=book.id, version=book.version, digest=book.digest, text=text, kinds=read_common_kinds())
    plain = declared()
    since = Adoption(rulebook=other.digest, start=date(2024, 10, 1), class_id=class_id)
    return attrs.evolve(plain, rulebooks=(*plain.rulebooks, other), adoptions=(*plain.adoptions, since))


def test_a_rulebook_adopted_for_a_paid_month_pays_it_by_the_scheme_named_now() -> None:
    """October was paid by scheme-1, which its rulebook has no more: the scheme of the next sheet decides, or is asked for."""
    life, _, paid = old_year(("c1", "2024-10-09"))
    text = registered("").text.replace('id = "pay.scheme-1"', 'id = "pay.first"')
    life.setup(with_rulebook(text.replace("short_of = 100\npoints = -10", "short_of = 100\npoints = -5")))

    with pytest.raises(UnknownReference) as refused:
        fill_in_pay_sheet(life.by().reader(), cell("2025-01"), "scheme-1", "")
    later = fill_in_pay_sheet(life.by().reader(), cell("2025-01"), "first", "")

    assert not isinstance(later, Refused)
    assert "2025-01的规则里没有方案“scheme-1”;可用的有:pay.first、pay.scheme-2" == refused.value.message.zh
    assert "pay.first" == later.scheme
    adjustments = {line.teacher: line.adjustments for line in later.lines}
    was = {line.teacher: line.assessment for line in paid}
    assert any(adjustments.values())
    for who, one in ((who, one) for who, found in adjustments.items() for one in found):
        total = life.total({"t1": "c1", "t2": "c2"}[who], "2024-10")
        assert total is not None
        owed_now = Decimal(600) if total >= 60 else 600 - 5 * (100 - total)
        assert (was[who], owed_now) == (one.paid, one.owed)


def test_two_rulebooks_with_schemes_of_their_own_stand_on_one_sheet() -> None:
    """Class c2 is assessed by another rulebook with one scheme: it needs no name, and nothing paid moves but c2's October."""
    life, _, paid = old_year(("c2", "2024-10-09"))
    text = (
        registered("")
        .text.replace('id = "pay.scheme-1"', 'id = "pay.own"')
        .replace('id = "monthly-quantified"', 'id = "own"')
    )
    head, _, rest = text.partition('[[outcome]]\nid = "pay.scheme-2"')
    life.setup(with_rulebook(head + "[[outcome]]" + rest.partition("[[outcome]]")[2], "c2"))

    later = life.pay("2025-01")

    sheet = load_pay_sheet(life.by().reader(), "2025-01").content
    assert sheet is not None
    assert "monthly-quantified:pay.scheme-1,own:pay.own" == sheet.scheme
    assert {"t1", "t2"} == {line.teacher for line in later if line.parts}
    assert [] == changed(later)
    settled(life, "2024-10", paid, later)
    life.what_was_answered_is_answered_again()


UNPAID = (
    "2024-10已经发放,而{}现在没有这个月可发的结果(没有上课日、没有采用规则,或规则没有发钱的方案),"
    "算不出应得多少;请改学校文件里的学期或 [[adopt]]"
)
TOO_LATE = attrs.evolve(
    declared(), adoptions=tuple(attrs.evolve(one, start=date(2025, 1, 1)) for one in declared().adoptions)
)
NO_DAYS_LEFT = attrs.evolve(
    declared(), terms=(attrs.evolve(AUTUMN, holidays=tuple(OCTOBER_DAYS)), *declared().terms[1:])
)


@pytest.mark.parametrize(
    ("wrong", "who"),
    [
        (with_rulebook(registered("").text.replace('unit = "元"', 'unit = "分"'), "c1"), "c1"),
        (TOO_LATE, "c1、c2"),
        (NO_DAYS_LEFT, "c1、c2"),
    ],
    ids=["pays-nothing", "adopted-later", "no-school-day"],
)
def test_a_paid_month_that_nothing_pays_any_more_is_refused_with_its_name(wrong: Declaration, who: str) -> None:
    """What the paid month is owed cannot be told, so nothing is taken back, and no later sheet is filled in until it can."""
    life, _, _ = old_year()
    life.setup(wrong)

    refused = fill_in_pay_sheet(life.by().reader(), cell("2025-01"), "scheme-1", "")

    assert isinstance(refused, Refused)
    assert UNPAID.format(who) == refused.reason.zh
    assert PAID_STAYS == refused.clause
    life.setup(declared())
    assert [] == changed(life.pay("2025-01"))
    life.what_was_answered_is_answered_again()


def test_everything_at_once_and_every_old_answer_is_still_there() -> None:
    """Split, handed over, another rulebook, facts moved and restored: one year, asked at every step."""
    life, (first, second), _ = old_year(("c1", "2024-10-09"), ("c1", "2024-10-16"))
    split = attrs.evolve(
        declared(
            classes=("c1", "c2", "c3"),
            tenures=(
                tenure("t1", "c1", until=date(2024, 9, 30)),
                tenure("t4", "c1", since=date(2024, 10, 1)),
                BEFORE[1],
                tenure("t3", "c3", since=HALF),
            ),
            change=("8", date(2024, 10, 1)),
            days={"c3": (HALF, None)},
        )
    )
    life.setup(split)
    life.publish("2024-10")
    moved = life.correct(second, class_ref="c3")
    life.void(life.void(first))
    life.publish("2024-10")
    life.void(moved)
    life.pay("2025-01")

    (early, late) = life.answers[0].asked, life.answers[-1].asked
    assert 2 == len(stores.read_at(life.store, early, until=early).register.classes)
    assert 3 == len(stores.read_at(life.store, late, until=late).register.classes)
    assert ["c3"] == [one.class_id for one in life.checked() if one.differences and one.last.published.teacher == "t3"]
    life.what_was_answered_is_answered_again()
