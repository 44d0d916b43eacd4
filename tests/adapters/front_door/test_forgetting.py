"""A person is forgotten: no byte of a name or a text is left, and every number, digest and chain stands as before."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import BzrError, Forbidden, NotFound, Refused, School
from bzr_adapters.front_door.json_text import write_json
from bzr_adapters.storage.keys.traces import demand_keys
from bzr_adapters.storage.postgres.address import parse_postgres_address
from tests.adapters.front_door.schools import DECLARATION, Clock, finding
from tests.support.postgres import PostgresServer

PEOPLE = {
    **DECLARATION,
    "tenure": [
        {"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"},
        {"teacher": "t02", "name": "王老师", "class": "g1c2", "from": "2024-09-01"},
    ],
    "person": [
        {"name": "李老师", "roles": ["office"]},
        {"name": "孙干事", "roles": ["office", "recorder"]},
        {"name": "张老师", "roles": ["head-teacher"]},
        {"name": "校长", "roles": ["head"]},
    ],
}
SECRETS = ("张老师", "王小明", "东楼302", "孙干事", "有假条", "病假在家")


@pytest.fixture
def lived(tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A school in a file whose story names teachers, a recorder and a pupil, in names and in texts."""
    clock.set("2024-10-08T12:00+08:00")
    address = f"sqlite:///{tmp_path}/school.db"
    with School.create(address, PEOPLE, by="李老师", clock=clock, lang="zh") as school:
        me = school.acting("李老师")
        rows = [
            {**finding(), "note": "王小明没有值日", "place": "东楼302", "recorder": "孙干事"},
            {**finding("2024-09-04"), "note": "地面", "recorder": "孙干事"},
            {**finding("2024-09-05", "g1c2"), "note": "张老师看见的"},
        ]
        first, second, _ = me.record(rows, command="c-1", sheet="处分-王小明.csv").ids
        me.correct(first, count=1, reason="王小明说数错了")
        me.void(second, reason="有假条")
        me.publish("2024-09", until="2024-10-12")
        appeal = school.acting("张老师").appeal("g1c1", "2024-09", fact=first, grounds="王小明病假在家")
        school.acting("校长").reject(appeal, reason="张老师没有证明")
        yield school


def list_bytes(folder: Path) -> bytes:
    """The bytes of every file in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def left_in(folder: Path, *texts: str) -> list[str]:
    """Which of some texts stand in any file of a folder."""
    stored = list_bytes(folder)
    return [text for text in texts if text.encode() in stored]


def ask_everything(school: School) -> list[str]:
    """Every answer of a school as its document."""
    answers: list[Any] = [school.month("2024-09"), school.term("2024-autumn"), *school.results("2024-09")]
    answers += [*school.appeals(), school.explain("g1c1", "2024-09"), *school.facts(), *school.events()]
    answers += [school.audit(subject) for subject in ("g1c1", "g1c2", "t01", "t02")]
    answers += [
        school.teacher("t01"),
        school.notice("2024-09"),
        school.appointments(),
        school.pay_sheet("2024-09", "scheme-1"),
    ]
    answers += [school.duties("g1c1", "2024-09"), school.feedback("g1c1", "2024-09"), school.recheck("2024-09")]
    return [write_json(answer.to_dict()) for answer in answers] + [repr(school.teachers())]


def test_a_pupil_named_in_texts_is_erased(lived: School, tmp_path: Path) -> None:
    """Wherever the name stands: in notes, reasons, grounds, and in the name of a sheet."""
    before = lived.month("2024-09").to_dict()
    report = lived.acting("李老师").erase("王小明", reason="监护人要求删除")

    assert [] == left_in(tmp_path, "王小明", "没有值日", "病假在家")
    assert ("erased", 4) == (report.to_dict()["state"], len(report.to_dict()["texts"]))
    assert {**before, "position": 0, "as_of": ""} == {**lived.month("2024-09").to_dict(), "position": 0, "as_of": ""}
    answers = "".join(ask_everything(lived))
    assert "王小明" not in answers
    assert "已删除#" in answers
    assert "张老师" in answers


def test_what_has_no_text_cannot_be_redacted(lived: School) -> None:
    """Its own answer: nobody's name is spelt otherwise there."""
    (bare,) = lived.acting("李老师").record([finding("2024-09-06")]).ids
    with pytest.raises(NotFound) as error:
        lived.acting("李老师").redact(bare, reason="备注写了姓名")
    assert "fact.no-text" == error.value.code


