"""Law of the past: a declaration leaves every published figure and paid amount as it was, or is refused, or says why and is named."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import Invalid, Refused, School
from bzr_domain.application.check_published import check_published, find_published_periods
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, load_pay_sheet
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.show_pay_sheet import report_pay_sheet
from bzr_domain.kernel.messages import Refused as RefusedByRule
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.kernel.periods import month_of
from bzr_domain.pay.events import PayPrepared
from bzr_domain.register.events import PastCorrected
from bzr_domain.register.past_guard import PAST_CHANGED
from tests.adapters.front_door.schools import Clock, create_school, finding
from tests.laws.test_moved_statements import AUTUMN, BEFORE, CLASSES, EARLY, OTHERS, SUCCESSION, TENURES
from tests.support.effort import fewer

RANKED = """
[rulebook]
id = "ranked"
title = "排名"
cite = "试"
[[item]]
id = "total"
title = "总分"
base = 100
[[clause]]
id = "1"
title = "每处扣1分"
cite = "试"
into = "total"
facts = "hygiene.finding"
points = -1
[[outcome]]
id = "place"
title = "名次"
scores = "total"
rank = "high"
among = "grade"
ties = "best"
[[outcome]]
id = "pay.place"
title = "名次奖"
unit = "元"
scores = "place"
table = [{ upto = 1, gives = 500 }, { gives = 100 }]
[[outcome]]
id = "days"
title = "上课日"
scores = "school_days"
[[outcome]]
id = "served"
title = "班主任龄"
scores = "years"
"""
HEADS = RANKED.replace('"ranked"', '"heads"').replace(
    '[[outcome]]\nid = "pay.place"\ntitle = "名次奖"\nunit = "元"\nscores = "place"\ntable = [{ upto = 1, gives = 500 }, { gives = 100 }]',
    '[[outcome]]\nid = "pay.heads"\ntitle = "人数奖"\nunit = "元"\nscores = "students"\npoints = 10',
)
SEPTEMBER, OCTOBER = month_of(date(2024, 9, 1)), month_of(date(2024, 10, 1))
STEPS = ("review", "approve", "hand_over", "mark_paid")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the two rulebooks are."""
    folder = tmp_path_factory.mktemp("rulebooks")
    for name, text in (("ranked", RANKED), ("heads", HEADS), ("ranked2", RANKED.replace("points = -1", "points = -2"))):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@st.composite
