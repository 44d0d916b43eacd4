"""`bzr appoint`: from the list to the letter and to its end, with what the register and the school file make of it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bzr_adapters.storage import open_store
from bzr_domain.application.writer import Writer
from tests.adapters.cli.calling import SCHOOL, Answer, Shell
from tests.adapters.cli.golden import golden

SAID = ("--teaches", "语文", "--attested-by", "王校长")
FIT = (*SAID, "--training", "2024-12-20", "--mentor", "李老师", "--certificate", "C-123")
OVER = SCHOOL.replace("from = 2024-09-21\n", "from = 2024-09-21\nto = 2025-01-17\n")


def appoint(shell: Shell, *arguments: str) -> Answer:
    """Call `bzr appoint`."""
    return shell.bzr("appoint", *arguments)


def done(shell: Shell, *arguments: str) -> str:
    """Call `bzr appoint`, which has to work, and take what it says."""
    answer = appoint(shell, *arguments)
    assert (0, "") == (answer.status, answer.err)
    return answer.out


@pytest.fixture
def open_class(school: Shell) -> Shell:
    """The small school, whose first class is without a head teacher from February on."""
    school.write("school.toml", OVER)
    assert 0 == school.bzr("setup", "school.toml").status
    return school


@pytest.fixture
def appointed(open_class: Shell) -> Shell:
    """A newcomer who has that class from 17 February 2025."""
    done(
        open_class,
        "propose",
        "g1c1",
        "t09",
        "--name",
        "陈老师",
        "--on",
        "2025-01-06",
        *FIT,
    )
    done(open_class, "decide", "g1c1", "--on", "2025-01-08", "--reason", "领导小组会议", "--by", "王校长")
    done(open_class, "publish", "高一(1)班", "陈老师", "--on", "2025-01-10")
    done(open_class, "start", "g1c1", "--on", "2025-02-17", "--reason", "聘任书第3号", "--by", "王校长")
    return open_class


def listed(shell: Shell, *arguments: str) -> Any:
    """The document `bzr.appointments/1`."""
    return json.loads(done(shell, "list", *arguments, "--json"))


def test_each_step_says_what_was_recorded(open_class: Shell) -> None:
    """One line; said again, nothing changes."""
    first = done(open_class, "propose", "g1c1", "t09", "--name", "陈老师", "--on", "2025-01-06", *FIT)
    again = done(open_class, "propose", "g1c1", "t09", "--name", "陈老师", "--on", "2025-01-06", *FIT)

    assert ("已登记:g1c1 拟定 2025-01-06\n", "早已如此,没有变化\n") == (first, again)
    assert "recorded: g1c1 ending 2025-01-07\n" == done(
        open_class, "end", "g1c1", "--on", "2025-01-07", "--reason", "本人不愿", "--lang", "en"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_reads_like_this(appointed: Shell, lang: str) -> None:
    """Appointments with their steps and exceptions, substitutes, studios: word for word."""
    done(appointed, "substitute", "g1c1", "t02", "--on", "2025-03-03", "--to", "2025-03-07", "--reason", "病假")
    done(appointed, "end", "g1c1", "--on", "2025-05-30", "--reason", "调往他校", "--by", "王校长")
    done(
        appointed, "propose", "g1c1", "t10", "--name", "周老师", "--on", "2025-05-26", "--years-before", "3", *SAID,
        "--except", "certificate", "--reason", "十月考", "--approved-by", "王校长",
    )  # fmt: skip
    done(appointed, "studio", "晨光", "t02", "--role", "host", "--on", "2025-02-17", "--reason", "第一期")
    done(appointed, "studio", "晨光", "刘专家", "--role", "顾问", "--on", "2025-03-01", "--to", "2025-08-31")

    shown = done(appointed, "list", "--lang", lang)

    assert golden(f"appoint-list.{lang}", shown) == shown


def test_the_document_has_the_promised_shape(appointed: Shell) -> None:
    """`bzr.appointments/1`, key by key."""
    done(appointed, "substitute", "g1c1", "t02", "--on", "2025-03-03", "--reason", "病假")
    done(appointed, "studio", "晨光", "t02", "--role", "host", "--on", "2025-02-17")

    document = listed(appointed)
    one = document["appointments"][0]

    assert {"schema", "as_of", "position", "appointments", "substitutes", "studios"} == set(document)
    assert "bzr.appointments/1" == document["schema"]
    assert {
        "class": "g1c1", "teacher": "t09", "name": "陈老师", "state": "appointed", "from": "2025-02-17", "to": None,
        "under_a_year": False, "first_time": True, "teaches": "语文", "years_before": 0, "training": "2024-12-20",
        "mentor": "t02", "certificate": "C-123", "attested": "王校长", "facts": [], "exceptions": [],
    } == {name: value for name, value in one.items() if name not in ("id", "steps")}  # fmt: skip
    assert [
        ("propose", "2025-01-06", "办公室", ""),
        ("decide", "2025-01-08", "王校长", "领导小组会议"),
        ("publish", "2025-01-10", "办公室", ""),
        ("start", "2025-02-17", "王校长", "聘任书第3号"),
    ] == [(s["step"], s["on"], s["by"], s["note"]) for s in one["steps"]]
    assert "2024-10-08T12:00:00+08:00" == one["steps"][0]["recorded_at"]
    assert [
        {
            "class": "g1c1", "teacher": "t02", "name": "李老师", "from": "2025-03-03", "to": "2025-03-03",
            "reason": "病假", "by": "办公室", "recorded_at": "2024-10-08T12:00:00+08:00",
        }
    ] == document["substitutes"]  # fmt: skip
    assert [
        {
            "studio": "晨光",
            "members": [
                {
                    "member": "t02", "name": "李老师", "role": "host", "role_title": "主持人", "from": "2025-02-17", "to": None, "note": "",
                    "by": "办公室", "recorded_at": "2024-10-08T12:00:00+08:00",
                }
            ],
        }
    ] == document["studios"]  # fmt: skip


def test_the_list_is_of_a_class_and_of_a_moment(appointed: Shell) -> None:
    """What was known then; of one class, no studios."""
    appointed.now += timedelta(days=10)
    done(appointed, "end", "g1c1", "--on", "2025-05-30", "--reason", "调往他校")
    done(appointed, "studio", "晨光", "t02", "--role", "host", "--on", "2025-02-17")

    assert "ended" == listed(appointed, "g1c1")["appointments"][0]["state"]
    assert "appointed" == listed(appointed, "--as-of", "2024-10-10")["appointments"][0]["state"]
    assert ([], []) == (
        listed(appointed, "g1c2")["appointments"],
        listed(appointed, "--as-of", "2024-10-10")["studios"],
    )
    assert "没有聘任记录\n" == done(appointed, "list", "g1c2")


def test_the_letter_and_the_tenure_are_one_append(appointed: Shell) -> None:
    """Both stand under the same command, or neither does."""
    store = open_store("sqlite:///bzr.db")
    everything = [one for page in store.read_all() for one in page]
    store.close()

    last = everything[-2:]

    assert ["appointment:g1c1", "register"] == [one.stream for one in last]
    assert 1 == len({one.command for one in last})


def test_a_step_is_tried_again_when_another_writer_comes_between(
    open_class: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a setup in the very moment, then the step is decided anew on the register as it is."""
    append, tries = Writer.append, list[int]()

    def slow(self: Writer, batches: Any) -> None:
        tries.append(1)
        if len(tries) == 1:
            open_class.write("school.toml", OVER.replace("示例中学", "示例一中"))
            open_class.bzr("setup", "school.toml")
        append(self, batches)

    monkeypatch.setattr(Writer, "append", slow)

    done(open_class, "propose", "g1c1", "t09", "--name", "陈老师", "--on", "2025-01-06", *FIT)

    assert 3 == len(tries)


