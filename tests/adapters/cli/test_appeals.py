"""Appeals that must not slip through: whose eyes decide, what puts an appeal right, which clause is meant."""

import json
import re

import pytest

from bzr_adapters.storage.errors import OutcomeUnknown, StoreUnavailable
from bzr_domain.kernel.messages import Message
from tests.adapters.cli.calling import SCHOOL, Answer, Shell
from tests.adapters.cli.golden import golden

ROWS = "日期,班级,事项,数量,检查人,编号\n2024-09-03,g1c1,卫生不合格,2,赵检查员,d-1\n2024-09-20,g1c1,集会缺席,1,李老师,m-1\n"
EYES = "错误:“{}”记录、检查或改过所申诉的事,不能由同一人决定"


@pytest.fixture
def office(shell: Shell) -> Shell:
    """September of two classes, recorded by 张干事 and published until 12 October; it is 8 October."""
    shell.write("school.toml", SCHOOL)
    shell.write("s.csv", ROWS)
    assert 0 == shell.bzr("setup", "school.toml").status
    assert 0 == shell.bzr("record", "s.csv", "--by", "张干事").status
    assert 0 == shell.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事").status
    return shell


def appeal(shell: Shell, about: str, by: str = "王老师") -> str:
    """Object to September of g1c1; what was said."""
    answer = shell.bzr("appeal", "g1c1", "2024-09", about, "--grounds", "不公", "--by", by)
    assert (0, "") == (answer.status, answer.err)
    return answer.out


def decide(shell: Shell, *how: str, by: str = "主任") -> Answer:
    """Decide about the appeal."""
    return shell.bzr("decide", "g1c1", "2024-09", *how, "--reason", "查实", "--by", by)


@pytest.mark.parametrize("by", ["张干事", "张 干事", "李老师"])
def test_who_recorded_what_a_clause_counted_may_not_decide_about_it(office: Shell, by: str) -> None:
    """Clause 4.1 stands on one fact: neither its recorder nor its inspector decides, however the name is written."""
    appeal(office, "4.1")

    answer = decide(office, "--rejected", by=by)

    assert (1, [EYES.format(by), "  依据:记录的人不决定"]) == (answer.status, answer.err.splitlines())
    assert 0 == decide(office, "--rejected").status


def test_the_facts_of_the_clause_are_those_of_the_day_of_the_appeal(office: Shell) -> None:
    """Given a fact voided since, then its recorder is still out; who adds a fact to the clause later is not."""
    appeal(office, "4.1")
    office.bzr("void", "m-1", "--reason", "误记", "--by", "刘干事")
    office.write("t.csv", "日期,班级,事项\n2024-09-24,g1c1,集会缺席\n")
    office.bzr("record", "t.csv", "--by", "吴干事")

    assert [1, 1, 0] == [decide(office, "--rejected", by=one).status for one in ("张干事", "刘干事", "吴干事")]


def test_who_voided_a_fact_of_the_clause_first_may_not_decide_about_it(office: Shell) -> None:
    """Given a fact published and voided before the appeal, then its recorder and who voided it are out."""
    office.bzr("void", "m-1", "--reason", "误记", "--by", "刘干事")
    appeal(office, "4.1")

    assert [EYES.format("张干事"), EYES.format("刘干事")] == [
        decide(office, "--rejected", by=one).err.splitlines()[0] for one in ("张干事", "刘干事")
    ]
    assert 0 == decide(office, "--rejected").status


def test_who_voided_a_fact_before_it_was_published_may_not_decide_about_its_clause(office: Shell) -> None:
    """Given another notice without the fact, then who took it out of the clause is out still."""
    office.bzr("void", "m-1", "--reason", "误记", "--by", "刘干事")
    assert 0 == office.bzr("publish", "2024-09", "--until", "2024-10-12", "--nothing-recorded", "没有事").status
    appeal(office, "4.1")

    assert [EYES.format("刘干事")] == decide(office, "--rejected", by="刘干事").err.splitlines()[:1]


def test_who_restored_the_fact_or_hid_its_inspector_may_not_decide(office: Shell) -> None:
    """A correction of 检查人, a void and its void: all these hands, and the first inspector, are out."""
    office.bzr("correct", "m-1", "检查人=孙老师", "--reason", "写错", "--by", "刘干事")
    void = office.bzr("void", "m-1", "--reason", "误记", "--by", "吴干事").out.split("记录 ")[1][:20]
    office.bzr("void", void, "--reason", "不误", "--by", "郑干事")
    appeal(office, "m-1")

    hands = ("张干事", "李老师", "孙老师", "刘干事", "吴干事", "郑干事")
    assert [EYES.format(one) for one in hands] == [
        decide(office, "--rejected", by=one).err.splitlines()[0] for one in hands
    ]