def declarations(draw: st.DrawFn, folder: Path, first: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """A school; or one like it, in which one or two things differ."""
    books = [str(folder / "ranked.toml"), str(folder / "heads.toml"), "monthly-quantified"]
    if first is None:
        return {
            "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
            "term": [BEFORE, AUTUMN],
            "class": CLASSES,
            "tenure": TENURES,
            "adopt": [{"rulebook": draw(st.sampled_from(books)), "from": "2023-09-01"}],
        }
    day = draw(st.sampled_from(["2024-09-01", "2024-10-14", "2024-11-11"]))
    adopted = first["adopt"][0]
    changes: list[Mapping[str, Any]] = [
        {
            "term": [
                BEFORE,
                draw(
                    st.sampled_from(
                        [
                            EARLY,
                            {**AUTUMN, "holidays": [draw(st.sampled_from(["2024-09-30", "2024-10-09", "2024-12-31"]))]},
                        ]
                    )
                ),
            ]
        },
        {"class": [draw(st.sampled_from(OTHERS)), *CLASSES[1:]]},
        {"class": [{**CLASSES[0], "change": [{"from": day, "students": 30, "grade": "高二"}]}, *CLASSES[1:]]},
        {"class": [{**CLASSES[0], "aliases": ["一班"]}, *CLASSES[1:]]},
        {"class": [*CLASSES, {"id": "n", "name": "高一(9)班", "grade": "高一", "students": 20, "from": day}]},
        {"class": CLASSES[:2], "tenure": TENURES[:2]},
        {"tenure": SUCCESSION},
        {"tenure": [{**TENURES[0], "years_before": 9}, *TENURES[1:]]},
        {"tenure": [{**TENURES[0], "to": "2024-11-08"}, *TENURES[1:]]},
        {"tenure": [*TENURES, {"teacher": "tb", "name": "乙", "class": "a", "from": "2021-09-01", "to": "2022-08-31"}]},
        {"adopt": [adopted, {"rulebook": draw(st.sampled_from(books)), "from": day, "class": "b"}]},
        {"adopt": [{**adopted, "rulebook": draw(st.sampled_from([*books, str(folder / "ranked2.toml")]))}]},
        {"adopt": [{**adopted, "to": "2024-11-08"}, {"rulebook": draw(st.sampled_from(books)), "from": "2024-11-09"}]},
    ]
    chosen = draw(st.lists(st.sampled_from(changes), min_size=1, max_size=2))
    return {**first, **{key: value for change in chosen for key, value in change.items()}}


def settle(school: School, done: str) -> None:
    """Publish September, pay it where it pays, with an allowance by years served, or both."""
    me = school.acting("李老师")
    if done != "paid":
        me.publish("2024-09", until="2024-11-30", nothing_recorded="无")
    if done == "published":
        return
    scheme = "scheme-1" if "monthly-quantified" in {row.id for row in school.rulebooks()} else ""
    me.pay("2024-09").prepare(scheme, allowance="seniority-and-duty")
    for number, step in enumerate(STEPS):
        reasons = {"before_final": "年末结账", "nothing_recorded": "无"} if step == "hand_over" else {}
        getattr(school.acting(f"第{number}人").pay("2024-09"), step)(**reasons)


def fill_in(reader: SchoolReader, allowance: str, *schemes: str) -> PayPrepared | RefusedByRule:
    """October's sheet by the first of some schemes that its rulebook has."""
    *tried, last = schemes
    for scheme in tried:
        with suppress(UnknownReference):
            return fill_in_pay_sheet(reader, OCTOBER, scheme, allowance)
    return fill_in_pay_sheet(reader, OCTOBER, last, allowance)


def list_moved(reader: SchoolReader) -> Iterator[Sequence[object]]:
    """What is named as the cause of each published result that reads differently now, and of each adjustment of a paid month."""
    for result in check_published(reader, find_published_periods(reader, [SEPTEMBER])):
        if result.differences:
            yield [cause.event for cause in result.causes]
    paid = load_pay_sheet(reader, SEPTEMBER.name).content
    if paid is None:
        return
    content = fill_in(reader, paid.allowance, paid.scheme, "", "scheme-1")
    if not isinstance(content, RefusedByRule):
        report = report_pay_sheet(reader, OCTOBER, load_pay_sheet(reader, OCTOBER.name), content)
        yield from ([cause.event.event for cause in causes] for causes in report.causes.values())


@fewer(40)
@given(data=st.data())
def test_the_past_moves_only_when_an_event_says_so(folder: Path, data: st.DataObject) -> None:
    """Of a school with a month published, paid or both, and a declaration in which one or two things differ."""
    first = data.draw(declarations(folder))
    other = data.draw(declarations(folder, first))
    counts = data.draw(st.lists(st.integers(1, 4), min_size=3, max_size=3))
    with create_school(first, Clock("2024-11-12T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([finding(class_=class_id, count=count) for class_id, count in zip("abc", counts, strict=True)])
        settle(school, data.draw(st.sampled_from(["published", "paid", "both"])))
        head, corrected = school.head(), False
        try:
            me.declare(other)
        except Invalid:
            return
        except Refused as refused:
            assert head == school.head()
            if refused.code != PAST_CHANGED:
                return
            me.declare(other, correct_past="当时就登记错了")
            corrected = True

        for causes in list_moved(school._school.read_now()):
            assert corrected
            assert any(isinstance(cause, PastCorrected) for cause in causes), causes
