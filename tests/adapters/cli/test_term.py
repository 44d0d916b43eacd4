"""`bzr term`: months, mean and outcomes of a term; rulebooks that assess by the term alone."""

import json

from tests.adapters.cli.calling import Shell

RULEBOOK = """
[rulebook]
id = "r"
title = "月考核"
[[item]]
id = "total"
title = "总分"
base = 100
[[clause]]
id = "1"
title = "卫生"
cite = "试"
into = "total"
facts = "hygiene.finding"
points = -20
[[item]]
id = "total.term"
title = "总评"
per = "term"
scores = "total"
take = "mean"
[[outcome]]
id = "grade"
title = "等次"
per = "term"
scores = "total.term"
labels = ["合格", "优秀"]
table = [{ from = 90, gives = "优秀" }, { gives = "合格" }]
[[outcome]]
id = "unqualified.running"
title = "连续两个月低于60分"
cite = "试"
per = "term"
scores = "total"
reach = "term"
where.score.under = 60
take = "streak"
table = [{ from = 2, gives = true }, { gives = false }]
[[outcome]]
id = "place"
title = "名次"
per = "term"
scores = "total.term"
rank = "high"
among = "school"
ties = "best"
"""
SHEET = """日期,班级,事项,数量
2024-12-03,g1c1,卫生不合格,3
2025-01-07,g1c1,卫生不合格,3
"""


def _school(shell: Shell) -> None:
    classes = "".join(
        f'[[class]]\nid = "g1c{n}"\nname = "高一({n})班"\nstage = "senior"\ngrade = "高一"\n'
        f'[[tenure]]\nteacher = "t{n}"\nname = "师{n}"\nclass = "g1c{n}"\nfrom = 2024-09-01\n'
        for n in (1, 2)
    )
    head = '[school]\nname = "示例"\ntimezone = "Asia/Shanghai"\n'
    term = '[[term]]\nid = "2024-autumn"\nstart = 2024-11-04\nend = 2025-01-17\n'
    shell.write("r.toml", RULEBOOK)
    shell.write("school.toml", head + term + classes + '[[adopt]]\nrulebook = "r.toml"\nfrom = 2024-09-01\n')
    shell.write("s.csv", SHEET)
    shell.now = shell.now.replace(year=2025, month=2)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv").status


def test_a_term_shows_months_mean_and_outcomes(shell: Shell) -> None:
    """100, 40, 40: a mean of 60, two months running under 60, and second of two."""
    _school(shell)

    lines = shell.bzr("term", "2024-autumn").out.splitlines()

    assert "示例 2024-autumn 学期考核(截至 2025-02-08 12:00 #10)" == lines[0]
    assert [
        "班级",
        "班主任",
        "2024-11",
        "2024-12",
        "2025-01",
        "总分",
        "等次",
        "连续两个月低于60分",
        "名次",
        "说明",
    ] == lines[2].split()
    assert ["高一(1)班", "师1", "100.00", "40.00", "40.00", "60.00", "合格", "是", "2.00"] == lines[3].split()[:-1]
    assert lines[3].endswith("  没有任何记录的月份(2024-11)")
    assert ["高一(2)班", "师2", "100.00", "100.00", "100.00", "100.00", "优秀", "否", "1.00"] == lines[4].split()[:9]


def test_the_document_has_the_promised_shape(shell: Shell) -> None:
    """`bzr.term/1`: months, mean, result, unqualified with the rule that struck, commendation."""
    _school(shell)

    document = json.loads(shell.bzr("term", "2024-autumn", "g1c1", "--json").out)
    (one,) = document["statements"]

    assert ("bzr.term/1", "2024-autumn") == (document["schema"], document["term"])
    assert {"2024-11": "100.00", "2024-12": "40.00", "2025-01": "40.00"} == one["months"]
    assert ("60.00", "合格", {}) == (one["mean"], one["result"], one["commendation"])
    rule = {"id": "unqualified.running", "title": "连续两个月低于60分", "cite": "试"}
    whom = {"teacher": "t1", "name": "师1", "class": "g1c1", "month": "2025-01"}
    assert [{**rule, **whom}] == one["unqualified"]
    assert ([], None) == (one["veto"], document["commendation_list"])


def test_whom_a_rule_struck_stands_below_the_table(shell: Shell) -> None:
    """The name and the month; a rulebook that bars nobody says that it makes no list."""
    _school(shell)

    lines = shell.bzr("term", "2024-autumn").out.splitlines()
    english = shell.bzr("--lang", "en", "term", "2024-autumn").out.splitlines()

    assert ["不合格与一票否决", "  班级       班主任  认定月份  条款"] == lines[-5:-3]
    assert "  高一(1)班  师1     2025-01   连续两个月低于60分(试)" == lines[-3]
    assert "规则“月考核”没有评先的限制,不列评先名单" == lines[-1]
    assert "  g1c1   t1            2025-01  unqualified.running (试)" == english[-3]
    assert "rulebook r bars nobody from commendation: there is no list" == english[-1]


BARRED = """
[[outcome]]
id = "commendation.barred.term"
title = "不得评先"
per = "term"
[[clause]]
id = "criminal"
title = "发生刑事案件的不得评先"
cite = "试"
into = "commendation.barred.term"
per = "term"
facts = "safety.criminal"
table = [{ from = 1, gives = true }]
"""


def test_the_commendation_list_says_who_and_why_not(shell: Shell) -> None:
    """One class by its total, one barred by a clause and unqualified; the bar stands in the rulebook."""
    _school(shell)
    shell.write("r.toml", RULEBOOK + BARRED)
    shell.write("c.csv", "日期,班级,事项\n2024-12-04,g1c1,刑事案件\n")
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "c.csv").status

    lines = shell.bzr("term", "2024-autumn").out.splitlines()
    first, second = json.loads(shell.bzr("term", "2024-autumn", "--json").out)["commendation_list"]

    assert "评先名单(按总分)" == lines[-4]
    assert ["名次", "班级", "班主任", "上课日", "总分", "不得提名的原因", "说明"] == lines[-3].split()
    assert ["—", "高一(2)班", "师2", "55", "100.00", "没有任何记录"] == lines[-1].split()
    reasons = "发生刑事案件的不得评先(试);连续两个月低于60分(试)"
    remark = "没有任何记录的月份(2024-11)"
    assert ["—", "高一(1)班", "师1", "55", "60.00", reasons, remark] == lines[-2].split()
    assert ("g1c1", "t1", "师1", "60.00", None) == tuple(
        first[key] for key in ("class", "teacher", "name", "total", "place")
    )
    assert {"why": "barred", "id": "criminal", "title": "发生刑事案件的不得评先", "cite": "试"} == first["reasons"][0]
    assert {"why": "not-recorded", "id": None, "title": None, "cite": None} == second["reasons"][0]


def test_a_place_is_explained_by_its_peers(shell: Shell) -> None:
    """The explanation of a term names everybody who was ranked, and by what."""
    _school(shell)

    text = shell.bzr("explain", "g1c1", "2024-autumn").out

    assert "第2名,共2个参加排名:高一(2)班 100、高一(1)班 60" in text
    assert "依据:2024-11 100、2024-12 40、2025-01 40" in text


def test_a_rulebook_without_a_total_for_the_period_says_which_it_has(shell: Shell) -> None:
    """Its months and its terms are assessed, its years are not."""
    _school(shell)

    answer = shell.bzr("term", "2024-2025")

    assert 1 == answer.status
    assert "规则“月考核”不按学年考核(2024-2025)" in answer.err
    assert "它的总分按月、学期" in answer.err
