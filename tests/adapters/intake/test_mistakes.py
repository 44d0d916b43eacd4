"""Thirty mistakes in one sheet are thirty problems, each in its own words."""

from pathlib import Path

from bzr_adapters.intake.fact_sheet import read_sheet
from bzr_domain.kernel.messages import Problem
from tests.adapters.intake.files import lines_file, said, text_file

LONG = "长" * 32_768
SHEET = f"""日期,班级,事项,数量,数值,分值,备注
2024-13-01,g1c1,卫生不合格,,,,
2024-02-30,g1c1,卫生不合格,,,,
24-9-3,g1c1,卫生不合格,,,,
2024-9/3,g1c1,卫生不合格,,,,
45538,g1c1,卫生不合格,,,,
昨天,g1c1,卫生不合格,,,,
,g1c1,卫生不合格,,,,
2024-09-03,g1c1,,,,,
2024-09-03,g1c1,卫生不合格,1.5,,,
2024-09-03,g1c1,卫生不合格,两个,,,
2024-09-03,g1c1,卫生不合格,"1,000",,,
2024-09-03,g1c1,卫生不合格,50%,,,
2024-09-03,g1c1,卫生不合格,NaN,,,
2024-09-03,g1c1,卫生评分,,inf,,
2024-09-03,g1c1,卫生评分,,-Infinity,,
2024-09-03,g1c1,卫生评分,,九十五,,
2024-09-03,g1c1,卫生评分,,"12,345.5",,
2024-09-03,g1c1,卫生评分,,95分,,
2024-09-03,g1c1,卫生评分,,95.5.5,,
2024-09-03,g1c1,卫生评分,,1234567890123456,,
2024-09-03,g1c1,卫生评分,,0.1234567,,
2024-09-03,g1c1,卫生评分,,1e400,,
2024-09-03,g1c1,校务委员会决定,,,5%,x
2024-09-03,g1c1,校务委员会决定,,,--5,x
2024-09-03,g1c1,校务委员会决定,,,=2,x
2024-09-03,g1c1,卫生不合格,,,,\x07
2024-09-03,g1c1,卫生不合格,,,,{LONG}
2024-09-03,g1c1,卫生不合格,,,,,多出来的
明天,g1c1,,一,,,
"""
A_DAY = "写成2024-09-03、2024/9/3、2024.9.3或2024年9月3日"
A_NUMBER = "一个准确的数,如2或0.5"
A_VALUE = "一个准确的数,如78.5或78.5%"
A_COUNT = "整数,如1或2"
A_KIND = "事项的编号或名称,如“卫生不合格”"
SHORT = "至多15位数字,小数至多6位"
EXPECTED = f"""
s.csv:2:A:date 没有“2024-13-01”这一天 | 日历上有的日期
s.csv:3:A:date 没有“2024-02-30”这一天 | 日历上有的日期
s.csv:4:A:date “24-9-3”不是日期 | {A_DAY}
s.csv:5:A:date “2024-9/3”不是日期 | {A_DAY}
s.csv:6:A:date “45538”不是日期 | {A_DAY}
s.csv:7:A:date “昨天”不是日期 | {A_DAY}
s.csv:8:A:date 缺少日期 | {A_DAY}
s.csv:9:C:fact 缺少事项 | {A_KIND}
s.csv:10:D:count “1.5”不是整数 | {A_COUNT}
s.csv:11:D:count “两个”不是数 | {A_COUNT}
s.csv:12:D:count “1,000”带有千位分隔符 | 去掉分隔符,如1234
s.csv:13:D:count “50%”不是数 | {A_COUNT}
s.csv:14:D:count “NaN”不是数 | {A_COUNT}
s.csv:15:E:value “inf”不是数 | {A_VALUE}
s.csv:16:E:value “-Infinity”不是数 | {A_VALUE}
s.csv:17:E:value “九十五”不是数 | {A_VALUE}
s.csv:18:E:value “12,345.5”带有千位分隔符 | 去掉分隔符,如1234
s.csv:19:E:value “95分”不是数 | {A_VALUE}
s.csv:20:E:value “95.5.5”不是数 | {A_VALUE}
s.csv:21:E:value “1234567890123456”位数太多 | {SHORT}
s.csv:22:E:value “0.1234567”位数太多 | {SHORT}
s.csv:23:E:value “1e400”不是数 | {A_VALUE}
s.csv:24:F:points “5%”不是数 | {A_NUMBER}
s.csv:25:F:points “--5”不是数 | {A_NUMBER}
s.csv:26:F:points “=2”不是数 | {A_NUMBER}
s.csv:27:G:note 单元格含有不可见的控制字符U+0007 | 删去这个字符
s.csv:28:G:note 单元格有32768个字符 | 至多32767个字符
s.csv:29:H:- 这一格上面没有表头 | 补上表头,或清空这一格
s.csv:30:A:date “明天”不是日期 | {A_DAY}
s.csv:30:D:count “一”不是数 | {A_COUNT}
s.csv:30:C:fact 缺少事项 | {A_KIND}
"""