def test_two_persons_erased_are_told_apart(lived: School) -> None:
    """Also where both were written down in one append, and so are two notes of one sheet."""
    for person in ("t01", "t02"):
        lived.acting("校长").erase(person, reason="调离")
    notes = [fact for fact in lived.facts() if "note" in fact.fields]
    for fact in notes[:2]:
        lived.acting("校长").redact(fact.id, reason="备注写了姓名")

    assert 2 == len({teacher.name for teacher in lived.teachers()})
    assert len(notes) == len({lived.fact(fact.id).fields["note"] for fact in notes})


def test_a_teacher_is_erased_with_the_right_to_act(lived: School, tmp_path: Path, clock: Clock) -> None:
    """By id or by name; every command reads on, and who was erased may do nothing any more."""
    totals = [statement.total for statement in lived.month("2024-09").statements]
    lived.acting("校长").erase("t01", reason="调离学校,依申请删除")

    assert [] == left_in(tmp_path, "张老师", "没有证明")
    with School.open(f"sqlite:///{tmp_path}/school.db", clock=clock, lang="zh") as school:
        assert totals == [statement.total for statement in school.month("2024-09").statements]
        assert "张老师" not in "".join(ask_everything(school))
        with pytest.raises(Forbidden):
            school.acting("张老师").appeal("g1c1", "2024-09", clause="2.1", grounds="不同意")
    assert "张老师" not in "".join(ask_everything(lived))


def test_a_recorder_is_erased_and_the_receipt_stands(lived: School, tmp_path: Path) -> None:
    """A command that is sent again is known; names come back only where somebody writes them anew."""
    lived.acting("校长").erase("孙干事", reason="离职")

    assert [] == left_in(tmp_path, "孙干事")
    assert lived.acting("李老师").void(next(lived.facts()).id, reason="误记").ids
    with pytest.raises(NotFound) as error:
        lived.acting("校长").erase("孙干事", reason="离职")
    assert "person.unknown" == error.value.code


def test_a_text_of_a_fact_is_redacted(lived: School, tmp_path: Path) -> None:
    """One field or all; of the fact and of what corrected it. What is counted stays."""
    fact = next(iter(lived.facts()))
    lived.acting("李老师").redact(fact.id, "note", reason="备注写了姓名")
    assert fact.fields["count"] == lived.fact(fact.id).fields["count"]
    assert str(lived.fact(fact.id).fields["note"]).startswith("已删除#")
    assert ["王小明说数错了"] == find_texts(lived, "数错了")
    assert 1 == "".join(write_json(dict(row)) for row in lived.audit("g1c1").rows).count("备注写了姓名")
    assert "备注写了姓名" not in "".join(write_json(dict(row)) for row in lived.audit("g1c2").rows)

    lived.acting("李老师").redact(fact.id, reason="全部")
    assert [] == find_texts(lived, "数错了")
    with pytest.raises(NotFound) as error:
        lived.acting("李老师").redact(fact.id, reason="再来一次")
    assert "person.erased-already" == error.value.code


def find_texts(school: School, text: str) -> list[str]:
    """The reasons that hold a text."""
    reasons = (event.data.get("reason", "") for event in school.events())
    return [reason for reason in reasons if text in reason]


def test_what_is_restricted_is_kept_and_shown_again(lived: School) -> None:
    """Not shown until it is lifted; then every answer is the one of before."""
    before = ask_of_before(lived)
    lived.acting("李老师").restrict("张老师", reason="核实期间")
    hidden = "".join(ask_of_before(lived))

    lived.acting("李老师").restrict("张老师", reason="核实完毕", lift=True)

    assert "张老师" not in hidden
    assert "限制显示#" in hidden
    assert before == ask_of_before(lived)


def ask_of_before(school: School) -> list[str]:
    """Every answer but for the place at which it was read, and for the events of what is restricted."""
    answers = (answer for answer in ask_everything(school) if "personal-data" not in answer)
    return [re.sub(r'"(position|as_of)":\s*("[^"]*"|\d+)', "", answer) for answer in answers]


def test_who_alone_has_a_right_is_not_erased(lived: School) -> None:
    """As nobody could do the step any more; nothing is erased then."""
    with pytest.raises(Refused) as refused:
        lived.acting("校长").erase("校长", reason="离职")
    assert "person.only-holder" == refused.value.code
    with pytest.raises(Forbidden):
        lived.acting("张老师").erase("王小明", reason="不想留着")
    with pytest.raises(Refused) as named:
        lived.acting("校长").erase("王小明", reason="王小明要求")
    assert ("person.named-in-reason", "删除的证明里没有姓名") == (named.value.code, named.value.clause)
    with pytest.raises(BzrError, match="理由"):
        lived.acting("校长").erase("王小明", reason=" ")
    assert "王小明" in "".join(ask_everything(lived))


