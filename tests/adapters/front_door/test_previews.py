"""Dry runs: what would move is told, published results first; nothing is written, and what is told is what then happens."""

import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from bzr_adapters import Actor, Forbidden, Invalid, NotFound, Receipt, School
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school, finding
from tests.support.documents import list_faults


@pytest.fixture
def school() -> Iterator[School]:
    """Two findings in each class in September, published; it is 8 October 2024."""
    with create_school(clock=Clock("2024-10-08T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([finding(), finding(class_="g1c2")], command="rows")
        me.publish("2024-09", until="2024-10-12")
        yield school


def find_fact(school: School) -> str:
    """The finding of the first class."""
    return next(school.facts("g1c1")).id


VERBS: dict[str, Callable[[Actor, str, bool], Receipt]] = {
    "correct": lambda me, fact, dry: me.correct(fact, count=5, reason="复查", dry_run=dry),
    "void": lambda me, fact, dry: me.void(fact, reason="误记", dry_run=dry),
    "declare": lambda me, fact, dry: me.declare(_with_later_holiday(), dry_run=dry),
}


def _with_later_holiday() -> dict[str, object]:
    (term,) = DECLARATION["term"]
    return {**DECLARATION, "term": [{**term, "holidays": [*term.get("holidays", ()), "2024-12-31"]}]}


@pytest.mark.parametrize("verb", VERBS)
def test_a_dry_run_writes_nothing_and_tells_what_then_happens(school: School, verb: str) -> None:
    """Given a verb tried and then carried out, then each total told is the total before and after."""
    me, fact, head = school.acting("李老师"), find_fact(school), school.head()
    tried = VERBS[verb](me, fact, True)

    assert (head, "", ()) == (school.head(), tried.command, tried.new)
    assert head == tried.position
    assert tried.preview is not None
    told = {(change.class_id, change.month): (change.before, change.after) for change in tried.preview.changes}
    before = {place: school.statement(*place).total for place in told}
    VERBS[verb](me, fact, False)
    after = {place: school.statement(*place).total for place in told}

    assert {place: (before[place], after[place]) for place in told} == told
    assert [] == list_faults(json.loads(json.dumps(tried.preview.to_dict())))


def test_published_results_stand_first(school: School) -> None:
    """Given a fact of a published month, when it would be void, then its month comes before the term it counts in, too."""
    tried = school.acting("李老师").void(find_fact(school), reason="误记", dry_run=True)

    assert tried.preview is not None
    published = [change["published"] for change in tried.preview.to_dict()["changes"]]
    assert ("g1c1", "2024-09") == (tried.preview.changes[0].class_id, tried.preview.changes[0].month)
    assert sorted(published, reverse=True) == published
    assert {True, False} == {*published}


def test_a_preview_can_be_written_to_a_file(school: School) -> None:
    """Given a preview, then each change stands in the CSV with both totals, and the pay that moves below."""
    me = school.acting("李老师")
    me.pay("2024-09").prepare("scheme-1")
    first, *others = DECLARATION["tenure"]
    preview = school.preview({**DECLARATION, "tenure": [{**first, "teacher": "t09", "name": "赵老师"}, *others]})
    tried = me.correct(find_fact(school), count=50, reason="复查", dry_run=True).preview
    assert tried is not None
    changes, pay = BytesIO(), BytesIO()
    tried.export(changes, format="csv")
    preview.export(pay, format="csv")

    title, _, heads, *rows = csv.reader(StringIO(changes.getvalue().decode("utf-8-sig")))
    assert f"示例中学 preview (as of 2024-10-08 12:00 #{tried.position})" == title[0]
    assert ["as it is", "afterwards", "±"] == heads[3:6]
    assert [[str(c.before), str(c.after), str(c.difference)] for c in tried.changes] == [
        row[3:6] for row in rows[: len(tried.changes)]
    ]
    lines = [row for row in csv.reader(StringIO(pay.getvalue().decode("utf-8-sig"))) if row[:1] == ["2024-09"]]
    assert [[str(sheet.before), str(sheet.after)] for sheet in preview.sheets] == [line[2:4] for line in lines]


def test_the_pay_of_a_sheet_begun_is_told(school: School) -> None:
    """Given a sheet that is filled in, when another head teacher would have had the class, then whose pay changes is named."""
    school.acting("李老师").pay("2024-09").prepare("scheme-1")
    first, *others = DECLARATION["tenure"]
    preview = school.preview({**DECLARATION, "tenure": [{**first, "teacher": "t09", "name": "赵老师"}, *others]})

    assert [("t01", Decimal(-600)), ("t09", Decimal(600))] == sorted(
        (sheet.teacher, sheet.difference) for sheet in preview.sheets
    )
    assert {("2024-09", "prepared")} == {(sheet.month, sheet.state) for sheet in preview.sheets}
    assert all(sheet.after - sheet.before == sheet.difference for sheet in preview.sheets)


def test_a_month_whose_pay_could_not_be_told_any_more_is_a_problem(school: School) -> None:
    """Given a sheet that is filled in, when no rulebook would be in force in its month, then the month is named."""
    me = school.acting("李老师")
    me.pay("2024-09").prepare("scheme-1")
    (adopted, *_) = DECLARATION["adopt"]
    preview = school.preview({**DECLARATION, "adopt": [{**adopted, "from": "2024-10-01"}]})

    assert ("", "2024-09") in {problem.at for problem in preview.problems}
    assert ("g1c1", "2024-09") in {problem.at for problem in preview.problems}


def test_a_sheet_of_an_earlier_month_or_without_its_scheme_is_told_of_no_more_than_there_is(school: School) -> None:
    """Given a sheet of September, when December changes, it is no part of it; when no scheme would be there, that is said."""
    me = school.acting("李老师")
    me.pay("2024-09").prepare("scheme-1")
    later = {"rulebook": "primary-weighted", "from": "2024-09-01", "class": "g1c1"}
    preview = school.preview({**DECLARATION, "adopt": [{**later, "class": each} for each in ("g1c1", "g1c2")]})

    assert ("", "2024-09") in {problem.at for problem in preview.problems}
    me.declare({**DECLARATION, "class": [*DECLARATION["class"], {"id": "c", "name": "x", "from": "2025-08-01"}]})


def test_what_moves_for_another_purpose_is_told(school: School) -> None:
    """Given a rulebook that is adopted for a purpose of its own, when a fact would be void, then its statements are told, too."""
    me = school.acting("李老师")
    adopted = [*DECLARATION["adopt"], {**DECLARATION["adopt"][0], "for": "津贴"}]
    assert not school.preview({**DECLARATION, "adopt": adopted}).changes
    me.declare({**DECLARATION, "adopt": adopted})
    tried = me.void(find_fact(school), reason="误记", dry_run=True)

    assert tried.preview is not None
    changes = tried.preview.to_dict()["changes"]
    assert [("", True), ("津贴", False)] == [(c["for"], c["published"]) for c in changes if c["period"] == "2024-09"]


def test_a_class_or_a_period_that_comes_moves_nothing_and_one_that_goes_is_told(school: School) -> None:
    """Given a further class and a further term, then nothing was there that could move; given one less, it is named."""
    classes = [*DECLARATION["class"], {"id": "g1c3", "name": "高一(3)班", "from": "2024-10-01"}]
    summer = {"id": "2024-summer", "start": "2024-07-01", "end": "2024-07-12"}
    more = {**DECLARATION, "class": classes, "term": [summer, *DECLARATION["term"]]}
    come = school.preview(more)
    school.acting("李老师").declare(more)
    gone = school.preview(DECLARATION)

    assert ((), ()) == (come.changes, come.problems)
    told = [str(problem) for problem in gone.problems if problem.at == ("g1c3", "2024-10")]
    assert ["afterwards there is no class 'g1c3', or no period '2024-10'"] == [line.split(": ")[-1] for line in told]
    assert [] == list_faults(json.loads(json.dumps(gone.to_dict())))


def test_a_dry_run_says_no_as_the_verb_does(school: School) -> None:
    """Given a value that does not fit, or nobody's right, then the dry run raises what the verb would; a preview asks for no right."""
    me, fact = school.acting("李老师"), find_fact(school)
    with pytest.raises(Invalid):
        me.correct(fact, count=0, reason="复查", dry_run=True)
    persons = {**DECLARATION, "person": [{"name": "王校长", "roles": ["校长"]}]}
    me.declare(persons)
    with pytest.raises(Forbidden):
        me.declare(DECLARATION, dry_run=True)

    assert not school.preview(DECLARATION).changes


def test_a_command_that_was_carried_out_is_told_as_such(school: School) -> None:
    """Given the id of a command that is known, when it is tried again, then the first receipt comes, and nothing would move."""
    me, fact = school.acting("李老师"), find_fact(school)
    me.void(fact, reason="误记", command="void-1")
    tried = me.void(fact, reason="误记", command="void-1", dry_run=True)

    assert tried.replayed
    assert tried.preview is not None
    assert not tried.preview.changes


AMENDED: dict[str, Callable[[Actor, str], Receipt]] = {
    "correct": lambda me, fact: me.correct(fact, count=5, reason="复查"),
    "void": lambda me, fact: me.void(fact, reason="误记"),
    "record": lambda me, _: me.record([finding("2024-09-27")]),
}


@pytest.mark.parametrize("verb", AMENDED)
def test_facts_that_move_a_published_result_say_so(school: School, verb: str) -> None:
    """Given a published month, when a fact of it is amended or comes late, then its total before and after is told, and no other's."""
    me, before = school.acting("李老师"), school.statement("g1c1", "2024-09").total
    receipt = AMENDED[verb](me, find_fact(school))

    after = school.statement("g1c1", "2024-09").total
    assert before != after
    assert receipt.preview is not None
    told = [(c.class_id, c.month, c.before, c.after) for c in receipt.preview.changes]
    assert [("g1c1", "2024-09", before, after)] == told
    assert () == receipt.preview.sheets


def test_facts_that_move_nothing_published_say_nothing(school: School) -> None:
    """Given facts of a month that is not published, a place corrected, or a command sent again, then nothing is told."""
    me, fact = school.acting("李老师"), find_fact(school)
    receipts = [
        me.record([finding("2024-10-08")]),
        me.correct(fact, {"地点": "走廊"}, reason="复查"),
        me.correct(fact, {"地点": "走廊"}, reason="复查"),
        me.void(fact, reason="误记", command="v"),
        me.void(fact, reason="误记", command="v"),
    ]

    assert [False, False, False, True, False] == [receipt.preview is not None for receipt in receipts]


PAID_BY_POINTS = """
[rulebook]
id = "paid"
title = "试"
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
id = "pay.points"
title = "每分10元"
unit = "元"
scores = "total"
points = 10
"""


def test_a_fact_that_moves_pay_on_a_sheet_begun_says_whose(tmp_path: Path) -> None:
    """Given a sheet filled in, when a finding of its month comes late, then the head teacher's pay before and after is told."""
    (tmp_path / "paid.toml").write_text(PAID_BY_POINTS, encoding="utf-8")
    adopted = [{"rulebook": str(tmp_path / "paid.toml"), "from": "2024-09-01"}]
    with create_school({**DECLARATION, "adopt": adopted}, Clock("2024-10-08T12:00+08:00")) as school:
        me = school.acting("李老师")
        me.record([finding(), finding(class_="g1c2")])
        me.pay("2024-09").prepare()
        preview = me.record([finding("2024-09-24")]).preview

    assert preview is not None
    assert ((), ["t01"]) == (preview.changes, [sheet.teacher for sheet in preview.sheets])
    assert [(Decimal(980), Decimal(960))] == [(sheet.before, sheet.after) for sheet in preview.sheets]


def test_a_declaration_that_is_none_is_told_as_such() -> None:
    """Given no declaration, or a mapping where a list belongs, then it is said what to write, and no file is named."""
    with pytest.raises(NotFound) as none:
        School.create("memory:", by="x", lang="en")
    with pytest.raises(Invalid) as wrong:
        School.create("memory:", {**DECLARATION, "class": {"id": "a"}, "school": []}, by="x", lang="en")

    assert "no declaration was given" in str(none.value)
    told = [str(problem) for problem in wrong.value.problems]
    assert any("write [[class]]; in data, a list" in line for line in told)
    assert any("write [school]; in data, a mapping" in line for line in told)
    assert not any("school.toml" in line for line in told)
