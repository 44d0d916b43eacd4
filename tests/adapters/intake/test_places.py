"""A problem names the place where it stands, in every format, and the reason that is there."""

import json
from pathlib import Path

import openpyxl
import pytest

from bzr_adapters.intake.cells import find_days
from bzr_adapters.intake.fact_sheet import read_sheet, read_sheets
from bzr_adapters.intake.read_rows import parse_json, read_rows
from tests.adapters.intake.files import said, saved, text_file

GOOD = '{"date": "2024-09-03", "class": "g1c1", "fact": "x"}'
AN_OBJECT = '每行一个对象,如{"date": "2024-09-03", …}'


def test_the_worksheet_without_a_header_is_named(tmp_path: Path) -> None:
    """Of several, the one that is meant."""
    book = openpyxl.Workbook()
    for title, cells in {"说明": ["填表说明"], "九月": ["date", "class", "fact"]}.items():
        book.create_sheet(title).append(cells)
    book["九月"].append(["2024-09-03", "g1c1", "x"])

    unusable, good = read_sheets(saved(tmp_path, book))

    assert [("sheet.xlsx[说明]", 1)] == [(problem.sheet, problem.row) for problem in unusable.problems]
    assert ("sheet.xlsx[说明]", "sheet.xlsx[九月]") == (unusable.name, good.name)
    assert [] == said(good.problems)


@pytest.mark.parametrize("lines", [[], [GOOD]])
@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (GOOD[:-1], f"“{GOOD[:40]}…”不是JSON对象 | {AN_OBJECT}"),
        ("[1]", f"这一行不是对象 | {AN_OBJECT}"),
        (GOOD[:-1] + ', "fact": "y"}', "一行里“fact”出现了两次 | 每个栏目只写一次"),
    ],
)
def test_a_bad_line_of_json_is_named_alike_in_the_first_row_and_later(
    tmp_path: Path, lines: list[str], bad: str, says: str
) -> None:
    """JSON Lines has no header, and --layout does not help."""
    sheet = read_sheet(text_file(tmp_path, "\n".join([*lines, bad]), "s.jsonl"))

    assert [f"s.jsonl:{len(lines) + 1}:-:- {says}"] == said(sheet.problems)


def test_objects_without_a_known_key_are_told_so(tmp_path: Path) -> None:
    """In a file, and in rows handed in."""
    sheet = read_sheet(text_file(tmp_path, '{"日": 1, "班": 2}', "s.jsonl"))
    rows = read_rows([{"日": 1, "班": 2}])

    says = "没有一个键是登记表的栏目:日、班 | 键如 日期、班级、事项"
    assert ([f"s.jsonl:1:-:- {says}"], [f":-:-:- {says}"]) == (said(sheet.problems), said(rows.problems))


def list_faults(text: str | bytes) -> list[tuple[int | None, str]]:
    """Row and code of what is wrong with a JSON text."""
    parsed = parse_json(text)
    assert isinstance(parsed, tuple)
    assert not any("Expecting" in str(problem.what) for problem in parsed)
    return [(problem.row, problem.code) for problem in parsed]


def test_json_that_a_program_hands_in_names_each_bad_row() -> None:
    """From 0, as rows handed in are counted; no English of the reader in Chinese."""
    assert [(1, "sheet.bad-json"), (2, "sheet.repeated-key")] == list_faults(f'{GOOD}\n{{"a": \n{{"a": 1, "a": 2}}\n')
    assert [(1, "sheet.bad-json")] == list_faults(f"[{GOOD}, 3]")
    assert [(None, "sheet.bad-json")] == list_faults(f"[{GOOD}")
    assert [(None, "sheet.bad-encoding")] == list_faults(b"\xff\xfe")
    assert [json.loads(GOOD)] == parse_json(f"[{GOOD}]") == parse_json(GOOD.encode())


def test_numbers_handed_in_by_a_program_are_ids_as_far_as_programs_keep_them() -> None:
    """15 digits, as in a sheet."""
    row = {"date": "2024-09-03", "class": "g1c1", "fact": "x"}

    kept, *lost = (read_rows([{**row, "id": id_}]) for id_ in (123456789012345, 1234567890123456, 2.0241e16))

    assert (["123456789012345"], ()) == ([each.id for each in kept.rows], kept.problems)
    assert [["sheet.inexact-id"]] * 2 == [[problem.code for problem in sheet.problems] for sheet in lost]


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("值周 2024年9月2日至6日", ["2024-09-02", "2024-09-06"]),
        ("值周 2024年9月30日—10月4日", ["2024-09-30", "2024-10-04"]),
        ("2024.9.2-9.6", ["2024-09-02", "2024-09-06"]),
        ("20240902-0906.xlsx", ["2024-09-02", "2024-09-06"]),
        ("2024-09-02~2024-09-06", ["2024-09-02", "2024-09-06"]),
        ("2024年12月30日至1月3日", ["2024-12-30", "2025-01-03"]),
        ("2024年9月2日、4日", ["2024-09-02", "2024-09-04"]),
        ("2024-09-02-1.csv", ["2024-09-02"]),
        ("2024年9月2日 第1周", ["2024-09-02"]),
        ("2024-09-02-10班.csv", ["2024-09-02"]),
        ("2024-09-02至31日", ["2024-09-02"]),
        ("2024年9月", []),
    ],
)
def test_a_stretch_of_days_is_not_one_day(title: str, days: list[str]) -> None:
    """Its last day counts too, with or without month and year, so that no table takes the first for its day."""
    assert days == [str(day) for day in find_days(title)]
