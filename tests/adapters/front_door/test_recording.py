"""Sheets at the front door: several at once, bad rows left out or set aside, tried dry, and printed totals compared."""

from pathlib import Path

import pytest

from bzr_adapters import Actor, Invalid, School

HEAD = "日期,班级,事项,数量\n"
GOOD, BAD = "2024-09-03,g1c1,卫生不合格,2\n", "2024-09-04,g9c9,卫生不合格,1\n"


@pytest.fixture
def office(school: School) -> Actor:
    """李老师, who records."""
    return school.acting("李老师")


def _write(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def _find_head(office: Actor) -> int:
    return max(event.position for event in office.events())


def test_several_sheets_are_one_command(office: Actor, tmp_path: Path) -> None:
    """Recorded together, or none of them: a bad row of one leaves the other out too."""
    first, second = _write(tmp_path, "一.csv", GOOD), _write(tmp_path, "二.csv", GOOD, BAD)

    with pytest.raises(Invalid) as invalid:
        office.record([first, second])
    receipt = office.record([first, _write(tmp_path, "三.csv", "2024-09-05,g1c2,卫生不合格,1\n")])

    assert [("二.csv", 3)] == [problem.at[:2] for problem in invalid.value.problems]
    assert (2, receipt.new) == (len(receipt.ids), receipt.ids)
    assert {"一.csv", "三.csv"} == {str(event.data["sheet"]) for event in office.events() if "sheet" in event.data}


def test_bad_rows_are_left_out_with_a_place_among_the_ids(office: Actor, tmp_path: Path) -> None:
    """An empty id stands where a row was left out, and `rejected` says which and why."""
    receipt = office.record(_write(tmp_path, "一.csv", BAD, GOOD), bad="skip")

    assert ("", 1) == (receipt.ids[0], len(receipt.new))
    assert receipt.new == receipt.ids[1:]
    assert [("fact.unknown-class", ("一.csv", 2))] == [(bad.code, bad.at[:2]) for bad in receipt.rejected]
    assert [tmp_path / "一.csv"] == list(tmp_path.iterdir())


def test_bad_rows_are_set_aside_to_be_mended_and_recorded(office: Actor, tmp_path: Path) -> None:
    """They stand in a sheet of their own, each with its reason."""
    office.record(_write(tmp_path, "一.csv", BAD, GOOD), bad="set-aside")

    mended = tmp_path / "一.问题.csv"
    mended.write_text(mended.read_text(encoding="utf-8-sig").replace("g9c9", "g1c2"), encoding="utf-8")
    assert 1 == len(office.record(mended).new)


def test_a_dry_run_says_what_would_be_and_records_nothing(office: Actor, tmp_path: Path) -> None:
    """Its receipt has no command; the same command is carried out afterwards."""
    sheet, head = _write(tmp_path, "一.csv", GOOD), _find_head(office)
    tried = office.record(sheet, command="req-1", dry_run=True)

    assert ("", 1, head) == (tried.command, len(tried.new), tried.position)
    assert [] == list(office.facts())
    done = office.record(sheet, command="req-1")
    assert (1, False) == (len(done.new), done.replayed)
    assert done == office.record(sheet, command="req-1", dry_run=True)


def test_a_receipt_says_what_was_passed_over_and_which_rows_repeat_others(office: Actor, tmp_path: Path) -> None:
    """And says it again when the command is sent again."""
    sheet = tmp_path / "一.csv"
    sheet.write_text("九月\n日期,班级,年级,事项\n" + "2024-09-03,g1c1,高一,卫生不合格\n" * 2, encoding="utf-8")

    receipt = office.record(sheet, ignore=["年级"], command="req-1")

    assert [("九月", 1, ""), ("年级", None, "C")] == [
        (part.text, part.row, part.column) for part in receipt.passed_over
    ]
    assert [(4, 3, receipt.ids[1])] == [(row.row, row.of_row, row.id) for row in receipt.repeats]
    again = office.record(sheet, ignore=["年级"], command="req-1")
    assert (receipt, True) == (again, again.replayed)
    assert receipt.passed_over[0].to_dict() == receipt.to_dict()["passed_over"][0]


def test_columns_of_mappings_are_ignored_too(office: Actor) -> None:
    """Titles of worksheets and of columns are lists of texts; a column that no row has is a slip."""
    row = {"date": "2024-09-03", "class": "高一1班", "fact": "卫生不合格", "tel": "138"}

    assert 1 == len(office.record([row], ignore=["tel"]).new)
    for wrong in (["phone"], "tel"):
        with pytest.raises(Invalid):
            office.record([row], ignore=wrong)


def test_rows_known_from_another_sheet_are_recorded_where_that_is_asked_for(office: Actor, tmp_path: Path) -> None:
    """Else they are known, whatever their sheet is called."""
    first = office.record(_write(tmp_path, "一.csv", GOOD))
    again = _write(tmp_path, "二.csv", GOOD)

    assert first.ids == office.record(again).known
    assert 1 == len(office.record(again, new=True).new)


def test_facts_are_listed_by_class_and_day(office: Actor) -> None:
    """Given facts in another order, then the table has them class by class, and the iterator by position."""
    for day, class_id in DAYS:
        office.record([{"date": day, "class": class_id, "fact": "卫生不合格"}])

    assert sorted(DAYS, key=lambda row: (row[1], row[0])) == [
        (str(f.on), f.class_id) for f in office.list_facts().facts
    ]
    assert DAYS == [(str(fact.on), fact.class_id) for fact in office.facts()]
    assert 1 == len(office.list_facts("高一(2)班", "2024-09-04", kind="卫生不合格").facts)


DAYS = [("2024-09-05", "g1c1"), ("2024-09-04", "g1c2"), ("2024-09-03", "g1c1")]
