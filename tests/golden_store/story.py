"""The story that the kept store tells: command lines with the moment and the person, in the order of recording."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bzr_adapters.storage.keys.file import find_key_path, open_key_file
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.rows import reveal_rows
from tests.adapters.cli.calling import Answer, Shell

FILES = Path(__file__).parent / "files"

STORY = """
2024-08-20T09:00 办公室   setup 学校-初稿.toml
2024-08-22T09:00 办公室   setup 学校.toml
2024-09-30T16:00 赵检查员 record 九月.csv 坐班.csv
2024-09-30T16:10 校长     record 决定.csv
2024-09-30T16:20 赵检查员 record 迟到.csv
2024-10-02T08:00 赵检查员 correct a-1 数量=1 备注=重复计数 --reason 复查
2024-10-02T08:10 赵检查员 correct a-9 班级=g1c1 --reason 当事学生是高一(1)班的
2024-10-02T08:20 政教处   void a-7 --reason 请过假
2024-10-02T08:30 政教处   void a-13 --reason 误记
2024-10-02T08:40 政教处   void {void} --reason 没有误记
2024-10-02T08:50 赵检查员 correct a-2 数值=95 --reason 复核
2024-10-02T08:55 赵检查员 correct a-2 数值=97 地点=教室 --reason 再复核
2024-10-02T09:00 政教处   void {correction} --reason 复核有误
2024-10-02T09:05 赵检查员 correct a-2 备注=复核两次 --reason 补写
2024-10-02T09:10 赵检查员 correct c-4 minutes=4.5 at=07:11 --reason 看错钟
2024-10-02T09:20 政教处   correct a-9 日期=2024-09-19 --reason 日期写错
2024-10-07T09:00 政教处   publish 2024-09 --until 2024-10-12
2024-10-08T09:00 张老师   appeal g1c1 2024-09 a-5 --grounds 查过三次 --evidence 查课记录
2024-10-08T10:00 张老师   appeal g1c1 2024-09 3.1 --grounds 不是本班
2024-10-09T09:00 德育处   decide g1c1 2024-09 {appeal-of-a-5} --upheld --set 数量=2 --reason 记录属实
2024-10-09T09:30 德育处   decide g1c1 2024-09 --rejected --reason 监控看得清楚
2024-10-09T10:00 政教处   publish 2024-09 g1c1 --until 2024-10-14
2024-10-16T09:00 政教处   final 2024-09
2024-10-16T09:00 政教处   record --layout 卫生表.toml 值周.csv
2024-10-17T09:00 政教处   pay 2024-09 prepare --scheme monthly-quantified:scheme-1,late --allowance 坐班.toml
2024-10-17T10:00 副校长   pay 2024-09 return --note 方案填错
2024-10-17T11:00 政教处   pay 2024-09 prepare --scheme monthly-quantified:scheme-2,late --allowance 坐班.toml
2024-10-17T12:00 副校长   pay 2024-09 review
2024-10-17T13:00 校长     pay 2024-09 approve --note 同意
2024-10-18T09:00 政教处   pay 2024-09 hand-over
2024-10-18T15:00 财务     pay 2024-09 pay
2024-10-28T08:00 政教处   appoint substitute g1c2 t01 --on 2024-10-28 --to 2024-10-30 --reason 病假
2024-10-28T08:10 政教处   appoint studio 晨光工作室 t01 --role host --on 2024-09-01 --reason 第一期
2024-10-28T08:20 政教处   appoint studio 晨光工作室 t11 --name 孙老师 --role trainee --on 2024-09-01 --to 2025-08-31
2024-10-31T17:00 赵检查员 record 十月.csv 坐班十月.csv
2024-11-01T09:00 政教处   void a-11 --reason 已转学,手续齐全
2024-11-05T09:00 政教处   publish 2024-10 --until 2024-11-10
2024-11-06T08:00 政教处   correct d-9 班级=高一(2)班 --reason 记错班
2024-11-06T08:10 赵检查员 correct d-9 班级=g2c1 数量=2 --reason 没有记错班
2024-11-06T09:00 张老师   appeal g1c1 2024-10 d-2 --grounds 早操已请假
2024-11-06T10:00 政教处   void d-2 --reason 有假条
2024-11-07T09:00 德育处   decide g1c1 2024-10 --upheld --entry {void} --reason 假条属实
2024-11-07T10:00 政教处   publish 2024-10 --until 2024-11-11
2024-11-12T09:00 政教处   final 2024-10
2024-11-13T09:00 政教处   pay 2024-10 prepare --scheme monthly-quantified:scheme-2,late --allowance 坐班.toml
2024-11-13T10:00 副校长   pay 2024-10 review
2024-12-10T17:00 赵检查员 record 十一月.csv
2024-12-10T17:10 校长     record 案件.csv
2024-12-11T09:00 政教处   publish 2024-11 g1c1 g1c2 --until 2024-12-18
2024-12-12T09:00 政教处   void d-3 --reason 补查了
2025-01-02T09:00 校长     setup 学校-冬.toml --correct-past --reason 补登
2025-01-06T09:00 政教处   appoint propose g1c1 t10 --name 周老师 --on 2025-01-06 --teaches 语文 --attested-by 校长 --training 2024-12-20 --mentor 张老师 --except certificate --approved-by 校长 --reason 三月考
2025-01-08T09:00 校长     appoint decide g1c1 --on 2025-01-08 --reason 领导小组会议
2025-01-10T09:00 政教处   appoint publish g1c1 --on 2025-01-10
2025-01-13T09:00 校长     appoint start g1c1 --on 2025-02-17 --reason 聘任书第3号
2025-02-24T09:00 政教处   publish 2024-autumn g1c1 g1c2 --until 2025-03-03
2025-03-10T09:00 校长     appoint end g1c1 --on 2025-03-14 --reason 调往他校
"""


def act(shell: Shell) -> Iterator[tuple[str, Answer]]:
    """Act the story out in the shell's folder; each command line with its answer."""
    for path in FILES.iterdir():
        shutil.copy(path, shell.folder)
    for line in STORY.strip().splitlines():
        moment, actor, command = line.split(maxsplit=2)
        shell.now = datetime.fromisoformat(f"{moment}+08:00")
        words = [_entry(word) if word.startswith("{") else word for word in command.split()]
        yield line, shell.bzr(*words, "--by", actor)


