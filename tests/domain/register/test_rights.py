"""Who may take which step: given persons and rights, when somebody asks, then yes or the words of a refusal."""

import tomllib
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bzr_domain
from bzr_domain.kernel.periods import month_of
from bzr_domain.kernel.replay import replay
from bzr_domain.register.calendar import Term
from bzr_domain.register.commands import DeclareSchool
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.events import (
    PersonRegistered,
    PersonWithdrawn,
    RightRegistered,
    RightWithdrawn,
)
from bzr_domain.register.people import ROLES, People, Person, Right
from bzr_domain.register.rights import (
    check_right,
    check_right_to_amend,
    check_right_to_appeal,
    check_right_to_identify,
)
from bzr_domain.register.roster import SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister, decide, evolve
from tests.support.appointments import REGISTER, recorded, says

LI = Person(name="李干事", roles=("office", "recorder"))
WANG = Person(name="王校长", roles=("head",))
DECIDE = Right(step="appoint.decide", roles=("head",), title="确定班主任人选", cite="A21 第六条")
RECORD = Right(step="record", roles=("recorder",), title="记录事实")
COUNCIL = Right(
    step="record.council.decision", roles=("head", "deputy-head"), title="记录校务委员会决定", cite="B9 表3"
)
STAFF = People(persons=(LI, WANG), rights=(DECIDE, RECORD, COUNCIL))
SCHOOL = attrs.evolve(REGISTER, people=STAFF)


def test_a_school_without_persons_lets_everybody_do_everything() -> None:
    """As it was before there were roles."""
    assert check_right(REGISTER, "谁", "appoint.decide") is None
    assert check_right(attrs.evolve(REGISTER, people=People(rights=(DECIDE,))), "谁", "appoint.decide") is None


@pytest.mark.parametrize(
    ("actor", "step"),
    [
        ("王校长", "appoint.decide"),
        (" 王校长", "appoint.decide"),
        ("李干事", "record.hygiene.score"),
        ("王校长", "record.council.decision"),
    ],
)
def test_who_has_the_role_may(actor: str, step: str) -> None:
    """One of the roles suffices; a kind without a right of its own falls under `record`."""
    assert check_right(SCHOOL, actor, step) is None


@pytest.mark.parametrize(
    ("actor", "step", "expected"),
    [
        (
            "李干事",
            "appoint.decide",
            (
                "李干事(政教处或记录员)不能做“确定班主任人选”(appoint.decide):须由校长来做(王校长)",
                "李干事 (office or recorder) may not do appoint.decide: that takes head (王校长)",
                "A21 第六条",
            ),
        ),
        (
            "路人",
            "record.council.decision",
            (
                "路人(没有角色)不能做“记录校务委员会决定”(record.council.decision):须由校长或副校长来做(王校长)",
                "路人 (no role) may not do record.council.decision: that takes head or deputy-head (王校长)",
                "B9 表3",
            ),
        ),
        (
            "王校长",
            "record.hygiene.score",
            (
                "王校长(校长)不能做“记录事实”(record.hygiene.score):须由记录员来做(李干事)",
                "王校长 (head) may not do record.hygiene.score: that takes recorder (李干事)",
                "学校文件 [[right]]",
            ),
        ),
        (
            "王校长",
            "pay.pay",
            (
                "王校长不能做“pay.pay”:没有登记谁可以做;请再运行一次 bzr setup school.toml",
                "王校长 may not do pay.pay: nothing is registered that says who may; run bzr setup school.toml again",
                "学校文件 [[right]]",
            ),
        ),
    ],
    ids=["office", "stranger", "kind", "unknown"],
)
def test_a_refusal_says_who_asked_what_it_takes_and_who_has_it(
    actor: str, step: str, expected: tuple[str, str, str]
) -> None:
    """Whoever is refused knows whom to ask."""
    assert expected == says(check_right(SCHOOL, actor, step))


def test_a_role_that_nobody_has_is_said_so() -> None:
    """Then somebody has to be registered first."""
    found = says(
        check_right(attrs.evolve(SCHOOL, people=attrs.evolve(STAFF, persons=(LI,))), "李干事", "appoint.decide")
    )

    assert found[0].endswith("须由校长来做(还没有人)")
    assert found[1].endswith("that takes head (nobody yet)")


def test_persons_and_rights_are_declared_with_the_school() -> None:
    """Given a declaration, then each person and right is registered; what it no longer has is withdrawn."""
    school = SchoolProfile(name="示例中学", timezone="Asia/Shanghai")
    register = SchoolRegister(school=school)
    events = decide(register, DeclareSchool(declaration=Declaration(school=school, people=STAFF)))

    assert (
        PersonRegistered(person=LI),
        PersonRegistered(person=WANG),
        RightRegistered(right=DECIDE),
        RightRegistered(right=RECORD),
        RightRegistered(right=COUNCIL),
    ) == events

    after = replay(evolve, register, [recorded(events)])
    smaller = Declaration(school=school, people=People(persons=(WANG,)))
    less = decide(after, DeclareSchool(declaration=smaller))

    assert STAFF == after.people
    assert (
        PersonWithdrawn(name="李干事"),
        RightWithdrawn(step="appoint.decide"),
        RightWithdrawn(step="record"),
        RightWithdrawn(step="record.council.decision"),
    ) == less


