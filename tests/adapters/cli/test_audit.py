"""`bzr audit`: the whole trail of a class or a teacher, and `bzr assert`: what was published, computed again."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from tests.adapters.cli.calling import SCHOOL, Shell


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September recorded, published, appealed, upheld, and a fact about a head teacher."""
    shell.write("school.toml", SCHOOL)
    shell.write(
        "s.csv",
        "日期,班级,事项,检查人,编号\n2024-09-20,g1c1,集会缺席,李老师,a-1\n2024-09-20,g1c1,家校联系,,a-2\n",
    )
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status
    assert (
        0
        == shell.bzr(
            "publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事", "--by", "政教处"
        ).status
    )
    assert 0 == shell.bzr("appeal", "g1c1", "2024-09", "a-1", "--grounds", "请过假", "--by", "王老师").status
    assert 0 == shell.bzr("decide", "g1c1", "2024-09", "--upheld", "--reason", "属实", "--by", "主任").status
    return shell


def told(shell: Shell, who: str) -> list[str]:
    """The sentences of a trail."""
    return [json.loads(line)["text"] for line in shell.bzr("audit", who, "--format", "jsonl").out.splitlines()]


def test_a_trail_tells_everything_in_order(office: Shell) -> None:
    """From the register to the decision; the id of an appeal is its own."""
    texts = told(office, "g1c1")

    assert [
        "登记学期 2024-autumn 2024-09-02 – 2025-01-17,假日 2024-09-16 2024-09-17,调休上课 2024-09-14",
        "登记班级 高一(1)班(学段 高中、年级 高一)",
        "登记任期 张老师 2024-09-01 – 2024-09-20",
        "登记任期 王老师 2024-09-21 – ",
        "采用 monthly-quantified/1 2024-09-01 –  全校",
        "记录 2024-09-20 集会缺席",
        "记录 2024-09-20 家校联系",
        "公示 2024-09 总分78.00,到2024-10-12为止",
        "王老师就 2024-09 a-1 申诉:请过假",
        "作废 a-1,理由:属实",
    ] == texts[:10]
    assert texts[10].startswith("申诉 ")
    assert texts[10].endswith(" 成立:属实")


def test_a_head_teachers_trail_has_what_is_about_them(office: Shell) -> None:
    """The facts about the teacher, the tenure, the results of the months they served in; not the class's own facts."""
    first, last = told(office, "张老师"), told(office, "t03")

    assert ["登记任期 张老师 2024-09-01 – 2024-09-20", "记录 2024-09-20 家校联系"] == first[:2]
    assert "登记任期 王老师 2024-09-21 – " == last[0]
    assert ["公示 2024-09 总分78.00,到2024-10-12为止", "王老师就 2024-09 a-1 申诉:请过假"] == first[2:4]
    assert first[2:] == last[1:]


def test_a_teachers_trail_has_their_appointments_and_whoever_has_one_has_a_trail(office: Shell) -> None:
    """A substitute and a member of a studio are found though they never had a class; others' steps stay out."""
    for words in (
        ("substitute", "g1c2", "t07", "--name", "赵老师", "--on", "2024-10-08", "--to", "2024-10-09", "--reason", "病假"),
        ("studio", "晨光", "t08", "--name", "钱老师", "--role", "trainee", "--on", "2024-09-01"),
        ("propose", "g1c2", "t07", "--training", "2024-08-20", "--mentor", "李老师", "--certificate", "C-1",
         "--teaches", "语文", "--attested-by", "张副校长", "--name", "赵老师", "--on", "2024-10-08"),
        ("decide", "g1c2", "--on", "2024-10-08"),
    ):  # fmt: skip
        answer = office.bzr("appoint", *words)
        assert (0, "") == (answer.status, answer.err)

    assert [
        "赵老师 代理g1c2 2024-10-08 – 2024-10-09,理由:病假",
        "拟定 赵老师 为g1c2班主任人选(2024-10-08)",
        "确定班主任人选(2024-10-08)",
    ] == told(office, "t07")
    assert ["钱老师 任工作室“晨光”学员 2024-09-01 – "] == told(office, "钱老师")


