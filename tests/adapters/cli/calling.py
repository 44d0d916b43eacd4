"""Calling `bzr` in the test's own process, in a folder of its own, at a moment of its own."""

import json
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from bzr_adapters import bootstrap
from bzr_adapters.cli import main
from tests.support.documents import list_faults

ALL_THE_SAME = {"hand-over": ("--nothing-recorded", "没有事", "--before-final", "年终结账")}
"""Step of a pay sheet → what is written with it where it is no matter whether anything is open."""
SCHOOL = """\
[school]
name = "示例中学"
timezone = "Asia/Shanghai"

[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
holidays = [2024-09-16, 2024-09-17]
workdays = [2024-09-14]

[[class]]
id = "g1c1"
name = "高一(1)班"
grade = "高一"

[[class]]
id = "g1c2"
name = "高一(2)班"
grade = "高一"

[[tenure]]
teacher = "t01"
name = "张老师"
class = "g1c1"
from = 2024-09-01
to = 2024-09-20

[[tenure]]
teacher = "t03"
name = "王老师"
class = "g1c1"
from = 2024-09-21

[[tenure]]
teacher = "t02"
name = "李老师"
class = "g1c2"
from = 2024-09-01

[[adopt]]
rulebook = "monthly-quantified"
from = 2024-09-01
"""
SEPTEMBER = """\
日期,班级,事项,数量,数值,等级,级别,地点,备注,检查人,项目,分值,编号
2024-09-03,高一(1)班,卫生不合格,2,,,,教室,,赵检查员,,,a-1
2024-09-04,高一(1)班,卫生评分,,96,,,宿舍,,赵检查员,,,a-2
2024-09-05,g1c1,班会,,,完整,主题班会,,,,,,a-3
2024-09-12,g1c1,班会,,,完整,班团干部会,,,,,,a-4
2024-09-12,g1c1,缺查课,20,,,,,,,,,a-5
2024-09-10,g1c2,学生处分,3,,,留校察看,,,,,,a-6
2024-09-11,g1c1,校务委员会决定,,,,,,值周表现突出,,卫生,2,a-7
"""


@attrs.frozen
class Answer:
    """What a call answered."""

    status: int
    out: str
    err: str


@attrs.define
class Shell:
    """A folder, a moment and a user from which bzr is called."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    now: datetime = datetime(2024, 10, 8, 4, tzinfo=UTC)

    def bzr(self, *arguments: str) -> Answer:
        """Call bzr and take its answer; a document has to be what its JSON Schema says."""
        status = main(arguments)
        out, err = self.capture.readouterr()
        if "--json" in arguments and out:
            assert [] == list_faults(json.loads(out))
        return Answer(status, out, err)

    def write(self, name: str, text: str) -> str:
        """Write a file into the folder."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """An empty folder at noon of 8 October 2024 in Shanghai."""
    monkeypatch.chdir(tmp_path)
    for name in ("BZR_STORE", "BZR_LANG", "BZR_DEBUG", "BZR_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BZR_USER", "办公室")
    made = Shell(tmp_path, capsys)
    monkeypatch.setattr(bootstrap, "now", lambda: made.now)
    return made


@pytest.fixture
def school(shell: Shell) -> Shell:
    """The small school, set up."""
    shell.write("school.toml", SCHOOL)
    assert 0 == shell.bzr("setup", "school.toml").status
    return shell


@pytest.fixture
def september(school: Shell) -> Shell:
    """The small school with September recorded."""
    school.write("九月.csv", SEPTEMBER)
    assert 0 == school.bzr("record", "九月.csv").status
    return school
