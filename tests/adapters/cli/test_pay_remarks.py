"""What stands below a pay sheet: why months are adjusted, what is outstanding, who is left out, what has moved."""

import json
from datetime import UTC, datetime

from tests.adapters.cli.calling import ALL_THE_SAME, SCHOOL, Shell
from tests.adapters.cli.test_pay import office, paid, sheet

__all__ = ["office"]
NOVEMBER = datetime(2024, 11, 4, 1, tzinfo=UTC)
LATE = "日期,班级,事项,数量,级别\n2024-09-12,g1c2,集会缺席,2,\n"


def after(shell: Shell, first: str) -> list[str]:
    """The lines of October's sheet from the one that begins so."""
    out = shell.bzr("pay", "2024-10", "--scheme", "scheme-2").out.splitlines()
    return out[next(n for n, line in enumerate(out) if line.startswith(first)) :]


def test_an_adjustment_says_what_moved_it(office: Shell) -> None:
    """A void after September was paid stands below the difference it makes, with its class, time, hand and reason."""
    paid(office)
    office.now = NOVEMBER
    fact = json.loads(office.bzr("facts", "--kind", "缺查课", "--json").out)["facts"][0]["id"]
    office.bzr("void", fact, "--reason", "记错了班", "--by", "主任")

    first, why, *_ = after(office, "  李老师")
    (because,) = next(one for one in sheet(office, "2024-10", "--scheme", "scheme-2")["lines"] if one["adjustments"])[
        "adjustments"
    ][0]["because"]

    assert "  李老师 2024-09 应得600.00,已发450.00,补发150.00" == first
    assert f"    高一(2)班 2024-11-04 09:00 主任 作废 {fact[:10]},理由:记错了班" == why
    assert ("g1c2", "主任", "2024-11-04T09:00:00+08:00") == (
        because["class"], because["actor"], because["recorded_at"],
    )  # fmt: skip


def test_the_reasons_of_a_paid_sheet_stay_those_it_was_prepared_by(office: Shell) -> None:
    """What is recorded after October was paid explains nothing on October's sheet."""
    paid(office)
    office.now = NOVEMBER
    office.write("late.csv", LATE)
    office.bzr("record", "late.csv", "--by", "主任")
    before = after(office, "  李老师")[:2]
    paid(office, "2024-10")
    office.write("later.csv", LATE.replace("12", "13"))
    office.bzr("record", "later.csv", "--by", "主任")

    assert before == after(office, "  李老师")[:2]


def test_what_cannot_be_taken_back_stays_on_the_sheet(office: Shell) -> None:
    """Class 2's head teacher left after September; what was paid too much is outstanding, month after month."""
    paid(office)
    office.now = NOVEMBER
    left = SCHOOL.replace('class = "g1c2"\nfrom = 2024-09-01', 'class = "g1c2"\nfrom = 2024-09-01\nto = 2024-09-30')
    office.write("school.toml", left)
    office.bzr("setup", "school.toml")
    office.write("late.csv", LATE)
    office.bzr("record", "late.csv")

    (line,) = [one for one in sheet(office, "2024-10", "--scheme", "scheme-2")["lines"] if one["teacher"] == "t02"]
    said, *why = after(office, "  李老师")
    office.bzr("pay", "2024-10", "--scheme", "scheme-2", "--output", "十月.csv")
    row = (office.folder / "十月.csv").read_text(encoding="utf-8-sig").splitlines()
    paid(office, "2024-10")
    office.now = datetime(2024, 12, 4, 1, tzinfo=UTC)
    again = [one for one in sheet(office, "2024-11", "--scheme", "scheme-2")["lines"] if one["teacher"] == "t02"]

    assert ("0.00", "150.00") == (line["payable"], line["outstanding"])
    assert "  李老师 2024-09 应得300.00,已发450.00,未扣回150.00" == said
    assert ["撤销任期", "登记任期", "记录"] == [one.split()[4] for one in why[:3]]
    assert '李老师,t02,0.00,0.00,0.00,0.00,0.00,150.00,"2024-09 应得300.00,已发450.00,未扣回150.00"' in row
    assert ["150.00"] == [one["outstanding"] for one in again]
    assert 1 <= len(again[0]["adjustments"][0]["because"])


def test_a_note_stays_on_its_line(office: Shell) -> None:
    """A note of several lines cannot look like further steps of the sheet."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    office.bzr("pay", "2024-09", "review", "--note", "属实\n  校长 已审批", "--by", "副校长")

    out = office.bzr("pay", "2024-09").out.splitlines()

    assert "  2024-10-08 12:00 副校长 已审核:属实   校长 已审批" in out


def test_a_month_that_was_never_published_is_named(office: Shell) -> None:
    """The sheet says whose result nobody could object to; one that was published is not named."""
    office.bzr("publish", "2024-09", "g1c2", "--until", "2024-10-12")

    document = sheet(office)
    shown = office.bzr("pay", "2024-09", "--scheme", "scheme-2").out

    assert ["g1c1"] == document["remarks"]["unpublished"]
    assert "\n  2024-09的结果没有公示过:高一(1)班\n" in shown


def test_a_stale_sheet_is_not_approved_unknowingly(office: Shell) -> None:
    """A fact recorded after the sheet was prepared: review still takes it on, and says whose line differs by how much."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    office.write("late.csv", LATE)
    office.bzr("record", "late.csv")

    review = office.bzr("pay", "2024-09", "review", "--by", "副校长")
    document = sheet(office, "2024-09")

    assert 0 == review.status
    assert (
        "  注意:填表以后有变动,现在填会不同;要改先退回(return)再填(prepare)\n"
        "    李老师 表上应发450.00,现在300.00(-150.00)\n"
    ) in review.out
    assert [{"teacher": "t02", "name": "李老师", "said": "450.00", "now": "300.00"}] == document["remarks"]["moved"]
    assert {"450.00"} == {one["payable"] for one in document["lines"] if one["teacher"] == "t02"}


