"""Whatever is asked of a closed school is StoreUnavailable; what it gave before is complete."""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from bzr_adapters import Actor, BzrError, Document, Past, PayDesk, School, StoreUnavailable
from bzr_adapters.front_door.appointment_desk import AppointmentDesk
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.memory import memory_store
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock, create_school

PLACE = ("g1c1", "2024-09")
ANSWERS: dict[str, Callable[[Any], object]] = {
    "appeals": lambda asked: asked.appeals(),
    "appointments": lambda asked: asked.appointments(),
    "audit": lambda asked: asked.audit("g1c1"),
    "teacher": lambda asked: asked.teacher("t01"),
    "budget": lambda asked: asked.budget("2024-2025"),
    "classes": lambda asked: asked.classes(),
    "duties": lambda asked: asked.duties("g1c1", "2024-autumn"),
    "events": lambda asked: list(asked.events()),
    "explain": lambda asked: asked.explain(*PLACE),
    "fact": lambda asked: asked.fact("a-1"),
    "facts": lambda asked: list(asked.facts()),
    "feedback": lambda asked: asked.feedback(*PLACE),
    "find_appeal": lambda asked: asked.find_appeal(*PLACE),
    "kinds": lambda asked: asked.kinds(),
    "list_appeals": lambda asked: asked.list_appeals(),
    "list_facts": lambda asked: asked.list_facts(),
    "list_facts_in_parts": lambda asked: list(asked.list_facts_in_parts()),
    "month": lambda asked: asked.month("2024-09"),
    "notice": lambda asked: asked.notice("2024-09"),
    "pay_sheet": lambda asked: asked.pay_sheet("2024-09", "scheme-1"),
    "note_shown": lambda asked: asked.note_shown("校长", "facts"),
    "periods": lambda asked: asked.periods(),
    "recheck": lambda asked: asked.recheck("2024-09"),
    "results": lambda asked: asked.results("2024-09"),
    "rulebooks": lambda asked: asked.rulebooks(),
    "statement": lambda asked: asked.statement(*PLACE),
    "teachers": lambda asked: asked.teachers(),
    "term": lambda asked: asked.term("2024-autumn"),
    "terms": lambda asked: asked.terms(),
    "vacancies": lambda asked: asked.vacancies(),
    "warnings": lambda asked: asked.warnings(),
    "write_facts": lambda asked: asked.write_facts().to_dict(),
    "whatif": lambda asked: asked.whatif("class-figures", "2024-09"),
    "without": lambda asked: asked.without("a-1", *PLACE),
}
with create_school() as _other:
    CHECKPOINT = _other.checkpoint().rows[0]["text"]
OF_SCHOOL: dict[str, Callable[[Any], object]] = {
    "at": lambda school: school.at(1),
    "backup": lambda school: school.backup(Path(mkdtemp()) / "copy.db"),
    "checkpoint": lambda school: school.checkpoint(),
    "head": lambda school: school.head(),
    "migrate": lambda school: school.migrate("memory:"),
    "moved_to": lambda school: school.moved_to(),
    "preview": lambda school: school.preview(DECLARATION),
    "prove_event": lambda school: school.prove_event(1),
    "prove_growth": lambda school: school.prove_growth(CHECKPOINT),
    "subscribe": lambda school: school.subscribe("x", lambda _: None).run(until=1),
    "verify": lambda school: school.verify(),
}
VERBS: dict[str, Callable[[Any], object]] = {
    "access_log": lambda actor: actor.access_log(),
    "appeal": lambda actor: actor.appeal(*PLACE, grounds="请假", fact="a-1"),
    "appoint": lambda actor: actor.appoint("g1c1").propose("t03"),
    "correct": lambda actor: actor.correct("a-1", count=1, reason="复查"),
    "declare": lambda actor: actor.declare(DECLARATION),
    "erase": lambda actor: actor.erase("张老师", reason="调离"),
    "finalize": lambda actor: actor.finalize("2024-09"),
    "identify": lambda actor: actor.identify("student:abcdefghijklmnop"),
    "join_studio": lambda actor: actor.join_studio("晨光", "t01", role="host"),
    "may": lambda actor: actor.may("record"),
    "pay": lambda actor: actor.pay("2024-09").prepare("scheme-1"),
    "publish": lambda actor: actor.publish("2024-09", until="2024-10-12"),
    "record": lambda actor: actor.record([ROW]),
    "record_json": lambda actor: actor.record_json(json.dumps([ROW])),
    "redact": lambda actor: actor.redact("a-1", reason="有名字"),
    "reject": lambda actor: actor.reject("ap", reason="不实"),
    "restrict": lambda actor: actor.restrict("张老师", reason="争议"),
    "today": lambda actor: actor.today(),
    "uphold": lambda actor: actor.uphold("ap", reason="属实", remedy="void"),
    "void": lambda actor: actor.void("a-1", reason="误记"),
}
OF_PAY: dict[str, Callable[[Any], object]] = {
    "prepare": lambda desk: desk.prepare("scheme-1"),
    "review": lambda desk: desk.review(),
    "approve": lambda desk: desk.approve(),
    "hand_over": lambda desk: desk.hand_over(),
    "mark_paid": lambda desk: desk.mark_paid(),
    "send_back": lambda desk: desk.send_back(reason="有误"),
}
OF_APPOINTMENTS: dict[str, Callable[[Any], object]] = {
    "propose": lambda desk: desk.propose("t03"),
    "decide": lambda desk: desk.decide(),
    "publish": lambda desk: desk.publish(),
    "start": lambda desk: desk.start(),
    "end": lambda desk: desk.end(reason="调动"),
    "substitute": lambda desk: desk.substitute("t03", reason="病假"),
}
NEEDS_NO_STORE = {"acting", "close", "create", "for_purpose", "library_application", "open"}
"""They ask the store nothing, or open another one."""
CODES = {"store.unavailable", "store.no-keys"}
INNER = {"declare_loaded", "preview_loaded", "read_allowance", "take_appointment_step", "take_pay_step"}
"""For the front door itself, and no part of the public interface."""