def test_an_entry_that_puts_nothing_right_is_refused(office: Shell) -> None:
    """The fact itself, one of another class recorded since: each word for word, and the appeal stays open."""
    appeal(office, "m-1")
    office.write("t.csv", "日期,班级,事项,编号\n2024-09-24,g1c2,集会缺席,x-1\n2024-09-24,g1c1,卫生不合格,x-2\n")
    office.bzr("record", "t.csv", "--by", "刘干事")

    itself = decide(office, "--upheld", "--entry", "m-1")
    elsewhere = decide(office, "--upheld", "--entry", "x-1")
    here = decide(office, "--upheld", "--entry", "x-2")

    assert [
        "错误:记录m-1在申诉以前就有,改正不了所申诉的事;写申诉以后补记、作废或更正的那一条",
        "  依据:公示期内申诉",
    ] == itself.err.splitlines()
    assert [
        "错误:记录x-1既不是对所申诉事实的作废或更正,也不在g1c1的2024-09之内",
        "  依据:公示期内申诉",
    ] == elsewhere.err.splitlines()
    assert [1, 1, 0] == [itself.status, elsewhere.status, here.status]


def test_a_clause_is_not_put_right_by_correcting_a_fact(office: Shell) -> None:
    """A clause has no fields: what puts it right is recorded first, and named."""
    appeal(office, "6.3")

    answer = decide(office, "--upheld", "--set", "数量=1")

    assert "错误:申诉成立,须同时作废或更正所申诉的记录" == answer.err.splitlines()[0]


def test_a_clause_that_several_items_have_is_asked_for_by_item(office: Shell) -> None:
    """校务委员会决定 stands in six items under one number; a number of one item needs no item."""
    several = office.bzr("appeal", "g1c1", "2024-09", "council", "--grounds", "不公", "--lang", "en")

    assert (2, "error: several items have a clause 'council', say which: hygiene/council") == (
        several.status,
        several.err.partition(", assembly/council")[0],
    )
    appeal(office, "hygiene/council")
    first = appeal(office, "hygiene/2.1")
    assert first == appeal(office, "2.1")


def test_the_same_appeal_filed_twice_is_one(office: Shell) -> None:
    """The same person, however spelt, about the same fact: the same id is told again."""
    first, again, other = appeal(office, "m-1"), appeal(office, "m-1", "王　老师"), appeal(office, "d-1")

    assert first == again
    assert first != other


def test_of_several_the_open_ones_are_listed(office: Shell) -> None:
    """One of three is decided: the other two are named, in the language asked for."""
    ids = [appeal(office, about).split()[1] for about in ("m-1", "d-1", "6.3")]
    assert 0 == decide(office, ids[0], "--rejected").status

    answer = decide(office, "--rejected")
    english = office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "x", "--lang", "en")

    assert (2, f"错误:不止一件申诉,请写明编号:{ids[1]}、{ids[2]}\n") == (answer.status, answer.err)
    assert f"error: there are several appeals, say which: {ids[1]}, {ids[2]}\n" == english.err


def test_where_nothing_was_filed_each_language_says_so_in_its_own_words(office: Shell) -> None:
    """No Chinese in an English answer."""
    chinese = decide(office, "--rejected")
    english = office.bzr("decide", "g1c1", "2024-09", "--rejected", "--reason", "x", "--lang", "en")

    assert "错误:没有这件申诉;已有的:无\n" == chinese.err
    assert "error: there is no such appeal; known: none\n" == english.err


RIGHTS = (
    "".join(
        f'\n[[person]]\nname = "{name}"\nroles = ["{role}"]\n'
        for name, role in (
            ("张干事", "office"),
            ("刘干事", "office"),
            ("王老师", "head-teacher"),
            ("校长", "head"),
        )
    )
    + '\n[[right]]\nrecord = "safety.criminal"\nroles = ["head"]\ncite = "校长办公会"\n'
)
NOT_THEIRS = "刘干事(政教处)不能做“记录事实”(record.safety.criminal):须由校长来做(校长)"


