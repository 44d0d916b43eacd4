"""Wherever a process is killed, nothing is lost, and nothing comes twice."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.django_mirror.conftest import Begin, Project
from examples.django_mirror.inspections.changes import add_inspection, cancel_inspection, change_count
from examples.django_mirror.inspections.following import NAME
from examples.django_mirror.inspections.models import Follower, Inspection, Statement
from tests.support.effort import fewer

Act = Callable[[Project], None]
"""What a process does."""


def add(number: int) -> None:
    """Add an inspection of one class or the other, with so many findings."""
    add_inspection("赵检查员", f"g1c{1 + number % 2}", date(2024, 9, 3), "迟到", number)


def change(number: int) -> None:
    """Change the inspection with the most findings, if there is any."""
    inspection = Inspection.objects.filter(cancelled=False).order_by("-count", "id").first()
    if inspection is not None and inspection.count != number:
        change_count(inspection, number, by="钱检查员", reason="复查")


def cancel() -> None:
    """Cancel the inspection with the fewest findings, if there is any."""
    inspection = Inspection.objects.filter(cancelled=False).order_by("count", "id").first()
    if inspection is not None:
        cancel_inspection(inspection, by="钱检查员", reason="误记")


def change_everything(_: Project) -> None:
    """Change in each way what was there before."""
    add(4)
    change(3)
    cancel()


PROCESSES = {"app": change_everything, "worker": Project.send, "follower": Project.follow}


@pytest.mark.parametrize("victim", PROCESSES)
def test_a_process_killed_at_any_step_is_taken_up(begin: Begin, victim: str) -> None:
    """Given each of its steps in turn as the last one, then the process started after it brings both sides in step."""
    for step in count():
        project = begin()
        add(1)
        add(2)
        project.send()
        project.follow()

        killed = [project.run(act, step if name == victim else None) for name, act in PROCESSES.items()]
        project.send()
        project.follow()

        project.check_in_step()
        if not any(killed):
            break
    assert step >= 10


def test_the_place_moves_with_the_copies_or_not_at_all(begin: Begin) -> None:
    """Given a follower killed at each of its steps in turn, then it has written both, or neither."""
    for step in count():
        project = begin()
        add(1)
        project.send()

        killed = project.run(Project.follow, step)

        assert Statement.objects.exists() == (Follower.objects.filter(name=NAME).exclude(bookmark="start").exists())
        if not killed:
            break
    assert Statement.objects.exists()


def act_once(name: str, number: int) -> Callable[[Project], None]:
    """Return what a process does once."""
    changes = {"add": lambda _: add(number), "change": lambda _: change(number), "cancel": lambda _: cancel()}
    return {**PROCESSES, **changes}[name]


acts = st.builds(act_once, st.sampled_from(["add", "change", "cancel", "worker", "follower"]), st.integers(1, 3))


@settings(fewer(30), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(story=st.lists(st.tuples(acts, st.none() | st.integers(0, 30)), max_size=12))
def test_any_order_of_acts_and_kills_ends_in_step(begin: Begin, story: list[tuple[Act, int | None]]) -> None:
    """Changes, sends and follows in any order, each killed at some step or not, come to the same in the end."""
    project = begin()

    for act, kill_after in story:
        project.run(act, kill_after)
    project.send()
    project.follow()

    project.check_in_step()
