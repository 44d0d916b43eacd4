"""What is said of a month holds: of facts that come to nothing, of bounds, of weights, and of a sheet's printed totals."""

import json
from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell
from tests.adapters.cli.conftest import shell

__all__ = ["shell"]
HEAD = '[rulebook]\nid = "t"\ntitle = "试"\ncite = "本校"\n[[item]]\nid = "total"\ntitle = "总分"\n'
ITEM = '[[item]]\nid = "x"\ntitle = "项"\ninto = "total"\n'
MEAN = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\nfacts = "class.score"\nnumber = "value"\ntake = "mean"\n'
SCORES = "日期,班级,事项,数值\n2024-09-03,g1c1,class.score,80\n2024-09-04,g1c1,class.score,90\n"


def adopt(shell: Shell, rules: str) -> None:
    """A school under a rulebook of its own."""
    shell.write("rules.toml", rules)
    shell.write("school.toml", SCHOOL.replace('rulebook = "monthly-quantified"', 'rulebook = "rules.toml"'))
    assert 0 == shell.bzr("setup", "school.toml").status


@pytest.mark.parametrize(
    ("word", "reason"),
    [("trim = 1", "有2条记录,去掉最高最低后没有剩下"), ("quorum = 4", "有2条记录,不足4条,不计分")],
)
def test_facts_that_come_to_nothing_are_listed(shell: Shell, word: str, reason: str) -> None:
    """Two scores are recorded and none is left: every page says so, and none that nothing was recorded."""
    adopt(shell, f"{HEAD}{ITEM}{MEAN}{word}\n")
    shell.write("f.csv", SCORES.replace("g1c1", "g1c2"))
    assert 0 == shell.bzr("record", "f.csv").status

    explained, feedback, month = (
        shell.bzr(*words.split()).out
        for words in ("explain g1c2 2024-09", "feedback g1c2 2024-09", "month 2024-09 g1c2")
    )

    assert "项 —(标准分—;" in explained
    for page in (explained, feedback):
        assert reason in page
        assert "2024-09-03 班级量化分 数值80" in page
        assert "2024-09-04 班级量化分 数值90" in page
    for page in (explained, month):
        assert "没有记录" not in page
        assert "没有任何记录" not in page
        assert "0.00  0.00" not in page


def test_an_item_that_ends_at_seven_names_no_bound(shell: Shell) -> None:
    """It stood at nothing and at ten, and ends at 7 of 10."""
    clause = '[[clause]]\nid = "{0}"\ntitle = "{0}"\ncite = "某处"\ninto = "x"\nfacts = "{1}"\npoints = {2}\n'
    bounds = "base = 10\nfloor = 0\ncap = 10\n"
    clauses = clause.format("a", "hygiene.finding", -1) + clause.format("b", "proposal.adopted", 1)
    adopt(shell, HEAD + ITEM + bounds + clauses)
    shell.write("f.csv", "日期,班级,事项,数量\n2024-09-03,g1c1,卫生不合格,12\n2024-09-04,g1c1,建议采纳,9\n")
    assert 0 == shell.bzr("record", "f.csv").status

    explained = shell.bzr("explain", "g1c1", "2024-09").out

    assert "项 7.00(标准分10.00;基础10.00" in explained
    assert "扣完为止" not in explained
    assert "满分" not in explained
    assert "封顶" not in explained
    assert "-12.00" in explained


def test_a_weight_stands_beside_what_it_weighs(shell: Shell) -> None:
    """In the table's head, in the item's heading, and on the line."""
    adopt(shell, f'{HEAD}{ITEM}weight = "40%"\n{MEAN}weight = "50%"\n')
    shell.write("f.csv", SCORES)
    assert 0 == shell.bzr("record", "f.csv").status

    month, explained = (shell.bzr(*words.split()).out for words in ("month 2024-09", "explain g1c1 2024-09"))

    assert "项 × 40%" in month
    assert "项 42.50(标准分—;基础0.00 得分42.50 扣分0.00 奖励0.00 权重40%)" in explained
    assert "+85.00  × 50% = +42.50" in explained


