"""What was published, paid or recorded on moves only when an event says so: refused with both ways, or corrected with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from bzr_adapters import Refused, School
from tests.adapters.front_door.schools import Clock, create_school, finding

RULES = """
[rulebook]
id = "{id}"
title = "试"
cite = "试"
[[item]]
id = "total"
title = "总分"
base = 100
[[clause]]
id = "1"
title = "每处扣分"
cite = "试"
into = "total"
facts = "hygiene.finding"
points = {points}
[[outcome]]
id = "place"
title = "名次"
scores = "total"
rank = "high"
among = "school"
ties = "best"
[[outcome]]
id = "pay.heads"
title = "每人10元"
unit = "元"
scores = "students"
points = 10
"""
TERMS = [
    {"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"},
    {"id": "2025-autumn", "start": "2025-09-01", "end": "2026-01-16"},
]
A = {"id": "a", "name": "高一(1)班", "grade": "高一", "students": 45}
B = {"id": "b", "name": "高一(2)班", "grade": "高一", "students": 40}
TENURES = [
    {"teacher": "t01", "name": "张老师", "class": "a", "from": "2024-09-01"},
    {"teacher": "t02", "name": "李老师", "class": "b", "from": "2024-09-01"},
]
NEXT_YEAR = {"from": "2025-09-01", "name": "高二(1)班", "grade": "高二", "students": 38}


@pytest.fixture
def first(tmp_path: Any) -> Mapping[str, Any]:
    """Two classes of one grade, compared over the school, paid by the head."""
    for name, points in (("mild", -1), ("hard", -10)):
        (tmp_path / f"{name}.toml").write_text(RULES.format(id=name, points=points), encoding="utf-8")
    return {
        "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
        "term": TERMS,
        "class": [A, B],
        "tenure": TENURES,
        "adopt": [{"rulebook": str(tmp_path / "mild.toml"), "from": "2024-09-01"}],
    }


@pytest.fixture
def school(first: Mapping[str, Any]) -> Iterator[School]:
    """September recorded, published and paid; it is 5 November 2025."""
    with create_school(first, Clock("2025-11-05T12:00+08:00")) as school:
        settle(school)
        yield school


def settle(school: School) -> None:
    """Record, publish and pay September."""
    me = school.acting("李老师")
    me.record([finding("2024-09-05", "a", 1), finding("2024-09-05", "b", 3)])
    me.publish("2024-09", until="2025-12-31")
    me.pay("2024-09").prepare()
    for name, step in enumerate(("review", "approve", "hand_over", "mark_paid")):
        reason = {"before_final": "年末结账"} if step == "hand_over" else {}
        getattr(school.acting(f"{name}").pay("2024-09"), step)(**reason)


def refuse(school: School, declaration: Mapping[str, Any]) -> Sequence[str]:
    """What a declaration is refused for; nothing is written."""
    head = school.head()
    with pytest.raises(Refused) as raised:
        school.acting("李老师").declare(declaration)
    assert head == school.head()
    return [str(problem) for problem in raised.value.problems]


def test_the_refusal_names_each_change_each_period_and_both_ways(school: School, first: Mapping[str, Any]) -> None:
    """Given the number of students said anew, then what would change is told, what it touches, and what to write instead."""
    with pytest.raises(Refused) as raised:
        school.acting("李老师").declare({**first, "class": [{**A, "students": 38}, B]})

    assert ("register.past-changed", "记录只增不改") == (raised.value.code, raised.value.clause)
    assert [
        "class 'a': students 45 → 38 (from 2024-09-01); what differs from a day on: [[class.change]] with `from`",
        "2024-09: 2 classes published (a、b), paid",
    ] == [str(problem) for problem in raised.value.problems]
    assert "say since when it is so, or that it was wrong all along: add --correct-past --reason WHY" in str(
        raised.value
    )


def test_a_class_that_goes_up_a_year_leaves_the_year_before_alone(school: School, first: Mapping[str, Any]) -> None:
    """Given grade, name and students that change from a day on, leavers and first years, then nothing of before moves."""
    new = {"id": "c", "name": "高一(1)班", "grade": "高一", "students": 50, "from": "2025-09-01"}
    tenures = [TENURES[0], {**TENURES[1], "to": "2025-07-10"}, {**TENURES[1], "class": "c", "from": "2025-09-01"}]
    year = {
        **first,
        "class": [{**A, "change": [NEXT_YEAR], "aliases": ["一班"]}, {**B, "to": "2025-07-10"}, new],
        "tenure": tenures,
    }
    preview = school.preview(year)
    school.acting("李老师").declare(year)
    sheet = school.pay_sheet("2025-09")

    assert ((), ()) == (
        tuple(change for change in preview.changes if change.month < "2025-09"),
        tuple(pay for pay in preview.sheets if pay.month < "2025-09"),
    )
    assert [(line.teacher, str(line.payable), str(line.adjustments)) for line in sheet.lines] == [
        ("t01", "380.00", "0.00"),
        ("t02", "500.00", "0.00"),
    ]
    late = school.acting("李老师").record([finding("2024-12-05", "高一(1)班")])
    assert "a" == school.fact(late.ids[0]).class_id


TOUCHING: dict[str, tuple[Mapping[str, Any], str]] = {
    "a name": ({"class": [{**A, "name": "高二(1)班"}, B]}, "class 'a': name 高一(1)班 → 高二(1)班"),
    "a new class in the ranks": (
        {"class": [A, B, {"id": "c", "name": "x", "from": "2024-09-01"}]},
        "class 'c' is there (from 2024-09-01)",
    ),
    "a class that leaves": (
        {"class": [A, {**B, "to": "2024-09-13"}], "tenure": [TENURES[0], {**TENURES[1], "to": "2024-09-13"}]},
        "class 'b' is there no more",
    ),
    "a head teacher": (
        {"tenure": [{**TENURES[0], "teacher": "t09", "name": "赵老师"}, TENURES[1]]},
        "head teacher of 'a' t01 → t09",
    ),
    "the years before": ({"tenure": [{**TENURES[0], "years_before": 7}, TENURES[1]]}, "t01 → t01 (years_before = 7)"),
    "a holiday": (
        {"term": [{**TERMS[0], "holidays": ["2024-09-16"]}, TERMS[1]]},
        "calendar: no school day any more (2024-09-16)",
    ),
    "a workday": (
        {"term": [{**TERMS[0], "workdays": ["2024-09-14"]}, TERMS[1]]},
        "calendar: a school day now (2024-09-14)",
    ),
    "the first day of the term": (
        {"term": [{**TERMS[0], "start": "2024-09-03"}, TERMS[1]]},
        "term 2024-autumn (from 2024-09-02) → none",
    ),
}


@pytest.mark.parametrize("name", TOUCHING)
def test_whatever_touches_a_published_or_paid_month_is_refused(
    school: School, first: Mapping[str, Any], name: str
) -> None:
    """Given a change of the register that reaches September, then it is named with the month."""
    changes, words = TOUCHING[name]
    told = refuse(school, {**first, **changes})

    assert any(words in line for line in told), told
    assert told[-1].startswith("2024-09: 2 classes published")


def test_another_text_of_a_rulebook_from_the_same_day_is_refused(
    school: School, first: Mapping[str, Any], tmp_path: Any
) -> None:
    """Given a rulebook's file changed, then the rulebook is named, and a further adoption from a later day goes through."""
    text = RULES.format(id="mild", points=-2)
    (tmp_path / "mild.toml").write_text(text, encoding="utf-8")
    told = refuse(school, first)
    adopted = [{"rulebook": str(tmp_path / "hard.toml"), "from": "2025-09-01"}]
    (tmp_path / "mild.toml").write_text(RULES.format(id="mild", points=-1), encoding="utf-8")
    school.acting("李老师").declare({**first, "adopt": [*first["adopt"], *adopted]})

    assert "rulebook mild/1 → mild/1 (another text) a, b (from 2024-09-01); another rulebook from a day on" in told[0]