def test_other_roles_replace_those_before() -> None:
    """Under one name stands one person, for one step one right."""
    more, wider = attrs.evolve(LI, roles=("finance",)), attrs.evolve(DECIDE, roles=("head", "office"))
    declared = People(persons=(more, WANG), rights=(wider, RECORD, COUNCIL))
    school = SchoolProfile(name="示例中学", timezone="Asia/Shanghai")
    register = SchoolRegister(school=school, people=STAFF)
    events = decide(register, DeclareSchool(declaration=Declaration(school=school, people=declared)))

    assert (PersonRegistered(person=more), RightRegistered(right=wider)) == events

    after = replay(evolve, register, [recorded(events)]).people

    assert (set(declared.persons), set(declared.rights)) == (set(after.persons), set(after.rights))


def test_what_cannot_be_registered_is_named() -> None:
    """A person or right twice, and a role that is none."""
    twice = People(
        persons=(LI, attrs.evolve(LI, roles=())),
        rights=(DECIDE, attrs.evolve(DECIDE, roles=("heads",))),
    )
    declared = Declaration(school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"), people=twice)

    assert [
        "人员“李干事”登记了两次",
        "权限“appoint.decide”登记了两次",
        "appoint.decide:没有角色“heads”",
    ] == [one.what.zh for one in find_declaration_problems(declared)]


def test_every_shipped_right_is_of_known_roles_and_stands_once() -> None:
    """roles.toml: each with its words and its source; the steps that other parts ask for are there."""
    text = (Path(bzr_domain.__file__).parent / "register" / "roles.toml").read_text(encoding="utf-8")
    rights = tomllib.loads(text)["right"]
    steps = [one.get("step") or f"record.{one['record']}" for one in rights]

    assert len(steps) == len(set(steps))
    assert set(ROLES) >= {role for one in rights for role in one["roles"]}
    assert all(one["title"] and one["cite"] for one in rights)
    assert {
        "record", "void", "correct", "appoint.propose", "appoint.decide", "appoint.publish", "appoint.start",
        "appoint.end", "appoint.substitute", "appoint.studio", "result.publish", "appeal.file", "appeal.decide",
        "pay.prepare", "pay.review", "pay.approve", "pay.hand-over", "pay.pay",
    } <= set(steps)  # fmt: skip


def test_a_term_is_no_matter_of_roles() -> None:
    """Withdrawing people leaves the rest of the register alone."""
    term = Term(id="t", start=date(2024, 9, 2), end=date(2025, 1, 17))
    register = SchoolRegister(terms={"t": term}, people=STAFF)

    after = replay(evolve, register, [recorded([PersonWithdrawn(name="李干事")])])

    assert ({"t": term}, (WANG,)) == (after.terms, after.people.persons)


SET_UP = Right(step="setup", roles=("head",), title="修改学校登记", cite="A1 三、1")


def test_a_register_without_persons_or_without_anybody_who_may_is_amended_by_everybody() -> None:
    """Nobody is locked out of a register for good."""
    without = attrs.evolve(SCHOOL, people=attrs.evolve(STAFF, persons=(LI,)))

    assert check_right_to_amend(REGISTER, "路人", SET_UP) is None
    assert check_right_to_amend(without, "路人", SET_UP) is None


def test_a_register_older_than_the_right_to_amend_it_goes_by_the_shipped_one() -> None:
    """Its own right, where it has one, stands before that."""
    own = attrs.evolve(SET_UP, roles=("office",))
    amended = attrs.evolve(SCHOOL, people=attrs.evolve(STAFF, rights=(own,)))

    assert check_right_to_amend(SCHOOL, "王校长", SET_UP) is None
    assert (
        "李干事(政教处或记录员)不能做“修改学校登记”(setup):须由校长来做(王校长)",
        "李干事 (office or recorder) may not do setup: that takes head (王校长)",
        "A1 三、1",
    ) == says(check_right_to_amend(SCHOOL, "李干事", SET_UP))
    assert check_right_to_amend(amended, "李干事", SET_UP) is None


def test_a_declaration_after_which_nobody_could_amend_the_register_is_faulty() -> None:
    """Given persons of whom none has the right, then whom to give it is said."""
    declared = Declaration(
        school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
        people=People(persons=(LI,), rights=(SET_UP,)),
    )

    (problem,) = find_declaration_problems(declared)

    assert ("以后没有人可以再运行 bzr setup", "nobody could ever run bzr setup again") == (
        problem.what.zh,
        problem.what.en,
    )
    assert problem.expected is not None
    assert ("至少给一位人员这样的角色:校长", "give somebody such a role: head") == (
        problem.expected.zh,
        problem.expected.en,
    )


APPEAL = Right(step="appeal.file", roles=("head-teacher", "office"), title="提出异议")
OCTOBER = month_of(date(2024, 10, 1))
CHEN = Person(name="陈老师", roles=("head-teacher",))


def hearing(*tenures: Tenure, person: Person = CHEN) -> SchoolRegister:
    """A school in which somebody may appeal, with these tenures of g1c1."""
    return attrs.evolve(REGISTER, tenures=tenures, people=People(persons=(person, WANG), rights=(APPEAL,)))


HERS = Tenure(teacher="t09", name="陈 老师", class_id="g1c1", start=date(2024, 10, 31))
OVER = attrs.evolve(HERS, start=date(2024, 9, 1), end=date(2024, 9, 30))


@pytest.mark.parametrize(
    "register",
    [
        hearing(HERS),
        hearing(attrs.evolve(OVER, end=date(2024, 10, 1))),
        hearing(attrs.evolve(HERS, teacher="陈老师", name="陈静")),
        hearing(person=attrs.evolve(CHEN, roles=("head-teacher", "office"))),
        REGISTER,
        attrs.evolve(REGISTER, people=People(rights=(APPEAL,))),
    ],
    ids=["last-day", "first-day", "by-id", "office", "nobody-registered", "no-persons"],
)
def test_who_had_the_class_or_has_a_further_role_may_appeal(register: SchoolRegister) -> None:
    """A day of the period suffices; the office speaks for every class."""
    assert check_right_to_appeal(register, "陈老师", "g1c1", OCTOBER) is None


@pytest.mark.parametrize(
    ("register", "who", "who_en"),
    [
        (hearing(), "没有班主任", "nobody was"),
        (hearing(OVER), "没有班主任", "nobody was"),
        (hearing(attrs.evolve(HERS, class_id="g2c1")), "没有班主任", "nobody was"),
        (hearing(attrs.evolve(HERS, name="周老师")), "周老师", "周老师"),
    ],
    ids=["none", "over", "elsewhere", "another"],
)
def test_a_head_teacher_does_not_appeal_for_a_class_of_others(register: SchoolRegister, who: str, who_en: str) -> None:
    """The refusal says whose the class was."""
    assert (
        f"陈老师在2024-10不是g1c1的班主任({who}),不能就这个班申诉",
        f"陈老师 was not head teacher of g1c1 in 2024-10 ({who_en}): an appeal is about one's own class",
        "学校文件 [[right]]",
    ) == says(check_right_to_appeal(register, "陈老师", "g1c1", OCTOBER))


def test_who_may_not_appeal_at_all_is_told_so_first() -> None:
    """The head has no such role here."""
    assert "不能做“提出异议”" in says(check_right_to_appeal(hearing(HERS), "王校长", "g1c1", OCTOBER))[0]


IDENTIFY = Right(step="student.identify", roles=("head-teacher", "office"), title="查看学生是谁", cite="某法")


@given(st.sets(st.sampled_from(sorted(ROLES))), st.dates(date(2024, 10, 25), date(2024, 11, 5)), st.booleans())
def test_the_office_and_the_head_teacher_of_the_day_may_know_who_a_student_is(
    roles: set[str], day: date, is_hers: bool
) -> None:
    """Nobody else may, whatever further roles they have; where no persons are registered, everybody may."""
    person = attrs.evolve(CHEN, roles=tuple(sorted(roles)))
    register = hearing(HERS if is_hers else attrs.evolve(HERS, class_id="g2c1"), person=person)
    may = "office" in roles or ("head-teacher" in roles and is_hers and day >= HERS.start)

    assert may == (check_right_to_identify(register, "陈老师", IDENTIFY, "g1c1", day) is None)
    assert check_right_to_identify(REGISTER, "谁", IDENTIFY, "g1c1", day) is None


def test_who_may_not_know_who_a_student_is_is_told_why() -> None:
    """The class was another's that day; the role is missing; the school lets the head alone know."""
    register, day = hearing(HERS), date(2024, 10, 30)
    heads_alone = attrs.evolve(IDENTIFY, roles=("head",))
    strict = attrs.evolve(register, people=attrs.evolve(register.people, rights=(heads_alone,)))

    assert (
        "陈老师在2024-10-30不是g1c1的班主任,不能查看这个班的学生是谁",
        "陈老师 is not head teacher of g1c1 on 2024-10-30: who its students are is for its own to see",
        "某法",
    ) == says(check_right_to_identify(register, "陈老师", IDENTIFY, "g1c1", day))
    assert "须由班主任或政教处来做" in says(check_right_to_identify(register, "王校长", IDENTIFY, "g1c1", day))[0]
    assert "须由校长来做" in says(check_right_to_identify(strict, "陈老师", IDENTIFY, "g1c1", HERS.start))[0]
