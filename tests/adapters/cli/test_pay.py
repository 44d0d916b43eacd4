"""The pay sheet at the command line: prepared, reviewed, approved, handed over, paid; then adjustments on the next."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.adapters.cli.calling import ALL_THE_SAME, SCHOOL, Shell

LOST = "日期,班级,事项,数量,级别\n2024-09-10,g1c2,学生流失,2,非正常流失\n2024-09-11,g1c2,缺查课,4,\n"


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September, of which class 2 has 59.00 points; class 1 changed hands on the 21st. It is 8 October."""
    shell.write("school.toml", SCHOOL)
    shell.write("s.csv", LOST)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv").status
    return shell


def sheet(shell: Shell, *words: str) -> dict[str, Any]:
    """The document of September's sheet, or of another."""
    answer = shell.bzr("pay", *(words or ("2024-09", "--scheme", "scheme-2")), "--json")
    assert (0, "") == (answer.status, answer.err)
    document: dict[str, Any] = json.loads(answer.out)
    return document


def lines(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Teacher → assessment and payable."""
    return {one["teacher"]: (one["assessment"], one["payable"]) for one in document["lines"]}


def paid(shell: Shell, month: str = "2024-09", scheme: str = "scheme-2") -> Shell:
    """The month's sheet through all its steps."""
    for step, who in (
        ("prepare", "学工处"),
        ("review", "副校长"),
        ("approve", "校长"),
        ("hand-over", "学工处"),
        ("pay", "财务"),
    ):
        more = ("--scheme", scheme) if step == "prepare" else ALL_THE_SAME.get(step, ())
        answer = shell.bzr("pay", month, step, *more, "--by", who)
        assert (0, "") == (answer.status, answer.err)
    return shell


def test_pay_goes_to_each_by_school_days_served(office: Shell) -> None:
    """Class 1 gives 600, of which 14 of 20 days are one teacher's; class 2 with 59 points gives 450."""
    document = sheet(office)

    assert {"t01": ("420.00", "420.00"), "t03": ("180.00", "180.00"), "t02": ("450.00", "450.00")} == lines(document)
    assert ("none", "1050.00") == (document["state"], document["payable"])
    assert "每月5日前" in office.bzr("pay", "2024-09", "--scheme", "scheme-2").out.splitlines()[-1]
    assert "600.00" == next(one["base"] for one in document["lines"] if one["teacher"] == "t02")


def test_the_scheme_has_to_be_said_where_there_are_two(office: Shell) -> None:
    """The choice changes the money."""
    answer = office.bzr("pay", "2024-09")

    assert 2 == answer.status
    assert (
        "错误:请用 --scheme 写明2024-09按“班主任工作量化考核实施细则”的哪一种方案;可用的有:pay.scheme-1、pay.scheme-2\n"
        == answer.err
    )


def test_the_steps_come_in_order_and_by_other_hands(office: Shell) -> None:
    """Nothing is approved before it is reviewed, nor by who prepared it."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")

    early = office.bzr("pay", "2024-09", "approve", "--by", "校长")
    same = office.bzr("pay", "2024-09", "review", "--by", "学工处")
    bare = office.bzr("pay", "2024-09", "return", "--by", "副校长")

    assert "错误:2024-09的绩效表已填表,须已审核以后才能这样做" == early.err.splitlines()[0]
    assert "错误:“学工处”已经办过这张表,审核、审批须另有其人" == same.err.splitlines()[0]
    assert "错误:退回须写明理由" == bare.err.splitlines()[0]
    assert {1} == {early.status, same.status, bare.status}


def test_a_returned_sheet_is_prepared_again(office: Shell) -> None:
    """What was wrong is put right, and the sheet goes its way from the beginning."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    office.bzr("pay", "2024-09", "return", "--note", "少一个班", "--by", "副校长")

    again = office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-1", "--by", "学工处")

    assert 0 == again.status
    assert "pay.scheme-1" == sheet(office, "2024-09")["scheme"]
    assert "190.00" == lines(sheet(office, "2024-09"))["t02"][0]


def test_a_paid_month_is_never_reopened_and_the_difference_stands_on_the_next_sheet(office: Shell) -> None:
    """A deduction of September is voided in November: October's sheet pays the difference, and says why."""
    paid(office)
    office.now = datetime(2024, 11, 4, 1, tzinfo=UTC)
    fact = json.loads(office.bzr("facts", "--kind", "缺查课", "--json").out)["facts"][0]["id"]
    office.bzr("void", fact, "--reason", "记错了班")

    reopened = office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    office.bzr("pay", "2024-10", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    shown = office.bzr("pay", "2024-10")

    assert "错误:2024-09的绩效已经发放" == reopened.err.splitlines()[0]
    assert "依据:已发放的月份不重开,差额补发或扣回" in reopened.err
    assert "李老师 2024-09 应得600.00,已发450.00,补发150.00" in shown.out
    assert ("600.00", "750.00") == lines(sheet(office, "2024-10"))["t02"]
    assert "450.00" == lines(sheet(office, "2024-09"))["t02"][1]


def test_a_dispute_says_what_it_does_to_pay_already_paid(office: Shell) -> None:
    """Without the four lessons not checked class 2 has 63 points: 150 yuan more, which the void then pays on the next sheet."""
    fact = json.loads(office.bzr("facts", "--kind", "缺查课", "--json").out)["facts"][0]["id"]
    question = ("explain", "g1c2", "2024-autumn", "--without", fact)
    before = json.loads(office.bzr(*question, "--json").out)["without"]["sheets"]
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    begun = office.bzr(*question).out.splitlines()[-1]

    paid(office)
    document = json.loads(office.bzr(*question, "--json").out)["without"]["sheets"]

    assert [] == before
    assert "  绩效:2024-09 李老师 450.00→600.00 +150.00(表还没有发放,重填即可)" == begun
    assert [
        {"month": "2024-09", "state": "paid", "teacher": "t02", "before": "450.00", "after": "600.00", "difference": "150.00"}
    ] == document  # fmt: skip
    assert "  绩效:2024-09 李老师 450.00→600.00 +150.00(下一张表补发)" == office.bzr(*question).out.splitlines()[-1]
    assert "  pay: 2024-09 t02 450.00→600.00 +150.00 (to be paid with the next sheet)" in (
        office.bzr(*question, "--lang", "en").out
    )
    office.now = datetime(2024, 11, 4, 1, tzinfo=UTC)
    office.bzr("void", fact, "--reason", "记错了班")
    office.bzr("pay", "2024-10", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    assert "补发150.00" in office.bzr("pay", "2024-10").out


def test_a_dispute_says_what_would_be_taken_back_and_whose_allowance_moves(office: Shell) -> None:
    """The hours on duty are all that the allowance rests on: without them nine years give nothing."""
    office.write("school.toml", SCHOOL.replace('teacher = "t02"', 'teacher = "t02"\nyears_before = 9'))
    office.write("d.csv", "日期,班级,事项,数量,数值,编号\n2024-09-12,g1c2,坐班,10,10,d-1\n")
    assert 0 == office.bzr("setup", "school.toml").status + office.bzr("record", "d.csv").status
    with_allowance = ("--scheme", "scheme-2", "--allowance", "seniority-and-duty", "--by", "学工处")
    office.bzr("pay", "2024-09", "prepare", *with_allowance)
    for step, who in (("review", "副校长"), ("approve", "校长"), ("hand-over", "学工处"), ("pay", "财务")):
        office.bzr("pay", "2024-09", step, *ALL_THE_SAME.get(step, ()), "--by", who)

    answer = office.bzr("explain", "g1c2", "2024-09", "--without", "d-1").out

    assert "  绩效:2024-09 李老师 1050.00→450.00 -600.00(下一张表扣回)" == answer.splitlines()[-1]


def test_what_was_paid_too_much_is_taken_back(office: Shell) -> None:
    """A late fact lowers September: October's sheet takes it back, once."""
    paid(office)
    office.now = datetime(2024, 11, 4, 1, tzinfo=UTC)
    office.write("late.csv", "日期,班级,事项,数量,级别\n2024-09-12,g1c2,集会缺席,2,\n")
    office.bzr("record", "late.csv")

    paid(office, "2024-10")
    office.now = datetime(2024, 12, 4, 1, tzinfo=UTC)

    assert "450.00" == lines(sheet(office, "2024-10"))["t02"][1]
    assert {"600.00"} == {one["payable"] for one in sheet(office, "2024-11", "--scheme", "scheme-2")["lines"]}


def test_the_next_month_waits_for_the_one_before(office: Shell) -> None:
    """What September will have given is not known while its sheet is under way."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2")
    office.now = datetime(2024, 11, 4, 1, tzinfo=UTC)

    answer = office.bzr("pay", "2024-10", "prepare", "--scheme", "scheme-2")

    assert "错误:2024-09的绩效表还没有发放;发放以后再填2024-10" == answer.err.splitlines()[0]


def test_a_month_in_which_nothing_waits_is_not_paid_before_it_is_over(office: Shell) -> None:
    """Given a rulebook of deductions alone, then October is paid from its last school day on."""
    office.write(
        "plain.toml",
        '[rulebook]\nid = "plain"\ntitle = "试"\n'
        '[[item]]\nid = "total"\ntitle = "总分"\ncite = "试"\nbase = 100\n'
        '[[clause]]\nid = "1"\ntitle = "扣"\ncite = "试"\ninto = "total"\nfacts = "hygiene.finding"\npoints = -1\n'
        '[[outcome]]\nid = "pay.p"\ntitle = "绩效"\ncite = "试"\nunit = "元"\nscores = "total"\npoints = 5\n',
    )
    office.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"plain.toml"'))
    assert 0 == office.bzr("setup", "school.toml").status

    early = office.bzr("pay", "2024-10")
    office.now = datetime(2024, 10, 31, 4, tzinfo=UTC)
    late = office.bzr("pay", "2024-10")

    assert (1, 0) == (early.status, late.status)
    assert "错误:2024-10还没有结束,最后一个上课日是2024-10-31" == early.err.splitlines()[0]


def test_whoever_filled_the_sheet_in_once_does_not_review_it(office: Shell) -> None:
    """Filled in by 甲, and again by 乙 after a fact was recorded: neither of them reviews."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "甲")
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-1", "--by", "乙")

    refused = [office.bzr("pay", "2024-09", "review", "--by", who) for who in ("甲", "乙")]
    done = office.bzr("pay", "2024-09", "review", "--by", "丙")

    assert [1, 1, 0] == [*(one.status for one in refused), done.status]


def test_a_month_that_is_not_over_is_not_paid(office: Shell) -> None:
    """October has open ends on the 8th: which clauses, and until when."""
    answer = office.bzr("pay", "2024-10", "--scheme", "scheme-2")

    what, clause = answer.err.splitlines()
    assert (1, "依据:暂定的结果不发绩效") == (answer.status, clause.strip())
    assert "错误:2024-10的结果是暂定的:高一(1)班、高一(2)班(3.1 到2024-10-31为止、6.2 到2024-11-03为止)" == what


def test_the_seniority_allowance_comes_from_its_own_rulebook(office: Shell) -> None:
    """Nine years and all of the hours on duty: 600 yuan beside the assessment pay."""
    office.write("school.toml", SCHOOL.replace('teacher = "t02"', 'teacher = "t02"\nyears_before = 9'))
    assert 0 == office.bzr("setup", "school.toml").status
    office.write("d.csv", "日期,班级,事项,数量,数值\n2024-09-12,g1c2,坐班,10,10\n")
    assert 0 == office.bzr("record", "d.csv").status

    document = sheet(office, "2024-09", "--scheme", "scheme-2", "--allowance", "seniority-and-duty")

    (line,) = [one for one in document["lines"] if one["teacher"] == "t02"]
    assert ("450.00", "600.00", "1050.00") == (line["assessment"], line["seniority"], line["payable"])


def test_an_allowance_alone_is_a_sheet(office: Shell) -> None:
    """Where no rulebook pays by assessment, the seniority allowance makes a sheet; without it there is nothing to pay."""
    alone = SCHOOL.replace('teacher = "t02"', 'teacher = "t02"\nyears_before = 9')
    office.write("school.toml", alone.replace("monthly-quantified", "seniority-and-duty"))
    assert 0 == office.bzr("setup", "school.toml").status
    office.write("d.csv", "日期,班级,事项,数量,数值\n2024-09-12,g1c2,坐班,10,10\n")
    assert 0 == office.bzr("record", "d.csv").status

    document = sheet(office, "2024-09", "--allowance", "seniority-and-duty")
    shown = office.bzr("pay", "2024-09", "--allowance", "seniority-and-duty")
    neither = office.bzr("pay", "2024-09")

    assert (None, {"t02": ("0.00", "600.00")}) == (document["scheme"], lines(document))
    assert "示例中学 2024-09 绩效表(未填表,只有班主任龄奖励)" == shown.out.splitlines()[0]
    assert (
        "错误:2024-09的规则里没有发钱的方案;只发班主任龄奖励,用 --allowance 写明按哪份规则"
        == neither.err.splitlines()[0]
    )


def test_an_allowance_needs_a_rulebook_that_has_one(office: Shell) -> None:
    """The monthly rulebook says nothing about an allowance."""
    answer = office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--allowance", "monthly-quantified")

    assert 2 == answer.status
    assert "没有按月的 allowance 这个结果,算不出班主任龄奖励" in answer.err
    assert "none" == sheet(office)["state"]


def test_a_month_paid_by_an_allowance_alone_owes_no_assessment_later(office: Shell) -> None:
    """A rulebook that pays by assessment, adopted afterwards for that month, gives it nothing."""
    alone = SCHOOL.replace("monthly-quantified", "seniority-and-duty")
    office.write("school.toml", alone)
    office.bzr("setup", "school.toml")
    for step in ("prepare", "review", "approve", "hand-over", "pay"):
        more = ("--allowance", "seniority-and-duty") if step == "prepare" else ()
        assert 0 == office.bzr("pay", "2024-09", step, *more, "--by", step).status
    office.write("school.toml", SCHOOL)
    office.bzr("setup", "school.toml", "--correct-past", "--reason", "补登")
    office.now = datetime(2024, 11, 4, 1, tzinfo=UTC)

    document = sheet(office, "2024-10", "--scheme", "scheme-2")

    assert [[], []] == [one["adjustments"] for one in document["lines"]]


def test_finance_gets_rows_in_excel_and_csv(office: Shell) -> None:
    """The same lines in both; in Excel, amounts are numbers to the cent and can be summed, and below is where to sign."""
    office.bzr("pay", "2024-09", "--scheme", "scheme-2", "--output", "九月.XLSX")
    office.bzr("pay", "2024-09", "--scheme", "scheme-2", "--output", "九月.csv")

    page = load_workbook(office.folder / "九月.XLSX").active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    text = (office.folder / "九月.csv").read_text(encoding="utf-8-sig").splitlines()
    title = str(rows[0][0])
    assert title.startswith("示例中学 2024-09 绩效表(未填表,方案 pay.scheme-2)(截至 2024-10-08 12:00 #")
    assert f'"{title}"' == text[0]
    assert "班主任,编号,满额,考核绩效,班主任龄奖励,补发扣回,应发,未扣回,说明" == text[2] == ",".join(map(str, rows[2]))
    assert "李老师,t02,600.00,450.00,0.00,0.00,450.00,0.00," == text[5]
    assert ["李老师", "t02", 600, 450, 0, 0, 450, 0] == rows[5][:8]
    assert "合计,,1200.00,1050.00,0.00,0.00,1050.00,0.00," == text[6]
    assert {"0.00"} == {
        cell.number_format for row in page.iter_rows(min_row=4, max_row=7, min_col=3, max_col=8) for cell in row
    }
    assert ["制表:", "审核:", "审批:", "交财务:", "发放:"] == text[-5:]


def test_a_name_that_reads_like_a_formula_is_a_text(office: Shell) -> None:
    """In CSV it gets an apostrophe; in Excel it is the text it is."""
    office.write("school.toml", SCHOOL.replace("李老师", "=HYPERLINK(1)"))
    assert 0 == office.bzr("setup", "school.toml").status
    office.bzr("pay", "2024-09", "--scheme", "scheme-2", "--output", "九月.xlsx")
    office.bzr("pay", "2024-09", "--scheme", "scheme-2", "--output", "九月.csv")

    page = load_workbook(office.folder / "九月.xlsx").active
    assert page is not None
    text = (office.folder / "九月.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ("=HYPERLINK(1)", "s") == (page["A6"].value, page["A6"].data_type)
    assert text[5].startswith("'=HYPERLINK(1),t02,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("review", "--output", "九月.pdf"), "文件名以 .xlsx 或 .csv 结尾"),
        (("review", "--output", "无/九月.csv"), "没有文件夹“无”"),
        (("review", "--as-of", "2024-10-07"), "--as-of 只用来看,不能和步骤一起写"),
        (("prepare", "--as-of", "2024-10-07"), "--as-of 只用来看,不能和步骤一起写"),
        (
            ("review", "--scheme", "scheme-1"),
            "review 不用 --scheme 和 --allowance:它们在填表(prepare)时写",
        ),
        (("prepare", "--note", "好"), "--note 随审核、审批、交财务、发放、退回保存;填表和只看不用"),
        (("--scheme", "scheme-1"), "2024-09的绩效表是按方案 pay.scheme-2 填的;要换方案,先退回再填"),
        (
            ("--allowance", "seniority-and-duty"),
            "2024-09的绩效表不是按这份 --allowance 填的;要换,先退回再填",
        ),
    ],
)
def test_a_wrong_call_records_nothing(office: Shell, words: tuple[str, ...], said: str) -> None:
    """What is wrong with the options is said before a step is taken, and the sheet stays as it was."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")

    answer = office.bzr("pay", "2024-09", *words, "--by", "副校长")

    assert (2, f"错误:{said}") == (answer.status, answer.err.splitlines()[0])
    assert "prepared" == sheet(office, "2024-09")["state"]


def test_a_step_taken_twice_still_gives_the_document_and_the_file(office: Shell) -> None:
    """Nothing is recorded again, and what was asked for is given all the same."""
    words = ("2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    office.bzr("pay", *words)

    told = office.bzr("pay", *words)
    document = sheet(office, *words)
    office.bzr("pay", *words, "--output", "九月.csv")

    assert "早已如此,没有变化\n" == told.out
    assert ["prepared"] == [one["step"] for one in document["steps"]]
    assert (office.folder / "九月.csv").exists()


def test_a_sheet_is_shown_by_the_scheme_it_was_prepared_by(office: Shell) -> None:
    """The scheme it has may be named."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")

    assert "pay.scheme-2" == sheet(office, "2024-09", "--scheme", "scheme-2")["scheme"]


def test_each_step_is_an_actor_and_a_time(office: Shell) -> None:
    """The sheet tells who did what."""
    paid(office)

    document = sheet(office, "2024-09")
    audit = office.bzr("audit", "g1c2").out

    assert ["prepared", "reviewed", "approved", "handed-over", "paid"] == [one["step"] for one in document["steps"]]
    assert ["学工处", "副校长", "校长", "学工处", "财务"] == [one["actor"] for one in document["steps"]]
    assert "2024-09 绩效表已发放" in audit
