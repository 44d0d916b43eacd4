"""A sheet recorded again through the front door: what is refused, amended, kept, and what the receipt tells."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bzr_adapters import Invalid, Receipt, Refused, School
from tests.adapters.front_door.schools import Clock, create_school, finding


@pytest.fixture
def school(clock: Clock) -> School:
    """The small school, speaking Chinese."""
    return create_school(clock=clock, lang="zh")


def test_a_refused_sheet_names_every_difference_with_its_place(school: School) -> None:
    """Which row changed into which, what went, and what is new; the text in the school's language."""
    me = school.acting("李老师")
    first = me.record([finding(), finding("2024-09-04"), finding("2024-09-05")], sheet="值周")
    head = school.head()
    rows = [{**finding(count=3), "recorder": "王"}, finding("2024-09-05"), {**finding(class_="g1c2"), "recorder": "王"}]

    with pytest.raises(Refused) as refused:
        me.record(rows, sheet="值周")

    changed, gone, new = refused.value.problems
    assert (head, "sheet.differs") == (school.head(), refused.value.code)
    assert ["sheet.row-changed", "sheet.row-gone", "sheet.row-new"] == [p.code for p in refused.value.problems]
    assert (("值周", 0), ("值周",), ("值周", 2)) == (changed.at, gone.at, new.at)
    assert f"数量 2 → 3, 检查人 空 → 王 [{first.ids[0][:10]}]" in changed.text
    assert f"2024-09-04 高一(1)班 卫生不合格 数量2 [{first.ids[1][:10]}]" in gone.text
    assert "2024-09-03 高一(2)班 卫生不合格 数量2,检查人王" in new.text


@pytest.mark.parametrize("own_id", [{}, {"id": "A-1"}], ids=["by-content", "by-id"])
def test_what_a_person_corrected_is_not_undone_without_a_word(school: School, own_id: dict[str, str]) -> None:
    """A row that only gained a note says the old count still: shown is what the fact says now, and what it would say."""
    me = school.acting("李老师")
    first = me.record([{**finding(), **own_id}, finding("2024-09-04"), finding("2024-09-05")], sheet="值周")
    for fact in first.ids[:2]:
        me.correct(fact, count=5, reason="复查")

    with pytest.raises(Refused) as refused:
        me.record([{**finding(), **own_id, "note": "已看"}, finding("2024-09-05")], sheet="值周")

    changed, gone = refused.value.problems
    assert "数量 5 → 2, 备注 空 → 已看" in changed.text
    assert "2024-09-04 高一(1)班 卫生不合格 数量5" in gone.text


def test_the_receipt_of_an_amended_sheet_tells_each_rows_fate(school: School) -> None:
    """Also when the command is sent again."""
    me = school.acting("李老师")
    first = me.record([finding(), finding("2024-09-04"), finding("2024-09-05")], sheet="值周")
    rows = [finding(count=3), finding("2024-09-05"), finding("2024-09-05", "g1c2")]

    receipt, again = (me.record(rows, sheet="值周", gone="amend", reason="复查", command="req-1") for _ in range(2))

    assert ((first.ids[0],), (first.ids[1],)) == (receipt.amended, receipt.removed)
    assert ((first.ids[2],), receipt.ids[2:]) == (receipt.known, receipt.new)
    assert (receipt, True) == (again, again.replayed)
    assert [list(receipt.amended), list(receipt.removed)] == [receipt.to_dict()[key] for key in ("amended", "removed")]


def test_json_is_amended_and_kept_too(school: School) -> None:
    """Under a sheet's name it is a sheet."""
    me = school.acting("李老师")
    text = '[{{"date": "2024-09-03", "class": "g1c1", "fact": "卫生不合格", "count": {}}}]'
    me.record_json(text.format(2), sheet="值周")

    amended = me.record_json(text.format(3), sheet="值周", gone="amend", reason="复查")
    kept = me.record_json(text.format(4), sheet="值周", gone="keep")

    assert (1, 1) == (len(amended.amended), len(kept.new))


def test_a_sheet_tried_dry_is_told_what_would_become_of_it(school: School) -> None:
    """Nothing is recorded; the refusal comes as it would."""
    me = school.acting("李老师")
    me.record([finding()], sheet="值周")
    head = school.head()

    receipt = me.record([finding(count=3)], sheet="值周", gone="amend", reason="复查", dry_run=True)
    with pytest.raises(Refused):
        me.record([finding(count=3)], sheet="值周", dry_run=True)

    assert (1, head) == (len(receipt.amended), school.head())


def test_bad_rows_left_out_are_not_silently_gone(school: School) -> None:
    """A row that was recorded and is bad by now is a row that went."""
    me = school.acting("李老师")
    me.record([finding(), finding("2024-09-05")], sheet="值周")
    rows = [finding(), finding("2024-09-04", "g9c9"), finding("2024-09-05", count=0)]

    with pytest.raises(Refused):
        me.record([*rows, finding("2024-09-06")], sheet="值周", bad="skip")
    receipt = me.record([*rows, finding("2024-09-06")], sheet="值周", bad="skip", gone="keep")

    assert (2, 1, 1) == (len(receipt.rejected), len(receipt.new), len(receipt.known))