def _entry(word: str) -> str:
    """The id of the newest void or correction, or of the appeal about a fact: ids are made as they are recorded."""
    events = [(name, json.loads(state)["data"]) for _, name, state in stored(Path("bzr.db"))]
    if word in ("{void}", "{correction}"):
        wanted = "fact.voided/" if word == "{void}" else "fact.corrected/"
        return str([data["id"] for name, data in events if name.startswith(wanted)][-1])
    about = word.strip("{}").removeprefix("appeal-of-")
    return str(next(data["id"] for name, data in events if name.startswith("appeal.filed/") and data["about"] == about))


def stored(path: Path) -> list[tuple[str, str, bytes]]:
    """Everything a store file holds, its names and texts revealed: stream, stored name and bytes in the order recorded."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"
        ).fetchall()
        (store_id,) = connection.execute("SELECT id FROM store").fetchone()
    connection.close()
    keys = Keys(open_key_file(find_key_path(path), store_id, is_before_keys=True))
    revealed = reveal_rows(str(path), rows, keys)
    keys.close()
    return [(stream, name, state) for _, stream, _, name, state in revealed]


def list_newest_forms() -> set[str]:
    """The stored name of the newest form of every event, by the golden files."""
    versions: dict[str, int] = {}
    for path in (Path(__file__).parents[1] / "golden").glob("*.json"):
        stem, _, version = path.stem.rpartition("-")
        versions[stem] = max(versions.get(stem, 0), int(version))
    return {f"{stem}/{version}" for stem, version in versions.items()}