@pytest.fixture(params=["memory", "file", "own"])
def used(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[School, Past, Actor]]:
    """A school that was used, with a past and an actor that it gave; in each kind of store."""
    clock = Clock("2024-10-08T09:00+08:00")
    if request.param == "own":
        store = ByteView(memory_store())
        school = School.create(None, DECLARATION, by="李老师", store=store, clock=clock)
    else:
        address = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'school.db'}"
        school = create_school(address=address, clock=clock)
    actor = school.acting("李老师")
    actor.record([{**ROW, "id": "a-1"}, {"date": "2024-09-04", "class": "g1c1", "fact": "为人师表", "grade": "好"}])
    actor.publish("2024-09", until="2024-10-12", classes=["g1c1"])
    school.acting("张老师").appeal(*PLACE, grounds="请假", fact="a-1")
    yield school, school.at(school.head()), actor
    school.close()


def list_methods(kind: type) -> set[str]:
    """The public methods of a class."""
    return {name for name, _ in inspect.getmembers(kind, callable) if not name.startswith("_")}


def find_what_is_not_refused(asked: object, questions: Mapping[str, Callable[[Any], object]]) -> dict[str, str]:
    """Question → what came of it, where that is not StoreUnavailable as a closed store, or one without keys, says it."""
    others = {}
    for name, ask in questions.items():
        try:
            others[name] = f"answered {ask(asked)!r}"
        except BzrError as error:
            if (type(error), error.retryable) != (StoreUnavailable, True) or error.code not in CODES:
                others[name] = f"{error!r} with the code {error.code}"
    return others


def test_whatever_is_asked_of_a_closed_school_is_unavailable(used: tuple[School, Past, Actor]) -> None:
    """Every question and every verb, also of what the school gave before: a past, an actor, desks."""
    school, past, actor = used
    pay, appointments = actor.pay("2024-09"), actor.appoint("g1c1")

    school.close()

    assert {} == find_what_is_not_refused(school, ANSWERS | OF_SCHOOL)
    assert {} == find_what_is_not_refused(past, ANSWERS)
    assert {} == find_what_is_not_refused(actor, ANSWERS | VERBS)
    assert {} == find_what_is_not_refused(pay, OF_PAY)
    assert {} == find_what_is_not_refused(appointments, OF_APPOINTMENTS)


def test_every_public_method_is_asked() -> None:
    """A new one has to be asked too."""
    assert list_methods(School) == {*ANSWERS, *OF_SCHOOL, *NEEDS_NO_STORE}
    assert list_methods(Past) == {*ANSWERS, "for_purpose"}
    assert list_methods(Actor) == {*ANSWERS, *VERBS, "for_purpose", *INNER}
    assert (list_methods(PayDesk), list_methods(AppointmentDesk)) == ({*OF_PAY}, {*OF_APPOINTMENTS})


@pytest.mark.parametrize("used", ["file"], indirect=True)
def test_what_it_gave_stays_complete(used: tuple[School, Past, Actor]) -> None:
    """Given every answer there is, when the school is closed, then each still gives its whole document."""
    school = used[0]
    answers = {name: ask(school) for name, ask in ANSWERS.items()}
    before = {name: read_whole(answer) for name, answer in answers.items()}

    school.close()

    school.close()  # twice is harmless
    assert before == {name: read_whole(answer) for name, answer in answers.items()}


def read_whole(answer: object) -> object:
    """All that an answer holds."""
    if isinstance(answer, list | tuple):
        return [read_whole(part) for part in answer]
    return json.dumps(answer.to_dict()) if isinstance(answer, Document) else repr(answer)