@pytest.mark.parametrize("count", ["两", "0"], ids=["unreadable", "out of range"])
def test_a_bad_row_at_the_edge_of_its_sheet_is_not_silently_gone(school: School, tmp_path: Path, count: str) -> None:
    """Its day is one that the sheet covers: mended in a sheet of its own, the row would count beside the old one."""
    me, sheet = school.acting("李老师"), tmp_path / "值周.csv"
    head, row = "日期,班级,事项,数量\n", "2024-09-05,g1c1,卫生不合格,1\n"
    sheet.write_text(head + "2024-09-03,g1c1,卫生不合格,1\n" + row, encoding="utf-8")
    me.record(sheet)

    sheet.write_text(head + f"2024-09-03,g1c1,卫生不合格,{count}\n" + row, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        me.record(sheet, bad="set-aside")
    assert ["sheet.row-gone"] == [problem.code for problem in refused.value.problems]
    sheet.write_text(head + "2023-09-01,g1c1,卫生不合格,1\n" + row, encoding="utf-8")
    assert 1 == len(me.record(sheet, bad="skip").rejected), "a wrong day is none that the sheet covers"


@pytest.mark.parametrize(
    "call",
    [
        lambda school: school.acting("李").record([finding()], gone="forget"),
        lambda school: school.acting("李").record([finding()], reason="复查"),
        lambda school: school.acting("李").record([finding()], gone="amend", reason="复查", bad="skip"),
        lambda school: school.acting("李").record([finding()], gone="amend", reason="复查"),
        lambda school: school.acting("李").record_json("[]", gone="keep"),
        lambda school: school.acting("李").record([finding()], layout="汇总.toml"),
        lambda school: school.acting("李").record([finding()], on="2024-09-03"),
    ],
    ids=["no such word", "a reason for nothing", "bad rows", "no sheet", "no sheet of JSON", "a layout", "a day"],
)
def test_words_that_do_not_go_together_are_invalid(school: School, call: Callable[[School], Receipt]) -> None:
    """A word that would change nothing is a mistake."""
    with pytest.raises(Invalid) as invalid:
        call(school)
    assert invalid.value.code.startswith("argument.")


def test_amending_without_a_reason_is_refused(school: School, tmp_path: Path) -> None:
    """As of every correction, whatever there is to amend."""
    sheet = tmp_path / "值周.csv"
    sheet.write_text("日期,班级,事项\n2024-09-03,g1c1,卫生不合格\n", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        school.acting("李老师").record(sheet, gone="amend")
    assert "reason.missing" == refused.value.code


def test_a_stretch_that_the_title_names_is_covered_to_its_last_day(school: School, tmp_path: Path) -> None:
    """A row taken out at the edge is noticed; without the title the sheet would be about the days of its rows alone."""
    me, sheet = school.acting("李老师"), tmp_path / "值周.csv"
    title, head, row = "2024-09-02至2024-09-06\n", "日期,班级,事项\n", "2024-09-0{},g1c1,卫生不合格\n"
    sheet.write_text(title + head + row.format(3) + row.format(5), encoding="utf-8")
    me.record(sheet)

    sheet.write_text(head + row.format(3), encoding="utf-8")
    assert 1 == len(me.record(sheet).known)
    sheet.write_text(title + head + row.format(3), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        me.record(sheet)
    assert ["sheet.row-gone"] == [problem.code for problem in refused.value.problems]


def test_a_row_of_a_fact_voided_by_hand_that_gained_a_note_is_listed_as_void(school: School) -> None:
    """It is that fact with a word more, and not a new one: `new=True` alone records it anew."""
    me = school.acting("李老师")
    first = me.record([finding(), finding("2024-09-04")], sheet="值周")
    me.void(first.ids[0], reason="误记")
    rows = [{**finding(), "note": "已看"}, finding("2024-09-04")]

    again = me.record(rows, sheet="值周")
    assert ((), first.ids) == (again.new, again.ids)
    assert first.ids[0] in again.known
    (anew,) = me.record(rows, sheet="值周", new=True).new
    assert {anew, first.ids[1]} == {fact.id for fact in school.facts("g1c1") if fact.voided_by is None}


def test_a_fact_gone_from_the_sheet_is_nearer_than_one_voided_by_hand(school: School) -> None:
    """Of a void and a present fact of one day the row that changed is the nearer one."""
    me = school.acting("李老师")
    first = me.record([{**finding(), "place": "走廊"}, {**finding(count=9), "place": "教室"}], sheet="值周")
    me.void(first.ids[1], reason="误记")

    with pytest.raises(Refused) as refused:
        me.record([{**finding(count=3), "place": "走廊"}], sheet="值周")

    assert ["sheet.row-changed"] == [problem.code for problem in refused.value.problems]


def test_a_row_beside_a_void_one_that_stands_unchanged_is_new(school: School) -> None:
    """The void fact has its row still, so that the further row is another fact."""
    me = school.acting("李老师")
    first = me.record([finding()], sheet="值周")
    me.void(first.ids[0], reason="误记")

    receipt = me.record([finding(), {**finding(), "note": "第二处"}], sheet="值周")

    assert 1 == len(receipt.new)