def test_older_keys_put_back_are_erased_again(lived: School, tmp_path: Path, clock: Clock) -> None:
    """The proofs in the store say which: nobody reads them again, and the first write destroys them once more."""
    keys = tmp_path / "school.db.keys"
    shutil.copy(keys, tmp_path.parent / "older.keys")
    lived.acting("校长").erase("张老师", reason="离职")
    lived.close()
    shutil.copy(tmp_path.parent / "older.keys", keys)
    assert ["张老师"] == left_in(tmp_path, "张老师")

    with School.open(f"sqlite:///{tmp_path}/school.db", clock=clock, lang="zh") as school:
        assert "张老师" not in "".join(ask_everything(school))
        school.acting("李老师").record([finding("2024-09-09")])
        assert "张老师" not in "".join(ask_everything(school))
    assert [] == left_in(tmp_path, "张老师")


def test_a_sheet_whose_texts_were_erased_is_known_when_it_comes_again(lived: School, tmp_path: Path) -> None:
    """Nothing is recorded anew and no text comes back, in the store and in the one it moved to; a command is a new fact."""
    me = lived.acting("李老师")
    rows = [{**finding("2024-09-06"), "note": "赵小红迟到", "recorder": "孙干事"}, finding("2024-09-06")]
    ids = me.record(rows, sheet="六日.csv").ids
    me.redact(ids[0], reason="监护人要求删除")
    me.erase("孙干事", reason="离职")
    again = me.record(rows, sheet="六日.csv")

    assert ((), set(ids)) == (again.new, set(again.known))
    assert [] == left_in(tmp_path, "赵小红")
    lived.migrate(f"sqlite:///{tmp_path}/moved.db")
    with School.open(f"sqlite:///{tmp_path}/moved.db", clock=lived._school.clock) as moved:
        assert set(ids) == set(moved.acting("李老师").record(rows, sheet="六日.csv").known)
        assert 1 == len(moved.acting("李老师").record([rows[0]]).new)


def test_who_was_shown_names_is_noted_and_moves_along(lived: School, tmp_path: Path) -> None:
    """A row a question, in order; who may not read it is refused, who is erased is erased there too."""
    assert "" == lived.note_shown("孙干事", "facts", account="1000 sun")
    assert "" == lived.note_shown("校长", "audit")

    def read(school: School) -> list[tuple[str, str | None, str]]:
        rows = school.acting("校长").access_log().to_dict()["accesses"]
        return [(row["who"], row["account"], row["question"]) for row in rows]

    assert [("孙干事", "1000 sun", "facts"), ("校长", None, "audit")] == read(lived)
    with pytest.raises(Forbidden):
        lived.acting("张老师").access_log()
    lived.acting("校长").erase("孙干事", reason="离职")
    assert read(lived)[0][0].startswith("已删除#")
    assert [] == left_in(tmp_path, "孙干事")
    lived.migrate(f"sqlite:///{tmp_path}/moved.db")
    with School.open(f"sqlite:///{tmp_path}/moved.db", lang="zh") as moved:
        assert read(lived) == read(moved)


def test_a_look_that_cannot_be_noted_is_answered(lived: School, tmp_path: Path) -> None:
    """And it is said why; of a store without keys nothing is said."""
    (tmp_path / "school.db.keys").rename(tmp_path / "elsewhere.keys")
    assert "school.db.keys" in lived.note_shown("校长", "facts")


def test_a_person_is_forgotten_on_a_server_too(
    postgres_server: PostgresServer, postgres_address: str, clock: Clock
) -> None:
    """The keys stand in a schema of their own; nothing of whom was erased stands in any table, also where older keys come back."""
    schema = parse_postgres_address(postgres_address).schema
    names, older = f"{schema}_keys.names", f"{schema}_keys.older"
    with School.create(postgres_address, PEOPLE, by="李老师", clock=clock, lang="zh") as school:
        row = {**finding(), "note": "王小明没有值日", "recorder": "孙干事"}
        fact = school.acting("李老师").record([row]).ids[0]
        postgres_server.execute(f"CREATE TABLE {older} AS SELECT * FROM {names}")
        for person in ("王小明", "孙干事"):
            school.acting("校长").erase(person, reason="依申请删除")
        school.acting("校长").restrict("张老师", reason="核实期间")
        assert "限制显示#" in school.teachers()[0].name
        school.acting("校长").restrict("张老师", reason="核实完毕", lift=True)
        assert [] == find_in_tables(postgres_server, schema, names, "孙干事", "王小明")
        assert ["张老师"] == find_in_tables(postgres_server, schema, names, "张老师")

    postgres_server.execute(f"TRUNCATE {names}")
    postgres_server.execute(f"INSERT INTO {names} SELECT * FROM {older}")
    with School.open(postgres_address, clock=clock, lang="zh") as school:
        assert str(school.fact(fact).fields["note"]).startswith("已删除#")
        assert school.fact(fact).recorder.startswith("已删除#")
        school.acting("李老师").record([finding("2024-09-09")])
        assert [] == find_in_tables(postgres_server, schema, names, "孙干事")
        assert school.verify().ok