def test_a_new_class_says_its_first_day_once_there_are_older_facts(school: School, first: Mapping[str, Any]) -> None:
    """Given a class without `from`, whose head teacher begins later than facts there are, then it is refused."""
    tenure = {"teacher": "t03", "name": "王老师", "class": "c", "from": "2025-09-01"}
    new = {"id": "c", "name": "高一(3)班", "grade": "高一"}
    told = refuse(school, {**first, "class": [A, B, new], "tenure": [*TENURES, tenure]})
    school.acting("李老师").declare(
        {**first, "class": [A, B, {**new, "from": "2025-09-01"}], "tenure": [*TENURES, tenure]}
    )

    assert (
        "class 'c' is new, and there are facts of 2024-09-05 already; write `from` in its [[class]], its first day"
        == told[0]
    )
    assert ["a", "b"] == [statement.class_id for statement in school.month("2024-09").statements]
    assert ["a", "b", "c"] == [statement.class_id for statement in school.month("2025-09").statements]


def test_a_class_with_facts_is_said_from_a_day_on_although_nothing_is_published(first: Mapping[str, Any]) -> None:
    """Given facts and no publication, when a class would have been otherwise all along, it is refused; without facts it is not."""
    with create_school(first, Clock("2024-10-08T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([finding("2024-09-05", "a", 1)])
        told = refuse(school, {**first, "class": [{**A, "grade": "高二"}, B]})
        me.declare({**first, "class": [A, {**B, "grade": "高二"}]})
        me.declare({**first, "class": [{**A, "change": [{"from": "2024-09-04", "grade": "高二"}]}, B]})

    assert [
        "class 'a': grade 高一 → 高二 (from 2024-09-01); what differs from a day on: [[class.change]] with `from`"
    ] == told


def test_the_past_is_corrected_for_a_reason_which_is_named_as_the_cause(
    school: School, first: Mapping[str, Any]
) -> None:
    """Given a reason, then it is done; what moved is told, and the check, the trail and the next pay sheet name the reason."""
    other = {**first, "class": [{**A, "students": 38}, B]}
    me = school.acting("李老师")
    with pytest.raises(Refused) as raised:
        me.declare(other, correct_past=" ")
    tried = me.declare(other, correct_past="开学时数错了", dry_run=True)
    done = me.declare(other, correct_past="开学时数错了")

    assert "reason.missing" == raised.value.code
    assert tried.preview is not None
    assert done.preview is not None
    assert tried.preview.sheets == done.preview.sheets
    assert [("t01", "2024-09", "450.00", "380.00")] == [
        (pay.teacher, pay.month, str(pay.before), str(pay.after)) for pay in done.preview.sheets
    ]
    assert "past.corrected/1" in [event.name for event in school.events()]
    told = school.recheck("2024-09").to_dict()["results"]
    assert {
        "a": ["the past corrected: 开学时数错了", "class 高一(1)班 registered (stage senior, grade 高一, students 38)"],
        "b": [],
    } == {row["class"]: [cause["text"] for cause in row["since"]] for row in told}
    assert "the past corrected: 开学时数错了" in [event["text"] for event in school.audit("a").to_dict()["events"]]
    sheet = school.pay_sheet("2025-09").to_dict()
    (line,) = [line for line in sheet["lines"] if line["teacher"] == "t01"]
    assert ["the past corrected: 开学时数错了"] == [
        cause["text"] for cause in line["adjustments"][0]["because"] if "past" in cause["text"]
    ]


def test_a_dry_run_that_would_be_refused_says_what_would_move(school: School, first: Mapping[str, Any]) -> None:
    """Given a declaration that touches the past, when it is tried, then the refusal carries the preview."""
    with pytest.raises(Refused) as raised:
        school.acting("李老师").declare({**first, "class": [{**A, "students": 38}, B]}, dry_run=True)

    assert [("t01", "2024-09")] == [(pay.teacher, pay.month) for pay in raised.value.source.sheets]


def test_a_preview_tells_of_the_sheets_that_it_can_reach_and_read(school: School, first: Mapping[str, Any]) -> None:
    """Given a sheet of last year, when a fact of this year goes, it is no part of it; when no scheme is named, that is said."""
    me = school.acting("李老师")
    (fact,) = me.record([finding("2025-09-05", "a", 2)]).ids
    several = {**first, "adopt": [{"rulebook": "monthly-quantified", "from": "2024-09-01"}]}
    gone, unnamed = me.void(fact, reason="误记", dry_run=True).preview, school.preview(several)
    me.declare(several, correct_past="用错了规则")
    back = school.preview(first)
    ended = {**several, "tenure": [TENURES[0], {**TENURES[1], "to": "2024-09-30"}]}

    assert gone is not None
    assert {"2024-09"}.isdisjoint(change.month for change in gone.changes)
    assert ("", "2024-09") in {problem.at for problem in unnamed.problems}
    assert ((), False) == (back.sheets, ("", "2024-09") in {problem.at for problem in back.problems})
    assert any("head teacher of 'b'" in line for line in refuse(school, ended))


def test_who_leaves_at_the_end_of_a_paid_month_does_so_without_a_word(school: School, first: Mapping[str, Any]) -> None:
    """Given a tenure that ends with September, whose last week ends in October, then no figure moves and nothing is asked."""
    school.acting("李老师").declare({**first, "tenure": [TENURES[0], {**TENURES[1], "to": "2024-09-30"}]})

    assert refuse(school, {**first, "tenure": [TENURES[0], {**TENURES[1], "to": "2024-09-29"}]})


def test_a_day_without_school_touches_nothing(school: School, first: Mapping[str, Any]) -> None:
    """Given a first day moved over a Sunday before the term, then nothing is asked; over a day of school, it is."""

    def begin(day: str) -> Mapping[str, Any]:
        return {**first, "class": [{**A, "from": day}, B], "tenure": [{**TENURES[0], "from": day}, TENURES[1]]}

    before = [str(statement.total) for statement in school.month("2024-09").statements]
    school.acting("李老师").declare(begin("2024-09-02"))
    after = school.month("2024-09").statements
    told = refuse(school, begin("2024-09-03"))

    assert before == [str(statement.total) for statement in after]
    assert "class 'a' is there no more (2024-09-02)" in told[0]


def test_a_weekend_counts_where_a_figure_would_move(first: Mapping[str, Any]) -> None:
    """Given a fact of a Saturday, when another grade is said of that weekend, nothing is asked; another rulebook is refused."""
    weekend = [{"from": "2024-09-14", "grade": "高二"}, {"from": "2024-09-16", "grade": "高一"}]
    other = {**first, "class": [{**A, "change": weekend}, B]}
    hard = {"rulebook": first["adopt"][0]["rulebook"].replace("mild", "hard"), "from": "2024-09-14", "to": "2024-09-15"}
    harder = {**other, "adopt": [*first["adopt"], hard]}
    with create_school(first, Clock("2025-11-05T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([finding("2024-09-14", "a", 1)])
        settle(school)
        me.declare(other)
        told = refuse(school, harder)
        moved = me.declare(harder, correct_past="用错了规则", dry_run=True).preview

    assert "rulebook mild/1 → hard/1 a, b (2024-09-14 – 2024-09-15)" in told[0]
    assert moved is not None
    assert ("98.00", "89.00") in {(str(c.before), str(c.after)) for c in moved.changes if c.month == "2024-09"}


def test_an_appointment_in_a_paid_month_says_why(first: Mapping[str, Any]) -> None:
    """Given a class without a head teacher, when one is said to have begun in a paid month, then it takes a reason; so does its end."""
    alone = {"id": "c", "name": "高一(3)班", "grade": "高一", "students": 30, "from": "2024-09-01"}
    with create_school({**first, "class": [A, B, alone]}, Clock("2025-11-05T12:00+08:00")) as school:
        settle(school)
        desk = school.acting("李老师").appoint("c")
        desk.propose(
            "t03",
            name="王老师",
            on="2024-08-20",
            teaches="语文",
            attested_by="王校长",
            certificate="C",
            training="2024-08-20",
            mentor="t01",
        )
        desk.decide(on="2024-08-21")
        desk.publish(on="2024-08-22")
        with pytest.raises(Refused) as raised:
            desk.start(on="2024-09-02")
        desk.start(on="2024-09-02", correct_past="聘书补登")
        with pytest.raises(Refused) as ended:
            desk.end(on="2024-09-13", reason="调走")
        desk.end(on="2024-09-13", reason="调走", correct_past="补登")
        desk.end(on="2024-09-01", teacher="t03", reason="没有上任", correct_past="补登")
        reasons = [event.data["reason"] for event in school.events() if event.name == "past.corrected/1"]

    assert ["register.past-changed"] * 2 == [raised.value.code, ended.value.code]
    assert "head teacher of 'c' none → t03 (from 2024-09-02)" in str(raised.value)
    assert ["聘书补登", "补登", "补登"] == reasons
