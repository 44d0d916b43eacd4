"""Which entries put an appeal right: given a history, then this answer."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from bzr_domain.events import Event
from bzr_domain.facts.class_history import ClassHistory, initial, replay_events
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import FactCorrected, FactRecorded, FactVoided
from bzr_domain.kernel.periods import month_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.appeals import check_remedy
from bzr_domain.publication.events import AppealFiled
from tests.support.appointments import says

MISSED = Fact(kind="assembly.missed", on=date(2024, 9, 20), class_id="c1", recorder="李老师")
ELSEWHERE = attrs.evolve(MISSED, class_id="c2", recorder=None)
SEPTEMBER = month_of(date(2024, 9, 1))
Entry = tuple[Event, str]
RECORDED: Entry = (FactRecorded(id="f1", fact=MISSED), "张干事")


def corrected(name: str, target: str = "f1", **changes: Any) -> Event:
    """A correction of some fields."""
    after = attrs.evolve(MISSED, **changes)
    return FactCorrected(id=name, target=target, after=after, fields=tuple(changes), reason="查实")


def history(entries: Iterable[Entry]) -> ClassHistory:
    """A history of these entries, at the positions 1, 2, …"""
    return replay_events(
        initial("class:c1:t"), [[at(n, event, actor) for n, (event, actor) in enumerate(entries, 1)]]
    )


def at(position: int, event: Event, actor: str = "王老师") -> Recorded[Any]:
    """An event as a store keeps it."""
    return Recorded(
        stream="s",
        version=position,
        position=position,
        recorded_at=datetime(2024, 10, 8, tzinfo=UTC),
        actor=actor,
        command=str(position),
        event=event,
    )


FILED = at(
    2,
    AppealFiled(
        id="a1", class_id="c1", period="2024-09", by="王老师", about="f1", grounds="不公", evidence="", on=date(2024, 10, 8)
    ),
)  # fmt: skip
OTHER: Entry = (FactRecorded(id="o1", fact=ELSEWHERE), "张干事")


@pytest.mark.parametrize(
    ("entries", "entry"),
    [
        ([RECORDED, RECORDED, (FactVoided(id="v1", target="f1", reason="误"), "甲")], "v1"),
        ([RECORDED, RECORDED, (corrected("k1", count=2), "甲")], "k1"),
        (
            [
                RECORDED,
                (corrected("k1", count=2), "甲"),
                (FactVoided(id="v1", target="k1", reason="误"), "甲"),
            ],
            "v1",
        ),
        ([OTHER, OTHER, (FactRecorded(id="n1", fact=MISSED), "甲")], "n1"),
        ([OTHER, OTHER, (corrected("k1", "o1", class_id="c1"), "甲")], "k1"),
    ],
    ids=["void", "correction", "void-of-correction", "new", "moved-here"],
)
def test_what_was_done_since_and_reaches_the_result_puts_it_right(entries: list[Entry], entry: str) -> None:
    """A void or correction of the fact appealed against, or something of this class and period."""
    assert check_remedy(history(entries), entry, FILED, SEPTEMBER) is None


BEFORE = (
    "记录{}在申诉以前就有,改正不了所申诉的事;写申诉以后补记、作废或更正的那一条",
    "the entry {} was made before the appeal: name one made since, which puts right what it is about",
    "公示期内申诉",
)
VOID = ("记录n1已经作废,没有改正什么", "the entry n1 is void itself: it puts nothing right", "公示期内申诉")
OUTSIDE = (
    "记录{}既不是对所申诉事实的作废或更正,也不在c1的2024-09之内",
    "the entry {} neither voids nor corrects the fact appealed against, nor does it lie in 2024-09 of c1",
    "公示期内申诉",
)
NEW: Entry = (FactRecorded(id="n1", fact=MISSED), "甲")
LATE: Entry = (FactRecorded(id="n1", fact=attrs.evolve(MISSED, on=date(2024, 10, 3))), "甲")


@pytest.mark.parametrize(
    ("entries", "entry", "expected"),
    [
        ([RECORDED], "f1", BEFORE),
        ([(FactVoided(id="v0", target="f1", reason="误"), "甲")], "v0", BEFORE),
        ([RECORDED, RECORDED, NEW, (FactVoided(id="v1", target="n1", reason="误"), "甲")], "n1", VOID),
        ([RECORDED, RECORDED, (FactRecorded(id="n1", fact=ELSEWHERE), "甲")], "n1", OUTSIDE),
        ([RECORDED, RECORDED, LATE], "n1", OUTSIDE),
        ([RECORDED, RECORDED, NEW, (corrected("k1", "n1", class_id="c2"), "甲")], "n1", OUTSIDE),
        ([OTHER, RECORDED, (FactVoided(id="v1", target="o1", reason="误"), "甲")], "v1", OUTSIDE),
    ],
    ids=["the-fact-itself", "old-void", "void", "other-class", "other-month", "moved-away", "void-elsewhere"],
)
def test_what_puts_nothing_right_is_refused(
    entries: list[Entry], entry: str, expected: tuple[str, str, str]
) -> None:
    """Word for word: what was there before, what is void itself, what lies elsewhere."""
    found = says(check_remedy(history(entries), entry, FILED, SEPTEMBER))

    assert tuple(one.format(entry) for one in expected) == found
