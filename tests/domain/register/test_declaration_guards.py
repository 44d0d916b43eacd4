"""A school file and the tenures that appointments made: kept, agreed, or contradicted."""

from datetime import date

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.declaration_guards import add_appointed_tenures
from bzr_domain.register.roster import SchoolProfile, Tenure

SCHOOL = Declaration(school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"))
CHEN = Tenure(teacher="t09", name="陈老师", class_id="g1c1", start=date(2024, 9, 1), years_before=2)
ZHANG = Tenure(teacher="t01", name="张老师", class_id="g1c1", start=date(2023, 9, 1), end=date(2024, 7, 10))


def test_what_an_appointment_made_is_kept() -> None:
    """Given a file that does not name it, then it stands beside what the file says."""
    declared = attrs.evolve(SCHOOL, tenures=(ZHANG,))

    assert attrs.evolve(SCHOOL, tenures=(ZHANG, CHEN)) == add_appointed_tenures(declared, [CHEN])


def test_a_file_that_states_the_same_changes_nothing() -> None:
    """The same words are the same tenure."""
    declared = attrs.evolve(SCHOOL, tenures=(CHEN, ZHANG, attrs.evolve(ZHANG, class_id="g1c2", end=None)))

    assert declared == add_appointed_tenures(declared, [CHEN])


def test_a_contradiction_is_told_in_the_words_that_would_agree() -> None:
    """Given another head teacher, or other words for the same, then both are shown."""
    long = attrs.evolve(ZHANG, end=None)
    other = attrs.evolve(CHEN, end=date(2025, 7, 10), years_before=0)

    found = add_appointed_tenures(attrs.evolve(SCHOOL, tenures=(long, other)), [CHEN])

    assert isinstance(found, tuple)
    assert [
        Message(
            "班级“g1c1”在2024-09-01:学校文件写的是张老师(t01,from = 2023-09-01),"
            "聘任的是陈老师(t09,from = 2024-09-01,years_before = 2)",
            "class 'g1c1' on 2024-09-01: the school file has 张老师 (t01, from = 2023-09-01), "
            "appointed is 陈老师 (t09, from = 2024-09-01, years_before = 2)",
        ),
        Message(
            "班级“g1c1”在2024-09-01:学校文件写的是陈老师(t09,from = 2024-09-01,to = 2025-07-10),"
            "聘任的是陈老师(t09,from = 2024-09-01,years_before = 2)",
            "class 'g1c1' on 2024-09-01: the school file has 陈老师 (t09, from = 2024-09-01, to = 2025-07-10), "
            "appointed is 陈老师 (t09, from = 2024-09-01, years_before = 2)",
        ),
    ] == [one.what for one in found]
    assert found[0].expected == Message(
        "请在学校文件中改成与聘任一致,或删去这一段任期;要结束聘任,用 bzr appoint end",
        "let the school file agree with the appointment or leave that tenure out; bzr appoint end ends an appointment",
    )
