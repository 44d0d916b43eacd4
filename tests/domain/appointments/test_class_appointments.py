"""Appointments: given what was done, when a step is wished for, then these events or this refusal."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentPublished,
    AppointmentStarted,
)
from bzr_domain.register.events import TenureRegistered, TenureWithdrawn
from bzr_domain.register.people import People, Person, Right
from bzr_domain.register.roster import Tenure
from tests.support.appointments import (
    AUGUST,
    JULY,
    REGISTER,
    SEPTEMBER,
    WANG,
    Office,
    candidate,
    excused,
    published,
    says,
    serving,
)

CHEN = Tenure(teacher="t09", name="陈老师", class_id="g1c1", start=SEPTEMBER)


def test_the_steps_lead_from_the_list_to_the_letter() -> None:
    """拟定名单,确定人选,公布,发聘任书: the letter registers the tenure, the end shortens it."""
    office = Office()
    last = date(2025, 7, 10)

    assert (candidate(first_time=True),) == office.propose()
    assert (AppointmentDecided(id="a1", on=JULY, note="会议"),) == office.decide(note="会议")
    assert (AppointmentPublished(id="a1", on=JULY),) == office.publish()
    assert (AppointmentStarted(id="a1", on=SEPTEMBER), TenureRegistered(tenure=CHEN)) == office.start()
    assert (
        AppointmentEnded(id="a1", on=last, reason="调走"),
        TenureWithdrawn(tenure=CHEN),
        TenureRegistered(tenure=attrs.evolve(CHEN, end=last)),
    ) == office.end(last)
    assert ["propose", "decide", "publish", "start", "end"] == [s.step for s in office.state.all["a1"].steps]
    assert (attrs.evolve(CHEN, end=last),) == office.state.tenures


def test_the_state_names_how_far_it_has_come() -> None:
    """拟定、确定、公布、在聘、结束; one that ended before it began was dropped."""
    office, found = Office(), []
    for step in (office.propose, office.decide, office.publish, office.start):
        step()
        found.append(office.state.all["a1"].state)
    office.end(date(2025, 7, 10))
    found.append(office.state.all["a1"].state)
    office.propose(on=date(2025, 7, 11))
    office.end(date(2025, 7, 12))
    found.append(office.state.all["a2"].state)

    assert ["proposed", "decided", "published", "appointed", "ended", "dropped"] == found


def test_a_dropped_candidate_leaves_no_tenure() -> None:
    """Given a candidate, when dropped, then the register stays as it is, and another can be proposed."""
    office = published()

    assert (AppointmentEnded(id="a1", on=JULY, reason="本人不愿"),) == office.end(JULY, "本人不愿")
    assert (WANG,) == office.register.tenures
    assert office.propose() == (candidate(id="a2", first_time=True),)


def test_an_appointment_ended_before_its_first_day_withdraws_the_tenure() -> None:
    """Given a letter for September, when it ends in August, then nobody ever served under it."""
    office = serving()

    assert (
        AppointmentEnded(id="a1", on=AUGUST, reason="调走"),
        TenureWithdrawn(tenure=CHEN),
    ) == office.end(AUGUST)
    assert ((WANG,), ()) == (office.register.tenures, office.state.tenures)


def test_a_term_that_runs_out_changes_nothing_more() -> None:
    """Given a term with a last day, when it ends on that day, then the tenure reads like that already."""
    until = date(2026, 7, 10)
    office = serving(until=until)

    assert (AppointmentEnded(id="a1", on=until, reason="期满"),) == office.end(until, "期满")
    assert (WANG, attrs.evolve(CHEN, end=until)) == office.register.tenures


def test_a_tenure_that_the_school_file_states_is_taken_over() -> None:
    """Given the very tenure in the register, when the letter is issued, then the register needs no event."""
    office = published()
    office.register = attrs.evolve(office.register, tenures=(WANG, CHEN))

    assert (AppointmentStarted(id="a1", on=SEPTEMBER),) == office.start()


@pytest.mark.parametrize("step", ["decide", "publish", "start"])
def test_without_a_candidate_no_step_can_follow(step: str) -> None:
    """A21 第六条: the list comes first."""
    expected = (
        "班级“g1c1”没有进行中的聘任;先拟定人选:bzr appoint propose",
        "class 'g1c1' has no appointment under way; begin with bzr appoint propose",
        "A21 第六条",
    )

    assert expected == says(getattr(Office(), step)())


@pytest.mark.parametrize(
    ("done", "step", "state", "state_en", "following"),
    [
        ((), "publish", "已拟定", "proposed", "decide"),
        ((), "start", "已拟定", "proposed", "decide"),
        (("decide",), "start", "已确定", "decided", "publish"),
        (("decide", "publish"), "decide", "已公布", "published", "start"),
    ],
)
def test_a_step_out_of_order_is_told_the_next(
    done: tuple[str, ...], step: str, state: str, state_en: str, following: str
) -> None:
    """A21 第六条: 拟定、确定、公布、发聘任书, in this order."""
    office = Office()
    for one in ("propose", *done):
        getattr(office, one)()
    more = {"note": "再议"} if step == "decide" else {}

    found = says(getattr(office, step)(**more))

    assert (
        f"陈老师的聘任现为{state};下一步是 bzr appoint {following}",
        f"the appointment of 陈老师 is {state_en}; the next step is bzr appoint {following}",
        "A21 第六条",
    ) == found


def test_a_step_is_not_dated_before_the_one_it_follows() -> None:
    """A21 第六条: what follows is not earlier."""
    office = Office()
    office.propose()

    assert (
        "确定的日期2024-07-01早于拟定的2024-07-08",
        "deciding on 2024-07-01 would be before proposing on 2024-07-08",
        "A21 第六条",
    ) == says(office.decide(date(2024, 7, 1)))
    assert (
        "结束的日期2024-07-01早于拟定的2024-07-08",
        "ending on 2024-07-01 would be before proposing on 2024-07-08",
        "A21 第六条",
    ) == says(office.end(date(2024, 7, 1)))


def test_a_class_has_one_candidate_at_a_time() -> None:
    """A3 第四条: one head teacher, so one candidate."""
    office = published()

    assert (
        "班级“g1c1”已有人选陈老师(已公布);先完成那次聘任,或结束它:bzr appoint end",
        "class 'g1c1' has a candidate, 陈老师 (published); finish that appointment, or bzr appoint end it",
        "A3 第四条",
    ) == says(office.propose(teacher="t10", name="周老师"))


@pytest.mark.parametrize("teacher", ["t09", "陈老师"])
def test_the_candidate_may_be_named(teacher: str) -> None:
    """By id or by name."""
    office = Office()
    office.propose()

    assert (AppointmentDecided(id="a1", on=JULY),) == office.decide(teacher=teacher)


def test_another_than_the_candidate_is_refused() -> None:
    """Whoever names a teacher means that one."""
    office = Office()
    office.propose()

    assert (
        "班级“g1c1”的人选是陈老师(t09),不是t10",
        "the candidate for class 'g1c1' is 陈老师 (t09), not t10",
        "A21 第六条",
    ) == says(office.decide(teacher="t10"))


@pytest.mark.parametrize(
    ("end", "span", "span_en"),
    [
        (None, "2020-09-01起", "from 2020-09-01"),
        (date(2025, 7, 10), "2020-09-01至2025-07-10", "2020-09-01 to 2025-07-10"),
    ],
)
def test_nobody_begins_while_another_has_the_class(end: date | None, span: str, span_en: str) -> None:
    """A3 第四条: 每个班级应当配备一名班主任."""
    office = published()
    there = attrs.evolve(WANG, class_id="g1c1", end=end)
    office.register = attrs.evolve(office.register, tenures=(there,))

    assert (
        f"班级“g1c1”在2024-09-01的班主任是王老师({span});先结束那一任,再聘陈老师",
        f"class 'g1c1' has 王老师 on 2024-09-01 ({span_en}); end that tenure before 陈老师 begins",
        "A3 第四条",
    ) == says(office.start())


def test_an_id_is_one_teachers() -> None:
    """A21 第十七条: given a tenure under that id and another name, then the letter would make two of one."""
    office = published()
    other = Tenure(teacher="T09", name="周老师", class_id="g3c1", start=SEPTEMBER)
    namesake = Tenure(teacher="t09", name="周老师", class_id="g3c1", start=SEPTEMBER)
    office.register = attrs.evolve(office.register, tenures=(WANG, other))

    assert 2 == len(attrs.evolve(office).start())  # type: ignore[arg-type]

    office.register = attrs.evolve(office.register, tenures=(WANG, namesake))

    assert (
        "编号t09登记的是周老师(t09),不是陈老师;结束这次聘任,换一个编号或姓名再拟定",
        "the id t09 is that of 周老师 (t09), not 陈老师; end this appointment, and propose under another id or name",
        "A21 第十七条",
    ) == says(office.start())


def test_a_tenure_that_is_over_is_in_nobodys_way() -> None:
    """Given one that ended the day before, then the next begins; one that begins later is in the way."""
    office = published()
    before = attrs.evolve(WANG, class_id="g1c1", end=date(2024, 8, 31))
    office.register = attrs.evolve(office.register, tenures=(before, WANG))
    other = published()
    other.register = attrs.evolve(
        other.register, tenures=(attrs.evolve(WANG, class_id="g1c1", start=date(2025, 9, 1)),)
    )

    assert 2 == len(office.start())  # type: ignore[arg-type]
    assert "A3 第四条" == says(other.start())[2]


def test_a_first_timer_needs_training_a_mentor_and_the_certificate() -> None:
    """A3 第六条, A21 第七条: everything that is missing is named at once."""
    found = says(Office().propose(training=None, mentor=None, certificate=None))

    assert (
        (
            "陈老师还缺:岗前培训(--training 2024-08-20)、结对的指导师(--mentor 教师)、"
            "心理健康教育C证(--certificate 编号);确有理由的,记为例外:"
            "--except training --except mentor --except certificate --reason 理由 --approved-by 批准人"
        ),
        (
            "陈老师 lacks the pre-service training (--training 2024-08-20), a mentor (--mentor TEACHER), "
            "the mental-health C certificate (--certificate NUMBER); with good reason, record an exception: "
            "--except training --except mentor --except certificate --reason WHY --approved-by WHO"
        ),
        "A3 第六条、A21 第七条",
    ) == found


@pytest.mark.parametrize(
    ("missing", "clause"),
    [
        ("teaches", "A3 第五条、A21 第四条"),
        ("attested", "A3 第七条、A15 一、A21 第五条"),
        ("training", "A3 第六条、A21 第七条"),
        ("mentor", "A21 第七条"),
        ("certificate", "A21 第七条"),
    ],
)
def test_each_condition_is_refused_under_its_own_article(missing: str, clause: str) -> None:
    """Given all but one, then that one is asked for; given an exception, then it is an event field."""
    lacking: dict[str, Any] = {missing: None}
    waivers = excused(missing)

    assert clause == says(Office().propose(**lacking))[2]
    assert (candidate(first_time=True, waivers=waivers, **lacking),) == Office().propose(waivers=waivers, **lacking)


@pytest.mark.parametrize(
    "experienced",
    [{"years_before": 2}, {"teacher": "t03", "name": "王老师", "mentor": None}],
    ids=["years", "tenure"],
)
def test_who_served_before_needs_the_certificate_alone(experienced: dict[str, Any]) -> None:
    """教师初次担任班主任: who had a class, or years elsewhere, is no first-timer."""
    office = Office()
    wish = {"training": None, "mentor": None, **experienced}

    assert (candidate(**wish),) == office.propose(**wish)
    assert (
        "陈老师还缺:心理健康教育C证(--certificate 编号)"
        == says(Office().propose(years_before=2, training=None, mentor=None, certificate=None))[0].split(";")[0]
    )


def test_a_tenure_that_begins_later_is_no_service_yet() -> None:
    """Given a first tenure from September, when proposed in July, then it is still the first time."""
    office = Office()
    later = Tenure(teacher="t09", name="陈老师", class_id="g3c1", start=SEPTEMBER)
    office.register = attrs.evolve(office.register, tenures=(later,))

    assert (candidate(first_time=True),) == office.propose()


@pytest.mark.parametrize("mentor", ["t09", "陈老师"])
def test_nobody_is_their_own_mentor(mentor: str) -> None:
    """A21 第七条: 安排指导师结对指导."""
    expected = ("陈老师不能做自己的指导师", "陈老师 cannot be their own mentor", "A21 第七条")

    assert expected == says(Office().propose(mentor=mentor))


@pytest.mark.parametrize("blank", [{"reason": " "}, {"approved_by": ""}], ids=["reason", "approver"])
def test_an_exception_has_a_reason_and_an_approver(blank: dict[str, str]) -> None:
    """A reasoned exception, or none."""
    found = says(Office().propose(certificate=None, waivers=excused("certificate", **blank)))

    assert (
        "例外“心理健康教育C证”要写理由和批准人(--reason、--approved-by)",
        "the exception for the mental-health C certificate needs a reason and who approved it (--reason, --approved-by)",
        "A21 第七条",
    ) == found


def test_an_exception_that_is_not_needed_is_refused() -> None:
    """An exception says that something is missing; where nothing is, it would say what is not so."""
    assert (
        "陈老师不缺结对的指导师,不必作为例外",
        "陈老师 does not lack a mentor: no exception is needed",
        "A21 第七条",
    ) == says(Office().propose(waivers=excused("mentor")))


def test_the_training_comes_before_the_class() -> None:
    """A3 第六条: 岗前."""
    office = published(training=date(2024, 9, 5))

    assert (
        "陈老师的岗前培训在2024-09-05,晚于上任的2024-09-01",
        "陈老师 is trained on 2024-09-05, after beginning on 2024-09-01",
        "A3 第六条",
    ) == says(office.start())


def test_who_needs_no_training_may_begin() -> None:
    """Given an experienced teacher, then no day of training is compared."""
    office = published(training=None, mentor=None, years_before=2)

    assert 2 == len(office.start())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "until", "long"),
    [
        ("2024-09-01", None, True),
        ("2024-09-01", "2025-07-10", True),
        ("2024-09-01", "2025-06-26", False),
        ("2024-09-03", "2025-07-10", False),
        ("2024-09-01", "2025-01-17", False),
        ("2025-02-10", "2026-02-09", True),
        ("2025-02-10", "2026-02-08", False),
        ("2025-09-01", "2026-05-31", True),
        ("2025-09-01", "2026-05-30", False),
    ],
)
def test_a_term_lasts_a_school_year(first: str, until: str | None, long: bool) -> None:
    """A3 第五条: 一般应连续1学年以上 — the days of one school year, or twelve months."""
    office = published()
    last = None if until is None else date.fromisoformat(until)

    found = office.start(date.fromisoformat(first), until=last)

    if long:
        assert 2 == len(found)  # type: ignore[arg-type]
    else:
        assert "陈老师还缺:连续一学年以上的聘期(--to 日期)" == says(found)[0].split(";")[0]
        assert "A3 第五条" == says(found)[2]


def test_a_shorter_term_is_a_reasoned_exception() -> None:
    """A3 第五条 says 一般: with a reason and an approver it may be shorter."""
    until, waivers = date(2025, 1, 17), excused("term")
    office = serving(until=until, waivers=waivers)

    assert waivers == office.state.all["a1"].waivers
    assert (attrs.evolve(CHEN, end=until),) == office.state.tenures


def test_a_term_does_not_end_before_it_begins() -> None:
    """The first day comes first."""
    assert (
        "聘期的最后一天2024-08-31早于第一天2024-09-01",
        "the last day of the term, 2024-08-31, is before its first, 2024-09-01",
        "A3 第五条",
    ) == says(published().start(until=date(2024, 8, 31)))


def test_a_term_lies_within_the_days_of_its_class() -> None:
    """Given a class formed on 14 October or dissolved in January, when a term goes beyond that, then it is refused."""
    formed, gone = date(2024, 10, 14), date(2025, 1, 17)
    office = published()
    one = office.register.classes["g1c1"]

    office.register = attrs.evolve(
        office.register,
        classes={**office.register.classes, "g1c1": attrs.evolve(one, start=formed, end=gone)},
    )

    assert (
        "班级“g1c1”2024-10-14建班,到2025-01-17为止;聘期2024-09-01起超出了它的起止",
        "class 'g1c1' is there from 2024-10-14 until 2025-01-17; the term from 2024-09-01 goes beyond that",
        "A3 第四条",
    ) == says(office.start())
    within = office.start(on=formed, until=gone, waivers=excused("term"))
    assert 2 == len(within)  # type: ignore[arg-type]  # it is no refusal


def test_ending_needs_a_reason() -> None:
    """A3 第五条: less than a school year only for a reason, which is always asked for."""
    assert (
        "结束聘任必须写明理由(--reason)",
        "ending an appointment needs a reason (--reason)",
        "A3 第五条",
    ) == says(serving().end(date(2024, 12, 1), " "))


def test_there_must_be_something_to_end() -> None:
    """A tenure of the school file gets its last day there; a term that is over cannot end later."""
    expected = (
        "班级“g1c1”到2027-01-01没有可以结束的聘任;学校文件登记的任期在学校文件里写 to",
        "class 'g1c1' has no appointment to end on 2027-01-01; a tenure of the school file gets its `to` there",
        "A21 第六条",
    )

    assert expected == says(Office().end(date(2027, 1, 1)))
    assert expected == says(serving(until=date(2026, 7, 10)).end(date(2027, 1, 1)))


def test_of_two_the_teacher_has_to_be_named() -> None:
    """Given one who serves and one who is a candidate, when one ends, then it has to be said whose."""
    office = serving()
    office.propose(on=date(2025, 7, 1), teacher="t10", name="周老师")
    day = date(2025, 7, 10)

    assert (
        "班级“g1c1”有2次聘任可以结束:陈老师、周老师;请写明教师",
        "class 'g1c1' has 2 appointments to end: 陈老师, 周老师; name the teacher",
        "A21 第六条",
    ) == says(office.end(day))
    assert (AppointmentEnded(id="a2", on=day, reason="调走"),) == office.end(day, teacher="周老师")
    assert 3 == len(office.end(day, teacher="t09"))  # type: ignore[arg-type]


def test_the_same_end_of_another_appointment_is_not_done_yet() -> None:
    """Given that one was dropped, when the same is said of another, then it is another."""
    office = serving()
    office.propose(on=date(2025, 7, 1), teacher="t10", name="周老师")
    day = date(2025, 7, 10)
    office.end(day, teacher="t10")

    assert 3 == len(office.end(day, teacher="t09"))  # type: ignore[arg-type]


def test_who_teaches_another_class_is_no_candidate() -> None:
    """A3 第五条, 第七条: 从班级任课教师中选聘, 突出考查条件 — said, or excused, of everybody, experienced or not."""
    found = says(Office().propose(years_before=2, training=None, mentor=None, teaches="", attested=None))

    assert (
        (
            "陈老师还缺:在该班任课(--teaches 学科)、选聘条件的考查(--attested-by 考查人);确有理由的,记为例外:"
            "--except teaches --except attested --reason 理由 --approved-by 批准人"
        ),
        (
            "陈老师 lacks a subject taught to the class (--teaches SUBJECT), an attestation of the selection conditions "
            "(--attested-by WHO); with good reason, record an exception: "
            "--except teaches --except attested --reason WHY --approved-by WHO"
        ),
        "A3 第五条、A21 第四条、A3 第七条、A15 一、A21 第五条",
    ) == found


@pytest.mark.parametrize("condition", ["teaches", "attested", "mentor", "certificate"])
def test_blanks_show_nothing(condition: str) -> None:
    """Given blanks in its place, then the condition is still missing."""
    assert f"--except {condition} " in says(Office().propose(**{condition: " "}))[0]


@pytest.mark.parametrize("who", ["t09", "陈 老师"])
def test_nobody_attests_for_oneself(who: str) -> None:
    """A3 第七条: the conditions are looked into by others, however the name is spelt."""
    expected = (
        "陈老师是否符合选聘条件,不能由本人考查",
        "陈老师 cannot attest to meeting the selection conditions themselves",
        "A3 第七条",
    )

    assert expected == says(Office().propose(attested=who))


@pytest.mark.parametrize("who", ["t09", "陈 老师"])
def test_nobody_approves_their_own_exception(who: str) -> None:
    """Neither when proposed nor when the letter is issued."""
    certificate = excused("certificate", approved_by=who)
    term = excused("term", approved_by=who)

    assert (
        "例外“心理健康教育C证”不能由陈老师本人批准",
        "the exception for the mental-health C certificate cannot be approved by 陈老师, whom it excuses",
        "A21 第七条",
    ) == says(Office().propose(certificate=None, waivers=certificate))
    assert (
        "例外“连续一学年以上的聘期”不能由陈老师本人批准"
        == says(published().start(until=date(2025, 1, 17), waivers=term))[0]
    )


def test_where_persons_are_registered_an_exception_is_approved_by_one_who_decides() -> None:
    """Given a head, then the head may approve; a stranger and the office may not."""
    people = People(
        persons=(Person(name="王校长", roles=("head",)), Person(name="张干事", roles=("office",))),
        rights=(Right(step="appoint.decide", roles=("head",), title="确定班主任人选", cite="A21 第六条"),),
    )

    def proposed(who: str) -> object:
        office = Office(register=attrs.evolve(REGISTER, people=people))
        return office.propose(certificate=None, waivers=excused("certificate", approved_by=who))

    assert 1 == len(proposed("王 校长"))  # type: ignore[arg-type]
    assert "A21 第六条" == says(proposed("张干事"))[2]
    assert (
        "例外“心理健康教育C证”的批准人:赵校长(没有角色)不能做“确定班主任人选”(appoint.decide):须由校长来做(王校长)",
        (
            "who approved the exception for the mental-health C certificate: "
            "赵校长 (no role) may not do appoint.decide: that takes head (王校长)"
        ),
        "A21 第六条",
    ) == says(proposed("赵校长"))


def test_a_wrong_last_day_is_put_right_by_ending_again() -> None:
    """Given an end that was written down wrong, when it ends again under the teacher's name, then the tenure follows."""
    office, wrong, right = serving(), date(2025, 1, 17), date(2025, 7, 10)
    office.end(wrong)

    again = office.end(right, "日期写错", teacher="陈 老师")

    assert (
        AppointmentEnded(id="a1", on=right, reason="日期写错"),
        TenureWithdrawn(tenure=attrs.evolve(CHEN, end=wrong)),
        TenureRegistered(tenure=attrs.evolve(CHEN, end=right)),
    ) == again
    assert (attrs.evolve(CHEN, end=right),) == office.state.tenures