def test_facts_show_training_and_certificate(open_class: Shell) -> None:
    """Given facts about the teacher, then they need not be said again, and stand in the list."""
    open_class.write(
        "证书.csv",
        "日期,班主任,事项,级别,备注,编号\n2024-09-10,t02,证书,心理健康教育C证,C-9,f-1\n2024-09-11,t02,培训,岗前培训,,f-2\n",
    )
    assert 0 == open_class.bzr("record", "证书.csv").status

    done(open_class, "propose", "g1c1", "李老师", "--on", "2025-01-06", *SAID)
    one = listed(open_class)["appointments"][0]

    assert ("C-9", "2024-09-11", ["f-2", "f-1"], False) == tuple(
        one[name] for name in ("certificate", "training", "facts", "first_time")
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_school_file_keeps_what_an_appointment_made(appointed: Shell, lang: str) -> None:
    """Given a school file without that tenure, when it is set up, then the tenure is kept and the output says so."""
    answer = appointed.bzr("setup", "school.toml", "--lang", lang)
    september = appointed.bzr("appoint", "list", "--json")

    assert 0 == answer.status
    assert {
        "zh": "没有变化\n保留 任期 g1c1 陈老师(t09) 2025-02-17起(由聘任登记)\n",
        "en": "nothing changed\nkept tenure g1c1 t09 from 2025-02-17 (made by an appointment)\n",
    }[lang] == answer.out
    assert "appointed" in september.out


def test_a_school_file_that_states_the_same_changes_nothing(appointed: Shell) -> None:
    """The same tenure in the same words is the same tenure."""
    same = '\n[[tenure]]\nteacher = "t09"\nname = "陈老师"\nclass = "g1c1"\nfrom = 2025-02-17\n'
    appointed.write("school.toml", OVER + same)

    assert "没有变化\n" == appointed.bzr("setup", "school.toml").out


def test_a_school_file_that_contradicts_an_appointment_is_refused(appointed: Shell) -> None:
    """Given the old open-ended tenure, then the file is told what was appointed; a class with an appointment stays."""
    appointed.write("school.toml", SCHOOL)
    answer = appointed.bzr("setup", "school.toml")

    assert 1 == answer.status
    assert golden("no-setup-appointed.zh", answer.err) == answer.err

    tenures = OVER[OVER.index("[[tenure]]") : OVER.index("[[adopt]]")]
    first = OVER[OVER.index("[[class]]") : OVER.index("[[class]]", OVER.index("[[class]]") + 1)]
    appointed.write("school.toml", OVER.replace(first, "").replace(tenures, ""))

    assert "陈老师的任期:没有班级“g1c1”" in appointed.bzr("setup", "school.toml").err


def test_the_month_is_the_appointed_teachers(appointed: Shell) -> None:
    """Given an appointment, then statements name its teacher, and its end shortens the service."""
    appointed.write("school.toml", OVER.replace("end = 2025-01-17", "end = 2025-01-17") + _SPRING)
    assert 0 == appointed.bzr("setup", "school.toml").status
    done(appointed, "end", "g1c1", "--on", "2025-03-14", "--reason", "调往他校")
    appointed.now += timedelta(days=200)

    statement = json.loads(appointed.bzr("month", "2025-03", "g1c1", "--json").out)["statements"][0]

    assert [{"teacher": "t09", "from": "2025-03-03", "to": "2025-03-14", "school_days": 10}] == statement["teachers"]


_SPRING = '\n[[term]]\nid = "2025-spring"\nstart = 2025-02-17\nend = 2025-06-27\n'

NO = {
    "unfit": ("propose", "g1c1", "t09", "--name", "陈老师", "--on", "2025-01-06"),
    "unreasoned": (
        "propose", "g1c1", "t02", "--on", "2025-01-06", *SAID, "--except", "certificate", "--approved-by", "王校长",
    ),
    "no-candidate": ("start", "g1c1", "--on", "2025-02-17"),
    "nothing-to-end": ("end", "g1c2", "--on", "2025-02-17", "--reason", "调走"),
    "stand-in-for-oneself": ("substitute", "g1c2", "t02", "--on", "2024-10-08", "--reason", "病假"),
    "two-roles": ("studio", "晨光", "t02", "--role", "trainee", "--on", "2024-10-08"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NO)
def test_a_rule_that_says_no_gives_its_article_and_status_1(open_class: Shell, name: str, lang: str) -> None:
    """One block with the reason and the article, word for word; nothing is recorded."""
    done(open_class, "studio", "晨光", "t02", "--role", "host", "--on", "2024-09-02")

    answer = appoint(open_class, *NO[name], "--lang", lang)

    assert (1, "") == (answer.status, answer.out)
    assert golden(f"no-appoint-{name}.{lang}", answer.err) == answer.err
    assert [] == listed(open_class)["appointments"]


WRONG = {
    "step": ("propos", "g1c1"),
    "no-class": ("decide",),
    "no-teacher": ("propose", "g1c1"),
    "teacher-in-list": ("list", "g1c1", "t01"),
    "option": ("decide", "g1c1", "--training", "2024-08-20"),
    "except": ("publish", "g1c1", "--except", "term"),
    "approver": ("propose", "g1c1", "t02", "--approved-by", "王校长"),
    "json": ("end", "g1c1", "--json"),
    "no-role": ("studio", "晨光", "t02"),
    "no-day": ("decide", "g1c1", "--on", "2024-9-31"),
    "unknown-teacher": ("propose", "g1c1", "t20"),
    "other-name": ("propose", "g1c1", "t02", "--name", "赵老师"),
    "unknown-class": ("decide", "g1c9"),
    "condition": ("start", "g1c1", "--except", "age"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", WRONG)
def test_a_call_that_cannot_be_meant_is_told_so_with_status_2(school: Shell, name: str, lang: str) -> None:
    """Each in its words; an option that would stand there in vain is none."""
    answer = appoint(school, *WRONG[name], "--lang", lang)

    assert (2, "") == (answer.status, answer.out)
    assert golden(f"wrong-appoint-{name}.{lang}", answer.err) == answer.err


def test_a_name_that_several_bear_is_asked_for_by_id(shell: Shell) -> None:
    """Given two teachers of one name, then the id has to be written; a mentor's name is kept as it was said."""
    shell.write("school.toml", OVER.replace("李老师", "王老师"))
    assert 0 == shell.bzr("setup", "school.toml").status

    answer = appoint(shell, "propose", "g1c1", "王老师")
    done(
        shell, "propose", "g1c1", "t09", "--name", "陈老师", "--training", "2024-12-20", "--mentor", "王老师",
        "--certificate", "C-1", *SAID,
    )  # fmt: skip

    assert (2, "错误:教师“王老师”有2位,请写编号:t02、t03\n") == (answer.status, answer.err)
    assert "王老师" == listed(shell)["appointments"][0]["mentor"]


def test_today_is_the_day_unless_another_is_said(open_class: Shell) -> None:
    """The day in the school's time zone."""
    done(open_class, "propose", "g1c1", "t02", "--certificate", "C-1", *SAID)

    assert "2024-10-08" == listed(open_class)["appointments"][0]["steps"][0]["on"]