def test_the_class_a_fact_was_moved_to_tells_its_whole_story(office: Shell) -> None:
    """Recorded for one class, moved to another, voided there: the other's trail has all three, and says what changed."""
    office.write("m.csv", "日期,班级,事项,编号\n2024-09-19,g1c1,卫生不合格,m-1\n2024-09-19,g1c1,集会缺席,m-2\n")
    assert 0 == office.bzr("record", "m.csv").status
    assert 0 == office.bzr("correct", "m-1", "班级=g1c2", "--reason", "记错班").status
    assert 0 == office.bzr("void", "m-1", "--reason", "误记").status

    moved = [text for text in told(office, "g1c2") if "m-" in text or "卫生不合格" in text]
    english = office.bzr("audit", "g1c2", "--lang", "en").out

    assert [
        "记录 2024-09-19 卫生不合格",
        "更正 m-1 为 2024-09-19 卫生不合格(班级 g1c1 → g1c2),理由:记错班",
        "更正移来 m-1(原在 class:g1c1:2024-autumn)",
        "作废 m-1,理由:误记",
    ] == moved
    assert "corrected m-1 to 2024-09-19 hygiene.finding (class g1c1 → g1c2), reason: 记错班" in english


def test_a_fact_about_a_teacher_is_followed_to_whoever_it_was_moved_to(office: Shell) -> None:
    """Recorded of one head teacher, corrected to another, voided: all of it stands in the other's trail and class."""
    assert 0 == office.bzr("correct", "a-2", "班级=g1c2", "班主任=t02", "--reason", "另一位").status
    assert 0 == office.bzr("void", "a-2", "--reason", "误记").status

    for who in ("t02", "g1c2", "t01", "g1c1"):
        assert "作废 a-2,理由:误记" in told(office, who)


def test_a_classes_trail_has_its_terms_and_rulebooks(office: Shell) -> None:
    """A holiday more, another rulebook for the class: both stand in its trail; another class's does not."""
    other = '[[adopt]]\nrulebook = "six-areas-points"\nfrom = 2025-01-01\n'
    office.write(
        "school.toml",
        SCHOOL.replace("2024-09-17]", "2024-09-17, 2024-12-31]") + f'{other}class = "g1c1"\n{other}class = "g1c2"\n',
    )
    assert 0 == office.bzr("setup", "school.toml").status

    assert [
        "登记学期 2024-autumn 2024-09-02 – 2025-01-17,假日 2024-09-16 2024-09-17 2024-12-31,调休上课 2024-09-14",
        "采用 six-areas-points/2 2025-01-01 –  g1c1",
    ] == told(office, "g1c1")[-2:]


def test_a_rulebook_has_its_life_from_its_text_to_its_repeal(office: Shell) -> None:
    """Taken in, adopted, given a last day when another takes its place; one version can be asked for alone."""
    other = '[[adopt]]\nrulebook = "six-areas-points"\nfrom = 2025-01-01\n'
    office.write("school.toml", SCHOOL + "to = 2024-12-31\n" + other)
    assert 0 == office.bzr("setup", "school.toml").status

    life = told(office, "monthly-quantified")

    assert [
        "登记规则 monthly-quantified/1",
        "采用 monthly-quantified/1 2024-09-01 –  全校",
        "撤销采用 monthly-quantified/1 2024-09-01 –  全校",
        "采用 monthly-quantified/1 2024-09-01 – 2024-12-31 全校,期满废止",
    ] == life
    assert life == told(office, "monthly-quantified/1")
    assert 2 == office.bzr("audit", "monthly-quantified/7").status


def test_a_name_that_two_teachers_have_is_asked_back(office: Shell) -> None:
    """Nobody is chosen silently."""
    office.bzr("appoint", "studio", "晨光", "t09", "--name", "李老师", "--role", "host", "--on", "2024-09-01")

    answer = office.bzr("audit", "李老师")

    assert (2, "错误:教师“李老师”有2位,请写编号:t02、t09\n") == (answer.status, answer.err)


def test_a_trail_goes_into_excel_and_speaks_english(office: Shell) -> None:
    """CSV with a line for each event; a table in English."""
    rows = list(csv.DictReader(io.StringIO(office.bzr("audit", "g1c1", "--format", "csv").out)))
    table = office.bzr("audit", "g1c1", "--lang", "en").out.splitlines()

    assert ["recorded_at", "actor", "id", "stream", "version", "text"] == list(rows[0])
    assert 11 == len(rows)
    assert "voided a-1, reason: 属实" in table[10]


def test_a_trail_in_excel_runs_nothing(office: Shell) -> None:
    """A name that reads like a formula is a text in the CSV."""
    office.write("more.csv", "日期,班级,事项\n2024-09-05,g1c1,集会缺席\n")
    office.bzr("record", "more.csv", "--by", "=1+1")

    rows = list(csv.DictReader(io.StringIO(office.bzr("audit", "g1c1", "--format", "csv").out)))

    assert "'=1+1" in [row["actor"] for row in rows]