def test_a_tenure_that_was_ended_before_its_first_day_comes_back() -> None:
    """Given an end in August by mistake, when it is put right, then the tenure is there again."""
    office = serving()
    office.end(AUGUST)

    assert (
        AppointmentEnded(id="a1", on=date(2025, 7, 10), reason="日期写错"),
        TenureRegistered(tenure=attrs.evolve(CHEN, end=date(2025, 7, 10))),
    ) == office.end(date(2025, 7, 10), "日期写错", teacher="t09")


def test_an_end_is_not_put_off_into_the_days_of_the_next() -> None:
    """A3 第四条: somebody else has the class by then."""
    office = serving()
    office.end(date(2025, 1, 17))
    next_one = attrs.evolve(WANG, class_id="g1c1", start=date(2025, 2, 17))
    office.register = attrs.evolve(office.register, tenures=(*office.register.tenures, next_one))

    assert (
        "班级“g1c1”在2025-02-17的班主任是王老师(2025-02-17起);先结束那一任,再聘陈老师"
        == says(office.end(date(2025, 7, 10), "日期写错", teacher="t09"))[0]
    )
    assert 3 == len(office.end(date(2025, 2, 14), "日期写错", teacher="t09"))  # type: ignore[arg-type]


def test_to_end_again_the_teacher_has_to_be_named() -> None:
    """Without a name nothing is open: the refusal says whose end can be put right; the very same end is no event."""
    office, day = serving(), date(2025, 1, 17)
    office.end(day)
    office.propose(on=date(2025, 6, 1), teacher="t10", name="周老师")
    office.end(date(2025, 6, 2), "本人不愿")

    assert (
        (
            "班级“g1c1”到2025-07-10没有可以结束的聘任;学校文件登记的任期在学校文件里写 to;"
            "要改已结束的聘任的最后一天,请写明教师:陈老师"
        ),
        (
            "class 'g1c1' has no appointment to end on 2025-07-10; a tenure of the school file gets its `to` there; "
            "to give an ended one another last day, name its teacher: 陈老师"
        ),
        "A21 第六条",
    ) == says(office.end(date(2025, 7, 10)))
    assert () == office.end(day, teacher="t09")
