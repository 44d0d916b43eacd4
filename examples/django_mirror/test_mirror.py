"""What the project does on a good day and on a bad one, through its commands and its views."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client

import bzr_adapters as bzr
from bzr_adapters.testing import DECLARATION
from bzr_domain.kernel.messages import Message
from examples.django_mirror.conftest import SCHOOL, Project, write_declaration
from examples.django_mirror.inspections import door
from examples.django_mirror.inspections.changes import add_inspection, cancel_inspection, change_count
from examples.django_mirror.inspections.errors import STATUS, AnswerErrors
from examples.django_mirror.inspections.following import Mirror, MovedByAnother
from examples.django_mirror.inspections.models import Inspection, OutboxCommand, Statement

DAY = date(2024, 9, 3)
PUBLIC = [getattr(bzr, name) for name in bzr.__all__]
ERRORS = [kind for kind in PUBLIC if isinstance(kind, type) and issubclass(kind, bzr.BzrError) and kind != bzr.BzrError]


@pytest.fixture
def client(project: Project) -> Client:
    """A program that reads the views."""
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def add(class_id: str = "g1c1", count: int = 2) -> Inspection:
    """Add an inspection."""
    return add_inspection("赵检查员", class_id, DAY, "迟到", count)


def bring_in_step(*options: str) -> None:
    """Run both commands once."""
    call_command("send_outbox")
    call_command("follow_school", "--once", *options)


def test_what_the_app_changes_reaches_the_school_and_comes_back(project: Project, client: Client) -> None:
    """Given inspections added, changed and cancelled, then the month shows what they come to, best first."""
    first, second = add(count=2), add("g1c2", count=5)
    change_count(first, 1, by="钱检查员", reason="复查")
    cancel_inspection(second, by="钱检查员", reason="误记")

    bring_in_step()

    project.check_in_step()
    month = client.get("/months/2024-09").json()
    assert [("g1c2", "100"), ("g1c1", "99")] == [(row["class"], row["total"]) for row in month["statements"]]
    assert month["statements"][1] == client.get("/classes/g1c1/statements/2024-09").json()


def test_a_command_keeps_its_receipt(project: Project, client: Client) -> None:
    """The receipt says where it stands in the school, and the fact bears the id of the row it came from."""
    inspection = add()

    bring_in_step()

    (entry,) = OutboxCommand.objects.all()
    explained = client.get("/classes/g1c1/explanations/2024-09").json()
    (fact,) = [fact for clause in explained["items"][0]["clauses"] for fact in clause["facts"]]
    assert (str(entry.command), [str(inspection.id)]) == (entry.receipt["command"], entry.receipt["ids"])
    assert fact["id"] == str(inspection.id)
    assert project.school.head() == entry.receipt["position"]


def test_what_the_school_refuses_is_kept_for_a_person(project: Project) -> None:
    """Given a command that is refused, then those behind it are sent; once it is put right, it is sent as well."""
    add("g1c3")
    add("g1c1")
    call_command("send_outbox")
    refused, sent = OutboxCommand.objects.all()
    assert ("fact.unknown-class", None) == (refused.problem["problems"][0]["code"], refused.receipt)
    assert sent.receipt is not None

    third = {"id": "g1c3", "name": "高一(3)班", "grade": "高一", "from": "2024-09-01"}
    classes = [*DECLARATION["class"], third]
    project.school.acting("李老师").declare(write_declaration(project.folder, **{"class": classes}))
    OutboxCommand.objects.filter(id=refused.id).update(problem=None)
    bring_in_step()

    assert 3 == Statement.objects.filter(period="2024-09").count()


def test_what_cannot_be_sent_just_now_waits(project: Project) -> None:
    """Given a school that is closed, then the worker says so, and what waits goes on waiting."""
    add()
    project.school.close()

    with pytest.raises(CommandError, match="the rest waits"):
        call_command("send_outbox")

    (entry,) = OutboxCommand.objects.all()
    assert (None, None) == (entry.receipt, entry.problem)


def test_what_was_sent_is_not_sent_any_more(project: Project) -> None:
    """Given an outbox with nothing that waits, then the school is not even asked."""
    add()
    call_command("send_outbox")
    project.school.close()

    call_command("send_outbox")


def test_a_no_does_not_stand_against_another_workers_yes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given two workers with one command, of which one gets a no and the other, later, a yes, then the yes counts."""
    add()
    record = bzr.Actor.record

    def refuse(*_: object, **__: object) -> bzr.Receipt:
        monkeypatch.setattr(bzr.Actor, "record", record)
        project.send()
        raise bzr.Invalid(Message("不行", "no"))

    monkeypatch.setattr(bzr.Actor, "record", refuse)
    project.send()
    project.follow()

    project.check_in_step()