def test_a_sheet_that_could_not_be_filled_in_any_more_says_so(office: Shell) -> None:
    """The scheme has left the rulebook, or the month awaits points: the sheet is shown all the same."""
    office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处")
    office.write("school.toml", SCHOOL.replace("monthly-quantified", "seniority-and-duty"))
    office.bzr("setup", "school.toml")

    shown = office.bzr("pay", "2024-09")

    assert 0 == shown.status
    assert "  注意:现在填不出这张表:2024-09的规则里没有方案“pay.scheme-2”;可用的有:无\n" in shown.out
    assert "没有方案" in sheet(office, "2024-09")["remarks"]["stuck"]["zh"]


def test_classes_without_the_scheme_are_named(office: Shell) -> None:
    """Class 2 is assessed by a rulebook that pays nothing by the month: it is not on the sheet, and the sheet says so."""
    office.write(
        "school.toml",
        SCHOOL + '[[adopt]]\nrulebook = "seniority-and-duty"\nclass = "g1c2"\nfrom = 2024-09-01\n',
    )
    assert 0 == office.bzr("setup", "school.toml").status

    document = sheet(office)
    shown = office.bzr("pay", "2024-09", "--scheme", "scheme-2").out

    assert ["g1c2"] == document["remarks"]["left_out"]
    assert {"t01", "t03"} == {one["teacher"] for one in document["lines"]}
    assert "\n  不在表上,规则没有发钱的方案:高一(2)班\n" in shown


def test_steps_are_told_in_the_schools_time(office: Shell) -> None:
    """Prepared at four in the morning of Greenwich, which is noon in Shanghai."""
    shown = office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2", "--by", "学工处").out

    assert "  2024-10-08 12:00 学工处 已填表" in shown.splitlines()


def test_a_sheet_that_was_filled_in_late_says_by_how_many_days(office: Shell) -> None:
    """每月5日前: September's is prepared on 8 October, three days after; October's on 5 November is in time."""
    shown = office.bzr("pay", "2024-09", "prepare", "--scheme", "scheme-2").out
    late = sheet(office, "2024-09")["remarks"]["late"]
    for step in ("review", "approve", "hand-over", "pay"):
        office.bzr("pay", "2024-09", step, *ALL_THE_SAME.get(step, ()), "--by", step)
    office.now = datetime(2024, 11, 5, 4, tzinfo=UTC)
    office.bzr("pay", "2024-10", "prepare", "--scheme", "scheme-2")

    assert "  填表比2024-10-05迟了3天(B9 班主任绩效发放说明 2)" in shown.splitlines()
    assert {"due": "2024-10-05", "days": 3, "cite": "B9 班主任绩效发放说明 2"} == late
    assert ("prepared", None) == (
        sheet(office, "2024-10")["state"], sheet(office, "2024-10")["remarks"]["late"],
    )  # fmt: skip


def test_what_falls_between_two_bands_that_pay_stands_below_the_sheet(office: Shell) -> None:
    """Given bands of 96 and more and of 90 to 95, when a class comes to 95.5, then its sheet and document say so."""
    office.write(
        "bands.toml",
        '[rulebook]\nid = "bands"\ntitle = "试"\n[[item]]\nid = "total"\ntitle = "总分"\ncite = "试"\nbase = 100\n'
        '[[clause]]\nid = "1"\ntitle = "扣"\ncite = "试"\ninto = "total"\nfacts = "hygiene.finding"\npoints = -4.5\nmost = 4.5\n'
        '[[outcome]]\nid = "pay.p"\ntitle = "绩效"\ncite = "试"\nunit = "元"\nscores = "total"\n'
        "table = [{ from = 96, gives = 600 }, { from = 90, upto = 95, gives = 450 }, { gives = 0 }]\n",
    )
    office.write("school.toml", SCHOOL.replace('"monthly-quantified"', '"bands.toml"'))
    assert 0 == office.bzr("setup", "school.toml").status
    office.now = NOVEMBER
    office.write("found.csv", "日期,班级,事项\n2024-10-09,g1c1,卫生不合格\n")
    office.bzr("record", "found.csv", "--by", "主任")

    told = [line for line in office.bzr("pay", "2024-10").out.splitlines() if "两档之间" in line]
    (number,) = (one for one in sheet(office, "2024-10")["remarks"]["numbers"] if "table_gaps" in one)

    assert ["“绩效”为95.5,落在印出的两档之间,按“其余”一行算:高一(1)班"] == [line.strip() for line in told]
    assert ("g1c1", [{"clause": "pay.p", "tally": "95.5"}]) == (number["class"], number["table_gaps"])