@pytest.mark.parametrize(
    ("printed", "said"), [("3.335", "不符0"), ("3.34", "不符0"), ("3.33", "印刷3.33,计算3.34"), ("3.3", "不符0")]
)
def test_printed_totals_are_compared_as_printed(shell: Shell, printed: str, said: str) -> None:
    """A day worth 3.335, as the total column prints it; on the second day as on the first."""
    clause = MEAN.replace("mean", "total").replace('into = "x"', 'into = "total"')
    adopt(shell, f'{HEAD}{clause}points = "-33.35%"\n')
    layout = '[layout]\nclass_column = "班级"\nheader_rows = [2]\ndate = "option"\nblank = "not-inspected"\n'
    column = '[[column]]\nheader = "分"\nkind = "class.score"\nputs = "value"\n[total]\nheader = "合计"\n'
    shell.write("w.toml", layout + column)
    for day in (11, 12):
        shell.write(f"q{day}.csv", f"表,,\n班级,分,合计\n高一(1)班,10,{printed}\n")
        answer = shell.bzr("record", "--layout", "w.toml", "--on", f"2024-09-{day}", f"q{day}.csv")
        assert said in answer.out


def test_a_fact_of_the_last_week_is_something_recorded(shell: Shell) -> None:
    """The 1st of November counts in the last week of October, and is all that was recorded for it."""
    clause = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\nfacts = "hygiene.finding"\npoints = -1\nper = "week"\n'
    adopt(shell, HEAD + ITEM + clause)
    shell.now = datetime(2024, 11, 8, 4, tzinfo=UTC)
    shell.write("f.csv", "日期,班级,事项\n2024-11-01,g1c1,卫生不合格\n")
    assert 0 == shell.bzr("record", "f.csv").status

    october, document = shell.bzr("month", "2024-10", "g1c1"), shell.bzr("month", "2024-10", "g1c1", "--json")

    assert "-1.00" in october.out
    assert "没有任何记录" not in october.out
    assert json.loads(document.out)["statements"][0]["recorded"] is True


def test_an_excused_fact_is_named_beside_those_that_count(shell: Shell) -> None:
    """Given one absence with a note and one without, then the account names the one that is excused by its number."""
    clause = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\nfacts = "hygiene.finding"\npoints = -1\nexcept.note = "假条"\n'
    adopt(shell, HEAD + ITEM + clause)
    shell.write(
        "f.csv", "编号,日期,班级,事项,备注\nkept,2024-09-03,g1c1,卫生不合格,\nlet-off,2024-09-03,g1c1,卫生不合格,假条\n"
    )
    assert 0 == shell.bzr("record", "f.csv").status

    assert "除外的记录,不计分:let-off\n" in shell.bzr("explain", "g1c1", "2024-09").out
    assert "excused, no points: let-off\n" in shell.bzr("--lang", "en", "explain", "g1c1", "2024-09").out


def test_a_clause_whose_facts_are_excused_does_not_say_that_nothing_was_recorded(shell: Shell) -> None:
    """Nothing is left to take the mean of, and it says why."""
    kinds = '[[kind]]\nid = "k"\ntitle = "事"\nfields = { value = "number" }\n'
    excused = MEAN.replace("class.score", "k") + "except = { value = 1 }\n"
    adopt(shell, HEAD + kinds + ITEM + excused)
    shell.write("f.csv", "日期,班级,事项,数值\n2024-09-03,g1c1,事,1\n")
    assert 0 == shell.bzr("record", "f.csv").status

    explained = shell.bzr("explain", "g1c1", "2024-09")

    assert "某条(某处):记录均属除外,不计分" in explained.out


def test_a_clause_of_each_fact_without_facts_has_an_account(shell: Shell) -> None:
    """No row of its table fits the nothing that each week of it comes to."""
    clause = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\nfacts = "hygiene.finding"\n'
    adopt(shell, HEAD + ITEM + clause + 'table = { over = 1, gives = -4 }\nper = ["week", "fact"]\nreach = "term"\n')

    explained = shell.bzr("explain", "g1c1", "2024-09")

    assert 0 == explained.status
    assert "项 0.00" in explained.out