def test_a_no_to_what_was_sent_before_is_told(project: Project, fresh: Path) -> None:
    """Given a school that lost what a command needs, then sending again shows the no beside the old receipt."""
    classes = [*DECLARATION["class"], {"id": "g1c3", "name": "高一(3)班", "grade": "高一", "from": "2024-09-01"}]
    project.school.acting("李老师").declare(write_declaration(project.folder, **{"class": classes}))
    add("g1c3")
    project.send()
    project.restore(fresh)

    call_command("send_outbox", "--again")

    (entry,) = OutboxCommand.objects.all()
    assert entry.receipt is not None
    assert "fact.unknown-class" == entry.problem["code"]


def test_a_restored_school_is_noticed_and_caught_up_with(project: Project, fresh: Path) -> None:
    """Given a school restored from a backup, then the follower says so; both sides can be brought in step all the same."""
    add()
    bring_in_step()
    project.restore(fresh)

    with pytest.raises(CommandError, match="--rebuild"):
        call_command("follow_school", "--once")
    call_command("send_outbox", "--again")
    call_command("follow_school", "--once", "--rebuild")

    project.check_in_step()


def test_a_second_follower_writes_nothing(project: Project) -> None:
    """Given two followers at one place, then the slower one stops, and writes no copy."""
    slow = Mirror(project.school)
    add()
    bring_in_step()
    Statement.objects.all().delete()

    with pytest.raises(MovedByAnother):
        slow.follow(until=project.school.head())

    assert not Statement.objects.exists()


def test_a_month_that_begins_by_itself_is_copied_when_it_is_refreshed(project: Project) -> None:
    """Given a new month and no event, then the nightly run copies it."""
    bring_in_step()
    project.clock.set("2024-10-08T09:00+08:00")

    bring_in_step("--refresh", "2024-10")

    assert {"g1c1", "g1c2"} == {row.class_id for row in Statement.objects.filter(period="2024-10")}


def test_a_class_that_is_withdrawn_leaves_no_copy(project: Project) -> None:
    """Given a class that the school file does not name any more, then its copies go."""
    bring_in_step()
    remaining = {name: DECLARATION[name][:1] for name in ("class", "tenure")}
    project.school.acting("李老师").declare(write_declaration(project.folder, **remaining))

    bring_in_step()

    assert {"g1c1"} == {row.class_id for row in Statement.objects.all()}


def test_an_unknown_class_is_404(client: Client) -> None:
    """In the copies by Django's own word, at the school by its document."""
    answer = client.get("/classes/g9c9/explanations/2024-09")

    assert 404 == client.get("/classes/g9c9/statements/2024-09").status_code
    assert (404, "NotFound") == (answer.status_code, answer.json()["error"])


def test_a_closed_school_is_503_while_copies_are_served(project: Project, client: Client) -> None:
    """Given a school that cannot be reached, then what stands in our own tables is there all the same."""
    bring_in_step()
    project.school.close()

    assert 200 == client.get("/classes/g1c1/statements/2024-09").status_code
    answer = client.get("/classes/g1c1/explanations/2024-09")
    assert (503, "1") == (answer.status_code, answer["Retry-After"])


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_is_answered_by_its_class(kind: type[bzr.BzrError]) -> None:
    """Each public error has its status and is a document; whatever else a view raises is Django's."""
    middleware = AnswerErrors(lambda _: HttpResponse())

    answer = middleware.process_exception(HttpRequest(), kind(Message("不行", "no")))

    assert answer is not None
    assert (STATUS[kind], kind.__name__) == (answer.status_code, json.loads(answer.content)["error"])
    assert middleware.process_exception(HttpRequest(), ValueError()) is None


def test_the_migration_is_that_of_the_models(project: Project) -> None:
    """Nobody changed a model and forgot the migration."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_process_opens_its_school_once(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the address of the settings, when it is first asked for."""
    monkeypatch.setattr(settings, "BZR_STORE", f"sqlite:///{fresh / SCHOOL}")
    door._open_school.cache_clear()

    with door.get_school() as school:
        assert school is door.get_school()
    door._open_school.cache_clear()
