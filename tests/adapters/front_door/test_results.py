"""Results, pay and appointments at the front door: what a step changed, whom a refusal leaves, and errors that tell a command's id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bzr_adapters import Actor, Invalid, NotFound, Refused, School, StoreUnavailable
from bzr_adapters.storage.errors import OutcomeUnknown, StoreBusy
from bzr_adapters.storage.errors import StoreUnavailable as Unavailable
from bzr_domain.kernel.messages import Message
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock, finding


@pytest.fixture
def office(school: School, clock: Clock) -> Actor:
    """李老师 on 8 October, with a fact about each class."""
    clock.set("2024-10-08T09:00+08:00")
    office = school.acting("李老师")
    office.record([finding(), finding(class_="g1c2")])
    return office


def test_a_result_says_whether_the_command_changed_it(office: Actor) -> None:
    """Published, then published again until the same day: nothing is new."""
    first = office.publish("2024-09", until="2024-10-12")
    second = office.publish("2024-09", until="2024-10-12")

    assert [(True, False)] * 2 == [(a.changed, b.changed) for a, b in zip(first, second, strict=True)]
    assert [False] * 2 == [result.changed for result in office.results("2024-09")]


def test_a_refusal_names_the_classes_that_go_through_alone(office: Actor, clock: Clock) -> None:
    """One class has an appeal that is open; the other is made final when it is asked for alone."""
    office.publish("2024-09", until="2024-10-12")
    office.appeal("g1c1", "2024-09", fact=next(office.facts("g1c1")).id, grounds="请过假")
    clock.set("2024-10-14T09:00+08:00")

    with pytest.raises(Refused) as refused:
        office.finalize("2024-09")

    assert ("g1c2",) == refused.value.others
    assert [("g1c1",)] == [problem.at for problem in refused.value.problems]
    assert "高一(1)班:" in str(refused.value.problems[0])
    (final,) = office.finalize("2024-09", classes=refused.value.others)
    assert ("g1c2", "final", True) == (final.class_id, final.state, final.changed)


def test_an_appeal_is_found_by_its_class_and_period(office: Actor) -> None:
    """The only one that is open needs no id; one of another class is none."""
    office.publish("2024-09", until="2024-10-12")
    filed = office.appeal("g1c1", "2024-09", fact=next(office.facts("g1c1")).id, grounds="请过假")

    assert (
        filed.id == office.find_appeal("g1c1", "2024-09").id == office.find_appeal("g1c1", "2024-09", filed.id[:6]).id
    )
    with pytest.raises(NotFound) as unknown:
        office.find_appeal("g1c2", "2024-09")
    assert "appeal.unknown" == unknown.value.code


def test_a_pay_sheet_says_whether_the_step_changed_it_and_by_which_scheme(office: Actor) -> None:
    """Prepared again by the same scheme nothing is new; asked for by another it is wrong."""
    desk = office.pay("2024-09")

    assert (True, False) == (desk.prepare("scheme-1").changed, desk.prepare("scheme-1").changed)
    with pytest.raises(Invalid) as other:
        office.pay_sheet("2024-09", "scheme-2")
    assert "argument.invalid" == other.value.code


def test_a_substitute_and_a_studio_are_recorded_once(office: Actor) -> None:
    """Sent again as another command, nothing is new; the list has both."""
    step = {"reason": "病假", "start": "2024-10-08", "end": "2024-10-12"}
    first = office.appoint("g1c1").substitute("t02", **step)
    second = office.appoint("g1c1").substitute("t02", **step)
    studio = office.join_studio("晨光", "t02", role="host")

    assert (True, False, True) == (first.changed, second.changed, studio.changed)
    assert 1 == len(studio.to_dict()["substitutes"]) == len(studio.to_dict()["studios"])
    sent = office.join_studio("晨光", "t01", role="trainee", command="req-1")
    assert (True, sent) == (sent.changed, office.join_studio("晨光", "t01", role="trainee", command="req-1"))
    with pytest.raises(Invalid):
        office.join_studio("晨光", "t01", role="guest")  # type: ignore[arg-type]


def test_a_school_that_was_created_keeps_the_receipt_of_its_declaration(school: School, tmp_path: Path) -> None:
    """One that was opened has none; what has problems creates no store."""
    assert school.founding is not None
    assert school.head() == school.founding.position
    address = f"sqlite:///{tmp_path / 'school.db'}"

    with pytest.raises(Invalid):
        School.create(address, {**DECLARATION, "school": {"name": 7}}, by="李老师")
    assert [] == list(tmp_path.iterdir())
    School.create(address, DECLARATION, by="李老师").close()
    with School.open(address) as opened:
        assert opened.founding is None


def test_an_error_after_which_nobody_knows_tells_the_commands_id(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer was lost, or the receipt cannot be read; where nothing was written, there is no command to tell."""
    office, log = school.acting("李老师"), type(school._school.log)

    def fail(*_args: object, **_kwargs: object) -> object:
        raise Unavailable(Message("磁盘坏了", "the disk is gone"))

    def wait_in_vain(*_args: object, **_kwargs: object) -> object:
        raise StoreBusy(Message("什么都没有写", "nothing was written"))

    def leave_unknown(*_args: object, **_kwargs: object) -> object:
        raise OutcomeUnknown(Message("不知道", "nobody knows"))

    def lose_answer(*_args: object, **_kwargs: object) -> object:
        patch.setattr(log, "find_command", wait_in_vain)
        return real_append(*_args, **_kwargs)

    real_append: Callable[..., object] = log.append
    told = []
    breaks = {"append": fail, "busy": wait_in_vain, "unknown": leave_unknown, "written": lose_answer}
    for command, broken in breaks.items():
        with monkeypatch.context() as patch:
            patch.setattr(log, "append", broken)
            with pytest.raises(StoreUnavailable) as raised:
                office.record([ROW], command=command)
        told.append(raised.value.command)
    monkeypatch.setattr(log, "last_position", fail)
    with pytest.raises(StoreUnavailable) as before:
        office.record([ROW], command="before")

    assert (["", "", "unknown", "written"], "") == (told, before.value.command)


def test_terms_are_listed_by_their_first_day(school: School) -> None:
    """Each with its days."""
    assert [("2024-autumn", "2024-09-02")] == [(term.id, str(term.start)) for term in school.terms()]
