"""Commands: sent again they give the first receipt; their ids are of one request and one person, for ever."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bzr_adapters import Actor, CommandReused, Conflict, Forbidden, Receipt, School
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock


def test_a_command_sent_again_gives_the_first_receipt(school: School) -> None:
    """Equal in everything but that it was replayed; nothing is recorded twice."""
    me = school.acting("李老师")
    first = me.record([ROW], command="req-1")
    head = school.head()
    second = me.record([ROW], command="req-1")

    assert (first, False, True) == (second, first.replayed, second.replayed)
    assert head == school.head()


def test_a_command_that_recorded_nothing_new_is_kept_too(school: School) -> None:
    """A row known by its id takes no event, and the receipt names it again."""
    me = school.acting("李老师")
    me.record([{**ROW, "id": "a-1"}])
    first = me.record([{**ROW, "id": "a-1"}], command="req-1")

    assert (("a-1",), (), ("a-1",)) == (first.ids, first.new, first.known)
    assert first == me.record([{**ROW, "id": "a-1"}], command="req-1")


@pytest.mark.parametrize(
    "other",
    [
        lambda school: school.acting("李老师").record([{**ROW, "count": 3}], command="req-1"),
        lambda school: school.acting("王老师").record([ROW], command="req-1"),
        lambda school: school.acting("李老师").void("0", reason="误记", command="req-1"),
    ],
    ids=["other rows", "another person", "another verb"],
)
def test_an_id_of_a_command_is_of_one_request(school: School, other: Callable[[School], Receipt]) -> None:
    """It is no conflict: a caller who tries conflicts again must not try this one."""
    school.acting("李老师").record([ROW], command="req-1")

    with pytest.raises(CommandReused) as reused:
        other(school)
    assert not isinstance(reused.value, Conflict)
    assert not reused.value.retryable


def test_an_equal_row_under_a_new_command_is_a_new_fact_and_listed_as_alike(school: School) -> None:
    """A command is its own source; who sends two means two."""
    me = school.acting("李老师")
    first, second = me.record([ROW, ROW]), me.record([ROW])

    assert 2 == len(set(first.ids))
    assert () == first.alike
    assert second.ids == second.new == second.alike
    assert not set(first.ids) & set(second.ids)


def test_rows_of_a_named_sheet_are_known_by_what_they_say(school: School) -> None:
    """The same sheet recorded again adds nothing."""
    me = school.acting("李老师")
    first, second = me.record([ROW], sheet="九月"), me.record([ROW], sheet="九月")

    assert (first.ids, (), first.ids) == (second.ids, second.new, second.known)


def test_ids_stand_in_the_order_of_the_rows(school: School) -> None:
    """Known rows included, and a skipped one leaves its place empty."""
    me = school.acting("李老师")
    me.record([{**ROW, "id": "a-2"}])
    rows = [{**ROW, "id": "a-1"}, {**ROW, "class": "高九(9)班"}, {**ROW, "id": "a-2"}, {**ROW, "id": "a-3"}]
    receipt = me.record(rows, bad="skip")

    assert ("a-1", "", "a-2", "a-3") == receipt.ids
    assert [(1, "class")] == [problem.at for problem in receipt.rejected]
    assert receipt == me.record(rows, bad="skip", command=receipt.command)


def test_a_correction_and_a_void_name_the_fact(school: School) -> None:
    """A corrected fact keeps its id."""
    me = school.acting("李老师")
    (fact,) = me.record([ROW]).ids
    corrected = me.correct(fact[:8], {"数量": 1}, reason="复查", command="c-1")
    voided = me.void(fact, reason="误记", command="c-2")

    assert (fact,) == corrected.ids == voided.ids
    assert corrected == me.correct(fact[:8], {"数量": 1}, reason="复查", command="c-1")
    assert school.fact(fact).voided_by is not None


def test_publish_appeal_uphold_and_pay_are_replayed_too(school: School, clock: Clock) -> None:
    """Each verb takes a command and gives its first answer again."""
    me, head = school.acting("李老师"), school.acting("主任")
    (fact,) = me.record([ROW, *_grades()]).ids[:1]
    clock.advance(days=3)
    published = me.publish("2024-09", until="2024-10-12", classes=["g1c1"], command="p")
    appeal = school.acting("张老师").appeal("g1c1", "2024-09", fact=fact, grounds="请假", command="a")
    upheld = head.uphold(appeal, reason="属实", remedy="void", command="u")
    again = me.publish("2024-09", until="2024-10-12", classes=["g1c1"], command="p2")

    assert published == me.publish("2024-09", until="2024-10-12", classes=["g1c1"], command="p")
    assert appeal == school.acting("张老师").appeal("g1c1", "2024-09", fact=fact, grounds="请假", command="a")
    assert upheld == head.uphold(appeal, reason="属实", remedy="void", command="u")
    assert ["g1c1"] == [change.class_id for change in upheld.moved if change.month == "2024-09"]
    clock.advance(days=8)
    final = me.finalize("2024-09", classes=["g1c1"], command="f")
    assert final == me.finalize("2024-09", classes=["g1c1"], command="f")
    assert (again[0].total, "final") == (final[0].total, final[0].state)


def _grades() -> list[dict[str, object]]:
    """What the monthly rulebook waits for in no month: one grade is enough to be assessed."""
    return [{"date": "2024-09-04", "class": "g1c1", "fact": "bearing.rating", "grade": "好"}]


def test_a_stranger_is_forbidden_at_the_first_verb(school: School) -> None:
    """Acting asks nothing by itself; the refusal says who may."""
    persons = [{"name": "主任", "roles": ["office"]}, {"name": "校长", "roles": ["head"]}]
    school.acting("李老师").declare({**DECLARATION, "person": persons})
    stranger: Actor = school.acting("路人")

    assert not stranger.may("record", "hygiene.finding")
    assert school.acting("主任").may("record", "hygiene.finding")
    with pytest.raises(Forbidden) as forbidden:
        stranger.record([ROW])
    assert "主任" in forbidden.value.who


def test_a_command_is_known_after_the_store_was_reopened(tmp_path: Path) -> None:
    """Its receipt is kept with its events."""
    address = f"sqlite:///{tmp_path / 'school.db'}"
    with School.create(address, DECLARATION, by="李老师", clock=Clock()) as school:
        first = school.acting("李老师").record([ROW], command="req-1")
    with School.open(address, clock=Clock()) as school:
        assert first == school.acting("李老师").record([ROW], command="req-1")