def test_a_bonus_of_each_week_stands_whole_in_its_column(shell: Shell) -> None:
    """The item takes the mean of its weeks inside; what joins outside is added, and the column says so."""
    clause = (
        '[[clause]]\nid = "{0}"\ntitle = "{0}"\ncite = "某处"\ninto = "x"\nfacts = "{1}"\npoints = {2}\nper = "week"\n'
    )
    clauses = clause.format("a", "hygiene.finding", -1) + clause.format("b", "proposal.adopted", 1)
    adopt(shell, HEAD + ITEM + 'take = "mean"\n' + clauses + 'joins = "outside"\n')
    facts = "2024-09-03,g1c1,建议采纳,1\n2024-09-10,g1c1,建议采纳,3\n"
    shell.write("f.csv", "日期,班级,事项,数量\n" + facts)
    assert 0 == shell.bzr("record", "f.csv").status

    (statement,) = json.loads(shell.bzr("month", "2024-09", "g1c1", "--json").out)["statements"]

    (item,) = statement["items"]
    assert ("4.00", "4.00") == (item["score"], item["bonus"])


def test_a_table_that_reads_another_value_is_told_of_a_month_without_facts(shell: Shell) -> None:
    """The clause ends within the month, and no week of it has a fact that would have it read the other value."""
    read = '[[value]]\nid = "v"\ntitle = "v"\ncite = "某处"\nfacts = "safety.*"\n'
    clause = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\nfacts = "safety.*"\nper = "week"\n'
    table = 'until = 2024-09-20\ntable = [{ from = "@v", gives = 1 }, { gives = -1 }]\n'
    adopt(shell, HEAD + ITEM + read + clause + table)

    month = shell.bzr("month", "2024-09")

    assert (0, "") == (month.status, month.err)


def test_a_floor_makes_up_what_nobody_deducted(shell: Shell) -> None:
    """An item that starts at 5 and is worth no less than 10 is made up to it; a mean names what it leaves out."""
    adopt(shell, f"{HEAD}{ITEM}base = 5\nfloor = 10\n{MEAN}trim = 1\npoints = '1%'\nround = 0.01\n")
    shell.write("f.csv", SCORES + "2024-09-05,g1c1,class.score,85\n")
    assert 0 == shell.bzr("record", "f.csv").status

    explained = shell.bzr("explain", "g1c1", "2024-09").out

    assert "项:不低于10.00,补足4.15" in explained
    assert "少扣" not in explained
    assert "3条记录,去掉最高最低各1个,取平均" in explained


def test_what_cites_nothing_has_no_empty_brackets(shell: Shell) -> None:
    """Neither the strengths of a feedback nor the commendation list cite where the rulebook does not."""
    term = '[[item]]\nid = "total.term"\ntitle = "学期"\nper = "term"\nscores = "total"\ntake = "mean"\n'
    barred = '[[outcome]]\nid = "commendation.barred.term"\ntitle = "不得评先"\nper = "term"\nscores = "total.term"\n'
    adopt(shell, f"{HEAD}{ITEM}cap = 50\n{MEAN}{term}{barred}table = [{{ under = 60, gives = true }}]\n")
    shell.write("f.csv", SCORES.replace("09-0", "09-2"))
    assert 0 == shell.bzr("record", "f.csv").status

    pages = [shell.bzr(*words.split()).out for words in ("feedback g1c1 2024-09", "term 2024-autumn")]

    assert ["满分", "+50.00", "—", "—", "满分", "项"] == next(
        line for line in pages[0].splitlines() if "满分" in line
    ).split()[2:]
    assert not [page for page in pages if "()" in page]
    assert "没有任何记录的月份(2024-10" in pages[1].split("评先名单")[1]


def test_a_list_of_facts_names_each_class_as_of_the_facts_day(school: Shell) -> None:
    """A class that was renamed between two facts stands under both names."""
    text = (school.folder / "school.toml").read_text(encoding="utf-8")
    change = '[[class.change]]\nfrom = 2024-09-10\nname = "高一(9)班"\n\n'
    second = text.index("[[class]]", text.index("[[class]]") + 1)
    school.write("school.toml", text[:second] + change + text[second:])
    assert 0 == school.bzr("setup", "school.toml").status
    school.write("f.csv", "日期,班级,事项\n2024-09-03,g1c1,卫生不合格\n2024-09-12,g1c1,卫生不合格\n")
    assert 0 == school.bzr("record", "f.csv").status

    lines = [line for line in school.bzr("facts", "g1c1").out.splitlines() if "卫生不合格" in line]

    assert [(True, False), (False, True)] == [("高一(1)班" in line, "高一(9)班" in line) for line in lines]
