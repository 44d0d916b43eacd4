"""The project with databases of its own for each test, and processes of it that can be killed at any step."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from traceback import clear_frames
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_mirror.settings")
django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from bzr_adapters import Actor, School
from bzr_adapters.testing import DECLARATION, Clock
from examples.django_mirror.inspections import door
from examples.django_mirror.inspections.following import Mirror
from examples.django_mirror.inspections.models import Inspection, OutboxCommand, Statement
from examples.django_mirror.inspections.outbox import send_outbox

SCHOOL, KEYS, TABLES = "school.db", "school.db.keys", "tables.db"
RULEBOOK = """
[rulebook]
id = "our-own"
title = "本校细则"
[[kind]]
id = "lateness"
title = "迟到"
fields = { count = {} }
[[item]]
id = "total"
title = "总分"
base = 100
[[clause]]
id = "1"
title = "迟到"
cite = "一"
into = "total"
facts = "lateness"
points = -1
"""
"""A rulebook of one clause, so that a statement costs next to nothing."""


class Killed(BaseException):
    """The process ends here: nothing catches it."""


class Killer:
    """Kills the process when so many steps are done; None never does."""

    def __init__(self, steps: int | None) -> None:
        self._left = steps

    def pass_step(self) -> None:
        """Go on, or be killed."""
        if self._left == 0:
            raise Killed
        self._left = None if self._left is None else self._left - 1

    def watch(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Make a call with a step before it and one after it."""

        @wraps(call)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.pass_step()
            answer = call(*args, **kwargs)
            self.pass_step()
            return answer

        return watched


class Project:
    """The project: what it does, and whether its tables and the school are in step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock("2024-09-20T09:00+08:00")
        self.start()

    def start(self) -> None:
        """Start a process: it opens the school and the database."""
        connection.settings_dict["NAME"] = str(self.folder / TABLES)
        self.school = School.open(f"sqlite:///{self.folder / SCHOOL}", clock=self.clock)

    def stop(self) -> None:
        """Close what a process has open when it ends."""
        connection.close()
        self.school.close()

    def restore(self, backup: Path) -> None:
        """Put the school of a backup in the place of ours."""
        self.stop()
        shutil.copy(backup / SCHOOL, self.folder / SCHOOL)
        self.start()

    def run(self, act: Callable[["Project"], None], kill_after: int | None = None) -> bool:
        """Act in a process that is killed after so many steps, and started anew then; return whether it was killed."""
        try:
            with _watch_by(Killer(kill_after)):
                act(self)
        except Killed as killed:
            clear_frames(killed.__traceback__)  # nothing that the process held is held any more
            self.stop()
            self.start()
            return True
        return False

    def send(self) -> None:
        """Send the outbox."""
        send_outbox(self.school)

    def follow(self) -> None:
        """Follow up to the last event."""
        Mirror(self.school).follow(until=self.school.head())

    def check_in_step(self) -> None:
        """Demand that both sides say the same, and that every command was carried out once."""
        commands = Counter(event.command for event in self.school.events(after=self.founded))
        facts = {fact.id: (fact.class_id, fact.on, fact.fields["count"]) for fact in self.school.facts(voided=False)}
        inspections = {str(row.id): (row.class_id, row.day, row.count) for row in Inspection.objects.all()}
        copies = {(row.class_id, row.period): row.total for row in Statement.objects.all()}
        month = {(row.class_id, row.period.id): row.total for row in self.school.month("2024-09").statements}

        assert [] == [row.problem for row in OutboxCommand.objects.filter(problem__isnull=False)]
        assert {str(row.command): 1 for row in OutboxCommand.objects.all()} == commands
        assert {id_: row for id_, row in inspections.items() if not Inspection.objects.get(id=id_).cancelled} == facts
        assert month == {place: total for place, total in copies.items() if place[1] == "2024-09"}
        assert copies == {place: self.school.statement(*place).total for place in copies}

    @property
    def founded(self) -> int:
        """The position of the last event of the declaration."""
        return max(event.position for event in self.school.events() if not event.name.startswith("fact."))


def write_declaration(folder: Path, **tables: object) -> dict[str, object]:
    """Return the declaration of the school, with other tables where they are named; its rulebook lies in the folder."""
    rulebook = folder / "rulebook.toml"
    rulebook.write_text(RULEBOOK, encoding="utf-8")
    return {**DECLARATION, "adopt": [{"rulebook": str(rulebook), "from": "2024-09-01"}], **tables}


Begin = Callable[[], Project]
"""Begins a project anew."""


@contextmanager
def _watch_by(killer: Killer) -> Iterator[None]:
    """Count as steps each statement to the database, each commit, and each call that sends to or asks the school."""
    calls = ((BaseDatabaseWrapper, "_commit"), (School, "statement"))
    with (
        pytest.MonkeyPatch.context() as patch,
        connection.execute_wrapper(lambda execute, *args: killer.watch(execute)(*args)),
    ):
        for owner, name in (*calls, *((Actor, verb) for verb in ("record", "correct", "void"))):
            patch.setattr(owner, name, killer.watch(getattr(owner, name)))
        yield


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a school just declared, and empty tables."""
    folder = tmp_path_factory.mktemp("fresh")
    clock = Clock("2024-09-01T09:00+08:00")
    School.create(f"sqlite:///{folder / SCHOOL}", write_declaration(folder), by="李老师", clock=clock).close()
    connection.settings_dict["NAME"] = str(folder / TABLES)
    call_command("migrate", verbosity=0)
    connection.close()
    return folder


@pytest.fixture
def begin(fresh: Path, tmp_path: Path) -> Iterator[Begin]:
    """Begins a project anew, as often as it is called."""
    projects: list[Project] = []

    def begin_anew() -> Project:
        for project in projects:
            project.stop()
        for name in (SCHOOL, KEYS, TABLES):
            shutil.copy(fresh / name, tmp_path / name)
        projects[:] = [Project(tmp_path)]
        return projects[0]

    yield begin_anew
    for project in projects:
        project.stop()


@pytest.fixture
def project(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose views and commands reach its school."""
    begun = begin()
    monkeypatch.setattr(door, "_open_school", lambda: begun.school)
    return begun