def test_making_a_fact_another_kind_asks_for_the_right_to_record_that_kind(office: Shell) -> None:
    """Neither a correction nor a decision is a way around; other fields need no such right."""
    appeal(office, "d-1")
    office.write("school.toml", SCHOOL + RIGHTS)
    assert 0 == office.bzr("setup", "school.toml").status
    before = json.loads(office.bzr("facts", "--json").out)["facts"]

    corrected = office.bzr("correct", "d-1", "事项=刑事案件", "--reason", "x", "--by", "刘干事")
    decided = decide(office, "--upheld", "--set", "事项=刑事案件", by="刘干事")

    assert (1, 1) == (corrected.status, decided.status)
    assert NOT_THEIRS in corrected.err
    assert NOT_THEIRS in decided.err
    assert before == json.loads(office.bzr("facts", "--json").out)["facts"]
    assert 0 == office.bzr("correct", "d-1", "事项=学生违纪", "--reason", "x", "--by", "张干事").status
    assert 0 == decide(office, "--upheld", "--set", "数量=1", by="刘干事").status


@pytest.mark.parametrize("name", ["主任\n2024-10-08 校长", "主\u200b任", "主\u2028任", "\u202e任主"])
def test_a_name_that_hides_something_is_no_name(office: Shell, name: str) -> None:
    """A line break would forge a line of the trail, a character of no width another person."""
    appeal(office, "m-1")

    answer = decide(office, "--rejected", by=name)
    english = office.bzr("void", "m-1", "--reason", "x", "--by", name, "--lang", "en")

    code = next(f"U+{ord(one):04X}" for one in name if not one.isprintable())
    assert (2, f"错误:操作人的姓名(--by 或 BZR_USER)含有不可见的控制字符{code};请删去它\n") == (
        answer.status,
        answer.err,
    )
    assert (
        f"error: the name of who is asking (--by or BZR_USER) holds the control character {code}: delete it\n"
        == english.err
    )


def test_free_text_forges_no_line_of_the_trail(office: Shell) -> None:
    """Grounds with a line break stand on one line."""
    forged = "不公\n2024-10-08 12:00  校长  0123456789  终定 2024-09"
    before = office.bzr("audit", "g1c1").out.splitlines()

    office.bzr("appeal", "g1c1", "2024-09", "m-1", "--grounds", forged, "--by", "王老师")

    assert len(before) + 1 == len(office.bzr("audit", "g1c1").out.splitlines())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_appeals_are_listed_with_who_may_decide(office: Shell, lang: str) -> None:
    """What each is about, by whom and why, until when one can be filed; of a month without any, that there is none."""
    fact = json.loads(office.bzr("facts", "g1c1", "2024-09", "--json").out)["facts"][0]["id"]
    assert 0 == office.bzr("appeal", "g1c1", "2024-09", fact, "--grounds", "请过假", "--by", "张老师").status

    listed, none = office.bzr("appeals", "--lang", lang), office.bzr("appeals", "2024-10", "--lang", lang)
    (appeal,) = json.loads(office.bzr("appeals", "2024-09", "--json").out)["appeals"]
    shown = listed.out.replace(appeal["id"][:10], "<appeal>").replace(fact[:10], "<fact>")

    assert (0, 0) == (listed.status, none.status)
    assert golden(f"appeals.{lang}", shown + none.out) == shown + none.out
    assert ("g1c1", fact, "张老师", "open") == tuple(appeal[key] for key in ("class", "about", "by", "state"))


@pytest.mark.parametrize(
    ("error", "told"),
    [(OutcomeUnknown, "\n  不知道这个命令办成没有;命令编号:[0-9a-f]{20}"), (StoreUnavailable, "")],
)
def test_a_command_of_which_nobody_knows_says_its_id(
    office: Shell, monkeypatch: pytest.MonkeyPatch, error: type[StoreUnavailable], told: str
) -> None:
    """The disk fails while it is written: the block names the id, but not where it is certain that nothing was written."""

    def fail(*_args: object, **_kwargs: object) -> object:
        raise error(Message("磁盘坏了", "the disk is gone"))

    monkeypatch.setattr("bzr_adapters.storage.store.RecorderStore.append", fail)
    answer = office.bzr("void", json.loads(office.bzr("facts", "--json").out)["facts"][0]["id"], "--reason", "误记")

    assert 1 == answer.status
    assert re.fullmatch(f"错误:磁盘坏了{told}\n", answer.err)