def in_order(lines: list[str]) -> list[str]:
    """By row, then as written."""
    return sorted(lines, key=lambda line: (int(line.split(":")[1]), line))


def test_thirty_mistakes_are_thirty_problems(tmp_path: Path) -> None:
    """Every mistake is named with sheet, row, column, what was found and what was expected; no good row is among them."""
    sheet = read_sheet(text_file(tmp_path, SHEET, "s.csv"))

    assert in_order(said(sheet.problems)) == in_order(EXPECTED.strip().splitlines())
    assert sheet.rows == ()


def test_every_message_is_in_both_languages(tmp_path: Path) -> None:
    """What is said in Chinese is said in English, without a Chinese word but those of the sheet."""
    sheet = read_sheet(text_file(tmp_path, SHEET, "s.csv"))

    assert english(sheet.problems[0]) == "there is no day '2024-13-01' | a day of the calendar"
    assert english(sheet.problems[8]) == "'1.5' is not a whole number | a whole number such as 1 or 2"
    assert english(sheet.problems[27]) == "there is no header above this cell | write a header, or clear the cell"


def english(problem: Problem) -> str:
    """A problem as an English reader sees it."""
    return f"{problem.what.en} | {problem.expected.en if problem.expected else ''}"


def test_headers_are_named_one_by_one(tmp_path: Path) -> None:
    """An unknown, a repeated and a missing header are three problems, and no row is trusted."""
    sheet = read_sheet(text_file(tmp_path, "日期,班及,数量,count,Date\n2024-09-03,g1c1,x,1,\n", "s.csv"))

    assert said(sheet.problems) == [
        "s.csv:1:B:- 没有“班及”这一栏 | 是不是“班级”?不登记的栏加 --ignore 略过",
        "s.csv:1:E:date “日期”一栏重复:A、E | 每个栏目只出现一次",
        "s.csv:1:D:count “数量”一栏重复:C、D | 每个栏目只出现一次",
        "s.csv:1:-:fact 缺少“事项”一栏 | 表头“事项”或“fact”",
        "s.csv:1:-:class 缺少“班级”一栏 | 表头“班级”或“class”;关于班主任的事项也可只有“班主任”",
        "s.csv:2:C:count “x”不是数 | 整数,如1或2",
    ]
    assert sheet.unusable


def test_a_sheet_without_classes_may_name_teachers(tmp_path: Path) -> None:
    """A class column is not needed where a teacher column is."""
    sheet = read_sheet(text_file(tmp_path, "date,teacher,fact\n2024-09-03,t01,查课\n"))

    assert sheet.problems == ()
    assert [wish.teacher_ref for wish in sheet.rows] == ["t01"]


def test_json_lines_name_the_key(tmp_path: Path) -> None:
    """Each bad value of a line is named by its key, and a bad line as a whole."""
    path = text_file(
        tmp_path,
        '{"date": "2024-09-03", "class": "g1c1", "fact": "x", "value": NaN, "note": ["a"], "count": true}\n'
        '{"date": "2024-09-03", "date": "2024-09-04"}\n'
        "[1]\n"
        "{oops}\n"
        '{"date": "2024-09-03", "class": "g1c1", "fact": "x", "place": "\\ud800"}\n',
        "s.jsonl",
    )

    assert said(read_sheet(path).problems) == [
        "s.jsonl:1:value:value 值不是有限的数 | 文字、数或null",
        "s.jsonl:1:note:note 值是列表 | 文字、数或null",
        "s.jsonl:1:count:count 值是true或false | 文字、数或null",
        "s.jsonl:2:-:- 一行里“date”出现了两次 | 每个栏目只写一次",
        's.jsonl:3:-:- 这一行不是对象 | 每行一个对象,如{"date": "2024-09-03", …}',
        's.jsonl:4:-:- “{oops}”不是JSON对象 | 每行一个对象,如{"date": "2024-09-03", …}',
        "s.jsonl:5:place:place 单元格含有不可见的控制字符U+D800 | 删去这个字符",
    ]


def test_an_unknown_key_is_named_on_its_line(tmp_path: Path) -> None:
    """A header of JSON Lines stands on the line where the key first appears."""
    rows = [{"date": "2024-09-03", "class": "g1c1", "fact": "x"}, {"clas": "g1c1"}]

    [problem, *_] = read_sheet(lines_file(tmp_path, rows)).problems

    assert said([problem]) == ["sheet.jsonl:2:clas:- 没有“clas”这一栏 | 是不是“class”?不登记的栏加 --ignore 略过"]