def find_in_tables(server: PostgresServer, schema: str, names: str, *texts: str) -> list[str]:
    """Which of some texts stand in any row of the events, the commands or the names."""
    tables = (
        f"SELECT convert_from(state, 'UTF8') FROM {schema}.stored_events",
        f"TABLE {schema}.commands",
        f"TABLE {names}",
    )
    rows = "".join(repr(row) for table in tables for row in server.execute(table))
    return [text for text in texts if text in rows]


def test_a_role_that_may_not_erase_is_told_before(
    postgres_server: PostgresServer, postgres_address: str, clock: Clock
) -> None:
    """No proof of an erasure is written that did not happen."""
    School.create(postgres_address, PEOPLE, by="李老师", clock=clock, lang="zh").close()
    role = parse_postgres_address(postgres_address).schema
    postgres_server.execute(f"CREATE ROLE {role} LOGIN")
    postgres_server.execute(f"GRANT pg_read_all_data, pg_write_all_data TO {role}")
    with School.open(postgres_address.replace("user=postgres", f"user={role}"), clock=clock, lang="zh") as school:
        head = school.head()
        for act in (school.acting("校长").erase, school.acting("校长").restrict):
            with pytest.raises(BzrError, match="请用建表的角色"):
                act("孙干事", reason="离职")
        assert head == school.head()


def test_what_is_forgotten_in_the_keys_alone_is_found(lived: School, tmp_path: Path) -> None:
    """Erased, restricted or shown by hand, without an event that says so; and what older keys hold again."""
    lived.acting("校长").restrict("t02", reason="核实期间")
    names = {name.name: name.token for name in demand_keys(lived._school.log)[1].tables.list_names()}
    shutil.copy(tmp_path / "school.db.keys", tmp_path / "old.keys")
    lived.acting("校长").erase("王小明", reason="监护人要求")
    assert lived.verify().ok
    lived.close()
    keys, pupil = tmp_path / "school.db.keys", names["孙干事"]
    restored = (tmp_path / "old.keys").read_bytes()
    changes = [
        (keys.read_bytes(), f"DELETE FROM names WHERE token='{pupil}'"),
        (keys.read_bytes(), f"UPDATE names SET state='erased', name='', form='' WHERE token='{pupil}'"),
        (keys.read_bytes(), f"UPDATE names SET state='restricted' WHERE token='{pupil}'"),
        (keys.read_bytes(), "UPDATE names SET state='kept' WHERE state='restricted'"),
        (
            keys.read_bytes(),
            "DELETE FROM texts WHERE id IN (SELECT id FROM texts WHERE id>'t' AND state='kept' LIMIT 3)",
        ),
        (restored, "DELETE FROM notes"),
    ]
    for content, change in changes:
        keys.write_bytes(content)
        with sqlite3.connect(keys) as connection:
            connection.execute(change)
        connection.close()
        with School.open(f"sqlite:///{tmp_path}/school.db") as again:
            assert {"verify.keys-differ"} == {problem.code for problem in again.verify().problems}, change

    keys.unlink()
    with School.open(f"sqlite:///{tmp_path}/school.db", lang="zh") as again:
        (check,) = [check for check in again.verify().rows if check["check"] == "keys"]
        assert "不存在" in check["skipped"]


def test_a_name_that_a_text_spells_otherwise_is_found(lived: School, tmp_path: Path) -> None:
    """In other letters, widths and blanks, as in the names that are registered."""
    notes = ("anna lee", "ＡＮＮＡ　ＬＥＥ 全角", "Anna\u00a0Lee", "王 小明", "王　小　明")
    rows = [{**finding(f"2024-09-{day:02}"), "note": note} for day, note in enumerate(notes, 9)]
    lived.acting("李老师").record(rows)
    with pytest.raises(Refused, match="不要写这个姓名"):
        lived.acting("校长").erase("王小明", reason="王 小 明要求")
    for name in ("Anna Lee", "王小明"):
        lived.acting("校长").erase(name, reason="依申请删除")

    shown = [str(fact.fields.get("note", "")) for fact in lived.facts()]
    assert not [note for note in shown if note in notes]
