"""A school's story in every module that is plugged in gives the documents that it gives in memory."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bzr_adapters import School
from bzr_adapters.testing import DECLARATION, Clock
from tests.support.postgres import PostgresServer, name_schema

_SHEET = "日期,班级,事项,数量\n2024-09-05,高一(1)班,集会缺席,1\n2024-09-06,高一(2)班,卫生不合格,2\n"


def tell_story(school: School, clock: Clock, folder: Path) -> list[str]:
    """Let a school record, correct, publish, dispute and pay; return the ids of what was recorded."""
    clerk, head = school.acting("李老师"), school.acting("主任")
    rows = [
        {"date": "2024-09-03", "class": name, "fact": "卫生不合格", "count": 2, "note": "走廊“\U0001f9f9”"}
        for name in ("高一(1)班", "高一(2)班")
    ]
    ids = [*clerk.record(rows, command="c1").ids]
    assert clerk.record(rows, command="c1").replayed
    sheet = folder / "九月.csv"
    sheet.write_text(_SHEET, encoding="utf-8")
    ids += clerk.record(sheet, command="c2").ids
    clerk.correct(ids[0], count=1, reason="复查", command="c3")
    clerk.void(ids[2], reason="误记", command="c4")
    head.publish("2024-09", until="2024-10-12", command="c5")
    appeal = school.acting("王老师").appeal("高一(2)班", "2024-09", fact=ids[1], grounds="请假", command="c6")
    head.uphold(appeal, remedy="void", reason="属实", command="c7")
    head.publish("2024-09", until="2024-10-16", command="c8")
    clock.advance(days=9)
    head.finalize("2024-09", command="c9")
    head.pay("2024-09").prepare("scheme-1", command="c10")
    return [*ids, appeal.id]


def ask_everything(school: School, ids: list[str]) -> dict[str, Any]:
    """The answers of a school, in which ids stand by their numbers, and checkpoints by their positions."""
    documents: dict[str, Any] = {
        "month": school.month("2024-09").to_dict(),
        "then": school.at(school.head() - 4).month("2024-09").to_dict(),
        "explain": school.explain("高一(1)班", "2024-09").to_dict(),
        "results": [result.to_dict() for result in school.results("2024-09")],
        "appeals": [appeal.to_dict() for appeal in school.appeals()],
        "pay": school.pay_sheet("2024-09").to_dict(),
        "facts": [fact.to_dict() for fact in school.facts()],
        "term": school.term("2024-autumn").to_dict(),
    }
    text = json.dumps(documents, ensure_ascii=False)
    text = re.sub(r"(#\d+) [0-9a-f]{16} ", r"\1 ", text)  # the root in a checkpoint is each store's own
    names = dict.fromkeys([*ids, *re.findall(r"\b[0-9a-f]{20}\b", text)])
    for number, name in enumerate(names):
        text = text.replace(name, f"id {number}")
    answers: dict[str, Any] = json.loads(text)
    return answers


@cache
def answer_in_memory(folder: Path) -> dict[str, Any]:
    """What a school in memory answers."""
    clock = Clock()
    with School.create("memory:", DECLARATION, by="李老师", clock=clock) as school:
        return ask_everything(school, tell_story(school, clock, folder))


def name_on_server(server: PostgresServer, module: str) -> str:
    """The address of a module in a new schema of a server."""
    schema = name_schema()
    server.execute(f"CREATE SCHEMA {schema}")
    if module == "eventsourcing_sqlalchemy":
        url = server.address().replace("postgresql:", "postgresql+psycopg:")
        return f"eventsourcing:{module}?SQLALCHEMY_URL={quote(url)}&SQLALCHEMY_SCHEMA={schema}"
    settings = {"DBNAME": "postgres", "HOST": server.host, "PORT": server.port, "USER": "postgres", "PASSWORD": "none"}
    told = "&".join(f"POSTGRES_{key}={value}" for key, value in settings.items())
    return f"eventsourcing:{module}?{told}&POSTGRES_SCHEMA={schema}"


_ADDRESSES: dict[str, Callable[[Path, PostgresServer], str]] = {
    "popo": lambda _, __: "eventsourcing:eventsourcing.popo",
    "sqlite": lambda folder, _: f"eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME={folder / 'bzr.db'}",
    "postgres": lambda _, server: name_on_server(server, "eventsourcing.postgres"),
    "sqlalchemy, sqlite": lambda folder, _: (
        f"eventsourcing:eventsourcing_sqlalchemy?SQLALCHEMY_URL=sqlite:///{folder / 'bzr.db'}"
    ),
    "sqlalchemy, postgres": lambda _, server: name_on_server(server, "eventsourcing_sqlalchemy"),
}


@pytest.mark.parametrize("module", _ADDRESSES)
def test_a_school_answers_as_in_memory(
    module: str, postgres_server: PostgresServer, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Months, as known before, explanations, results, appeals, pay and facts; and once it is opened again."""
    address, clock = _ADDRESSES[module](tmp_path, postgres_server), Clock()
    with School.create(address, DECLARATION, by="李老师", clock=clock) as school:
        ids = tell_story(school, clock, tmp_path)
        answers = ask_everything(school, ids)
        seen: list[int] = []
        school.subscribe("mirror", lambda batch: seen.extend(event.position for event in batch.events)).run(
            until=school.head()
        )

    assert answer_in_memory(tmp_path_factory.getbasetemp()) == answers
    assert list(range(1, len(seen) + 1)) == seen
    if module != "popo":
        with School.open(address, clock=clock) as school:
            assert answers == ask_everything(school, ids)
            assert school.head() == len(seen)
            assert school.verify().ok


def test_the_keys_of_a_module_are_where_its_address_says(tmp_path: Path) -> None:
    """The story reads the same, no name stands in the module's file, and without the keys every number is there."""
    plain, clock = _ADDRESSES["sqlite"](tmp_path, None), Clock()  # type: ignore[arg-type]  # no server
    address = f"{plain}&keys=sqlite:///{tmp_path}/bzr.keys"
    with School.create(address, DECLARATION, by="李老师", clock=clock) as school:
        ids = tell_story(school, clock, tmp_path)
        answers = ask_everything(school, ids)
        totals = [statement.total for statement in school.month("2024-09").statements]
    assert answers == answer_in_memory(tmp_path)
    with School.open(address, clock=clock) as school:
        assert answers == ask_everything(school, ids)
        assert school.verify().ok

    stored = b"".join(path.read_bytes() for path in tmp_path.glob("bzr.db*"))
    assert [] == [text for text in ("李老师", "走廊", "误记", "请假") if text.encode() in stored]
    with School.open(plain, clock=clock) as school:
        assert totals == [statement.total for statement in school.month("2024-09").statements]
