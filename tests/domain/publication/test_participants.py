"""Who had a hand in a fact: given a history, then these names."""

from bzr_domain.facts.events import FactRecorded, FactVoided
from bzr_domain.publication.participants import find_participants, find_participants_in
from tests.domain.publication.test_appeals import MISSED, RECORDED, corrected, history


def test_who_recorded_and_who_saw_have_had_a_hand_in_it() -> None:
    """张干事 recorded what 李老师 saw."""
    assert ("张干事", "李老师") == find_participants(history([RECORDED]), "f1")


def test_a_corrected_inspector_hides_nobody() -> None:
    """Given another 检查人, then both stand there, and who made the correction; a void correction counts too."""
    entries = [
        RECORDED,
        (corrected("k1", recorder="孙老师"), "刘干事"),
        (FactVoided(id="v1", target="k1", reason="误"), "吴干事"),
    ]

    assert ("张干事", "李老师", "孙老师", "刘干事", "吴干事") == find_participants(history(entries), "f1")


def test_who_voided_and_restored_it_has_had_a_hand_in_it() -> None:
    """A void, and the void of the void; the hands in other facts are not asked."""
    entries = [
        RECORDED,
        (FactVoided(id="v1", target="f1", reason="误"), "甲"),
        (FactVoided(id="v2", target="v1", reason="不误"), "乙"),
        (FactRecorded(id="f2", fact=MISSED), "丙"),
    ]

    assert ("张干事", "李老师", "甲", "乙") == find_participants(history(entries), "f1")


def test_the_participants_of_several_facts_are_told_once() -> None:
    """Two facts of two histories, one of them recorded by somebody who corrected the other."""
    one = history([RECORDED, (corrected("k1", count=2), "丙")])
    two = history([(FactRecorded(id="f2", fact=MISSED), "丙")])

    assert ("张干事", "李老师", "丙") == find_participants_in([(one, "f1"), (two, "f2")])