def test_nobody_of_that_name(office: Shell) -> None:
    """The near one is suggested."""
    answer = office.bzr("audit", "张老斯")

    assert 2 == answer.status
    assert "没有班级、教师、学生或规则“张老斯”;是不是“张老师”?" in answer.err


def test_what_was_published_computes_again_and_what_moved_is_named(office: Shell) -> None:
    """As known then the same; as known now another, with the void that moved it."""
    document = json.loads(office.bzr("assert", "2024-09", "--json").out)
    (one, _) = document["results"]
    lines = office.bzr("assert", "2024-09").out.splitlines()

    assert (0, "78.00", "78.00", True, "83.00") == (
        document["differ"], one["said"], one["then"], one["same"], one["now"],
    )  # fmt: skip
    assert [{"figure": "total", "said": "78.00", "now": "83.00"}] == one["moved"][:1]
    assert ["作废 a-1,理由:属实"] == [row["text"] for row in one["since"]]
    assert "    总分 78.00 → 83.00" == lines[2]
    assert "核对2个结果,按当时所知重算与公示不符的0个" == lines[-1]


def test_a_range_without_publications_says_so(office: Shell) -> None:
    """Nothing to compare is no success."""
    answer = office.bzr("assert", "2024-10..2024-11")

    assert (1, "错误:2024-10..2024-11没有公示过的结果") == (answer.status, answer.err.splitlines()[0])


def test_as_of_the_day_before_nothing_was_published(office: Shell) -> None:
    """The trail, too, is that of a moment."""
    office.now = datetime(2024, 10, 9, tzinfo=UTC)

    assert "公示" not in office.bzr("audit", "g1c1", "--as-of", "2024-10-08T11:00:00").out


def test_a_store_that_was_altered_is_found_out(office: Shell) -> None:
    """Somebody edits a count in the file: the published digest does not come out any more."""
    import sqlite3

    with sqlite3.connect(office.folder / "bzr.db") as file:
        table = next(
            name for (name,) in file.execute("select name from sqlite_master where type = 'table'")
            if any("state" == column[1] for column in file.execute(f"pragma table_info('{name}')"))
        )  # fmt: skip
        text = "cast(state as text)"
        changed = file.execute(
            f"update {table} set state = cast(replace({text}, '\"count\":1', '\"count\":2') as blob)"
            f' where {text} like \'%"kind":"assembly.missed"%\''
        ).rowcount
    answer = office.bzr("assert", "2024-09")

    assert changed == 1
    assert 1 == answer.status
    assert "不符" in answer.out


def test_a_name_is_that_of_the_class_that_bears_it_today(shell: Shell) -> None:
    """Not of one that bore it before it left; in any spelling, as everywhere, and a class that left by its own name."""
    classes = "\n".join(
        f'[[class]]\nid = "{class_id}"\nname = "{name}"\nstage = "senior"\n{more}'
        for class_id, name, more in (
            ("now", "高二(1)班", '[[class.change]]\nfrom = 2024-10-01\nname = "高三(1)班"\n'),
            ("left", "高三(1)班", "to = 2024-09-30\n"),
            ("alone", "高三(2)班", "to = 2024-09-30\n"),
        )
    )
    shell.write("school.toml", SCHOOL[: SCHOOL.index("[[class]]")] + classes)
    assert 0 == shell.bzr("setup", "school.toml").status

    for name in ("高三(1)班", "高三1班"):
        assert any("高二(1)班" in sentence for sentence in told(shell, name))
    assert any("高三(1)班" in sentence for sentence in told(shell, "left"))
    assert any("高三(2)班" in sentence for sentence in told(shell, "高三(2)班"))


def test_an_amended_class_is_told_with_what_is_registered_of_it(shell: Shell) -> None:
    """Another number of students and another name are seen in the trail."""
    shell.write("school.toml", SCHOOL)
    shell.bzr("setup", "school.toml")
    of_class = 'name = "高一(1)班"\ngrade = "高一"'
    shell.write("school.toml", SCHOOL.replace(of_class, f'{of_class}\nstudents = 45\naliases = ["一班"]'))
    shell.bzr("setup", "school.toml")

    zh, en = (shell.bzr("audit", "g1c1", "--lang", lang).out for lang in ("zh", "en"))

    assert "登记班级 高一(1)班(学段 高中、年级 高一)\n" in zh
    assert "登记班级 高一(1)班(学段 高中、年级 高一、人数 45、别名 一班)\n" in zh
    assert "class 高一(1)班 registered (stage senior, grade 高一, students 45, aliases 一班)\n" in en
