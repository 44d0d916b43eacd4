"""Appeals: which one is meant, what it is about, and which entries put it right."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from bzr_domain.events import Event
from bzr_domain.facts.class_history import ClassHistory, initial
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import replay_events
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.kernel.periods import month_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.appeals import (
    Appeal,
    check_remedy,
    find_appeal,
    find_facts_of_clause,
    find_subject,
    restore_facts,
)
from bzr_domain.publication.events import AppealDecided, AppealFiled
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.statement import Statement
from tests.support.appointments import says
from tests.support.builders import as_current_facts
from tests.support.schools import END, findings, five, node, of, rules, state, total


def appeals(**decided: bool) -> dict[str, Appeal]:
    """Appeals of these ids, decided or open."""
    return {
        name: Appeal(filed=_recorded(_filed(name)), decision=_recorded(_decision(name)) if done else None)
        for name, done in decided.items()
    }


def _filed(name: str) -> AppealFiled:
    return AppealFiled(id=name, class_id="c1", period="2024-09", by="王老师", about="f1", grounds="不公", evidence="", on=date(2024, 10, 8))  # fmt: skip


def _decision(name: str) -> AppealDecided:
    return AppealDecided(appeal=name, upheld=False, reason="不实", entries=(), on=date(2024, 10, 9))


def _recorded(event: Any) -> Recorded[Any]:
    return Recorded(stream="s", version=1, position=1, recorded_at=datetime(2024, 10, 8, tzinfo=UTC), actor="x", command="1", event=event)  # fmt: skip


@pytest.mark.parametrize(
    ("known", "ref", "name"),
    [
        (appeals(a1=False, b1=False), "b", "b1"),
        (appeals(a1=True, b1=False), "", "b1"),
        (appeals(a1=True, b1=False), "a1", "a1"),
    ],
    ids=["by-its-beginning", "the-only-open-one", "a-decided-one-by-name"],
)
def test_one_appeal_is_found(known: dict[str, Appeal], ref: str, name: str) -> None:
    """By the start of its id, or as the only one that is open."""
    assert name == find_appeal(known, ref)


@pytest.mark.parametrize(
    ("known", "ref", "zh", "en"),
    [
        ({}, "", "没有这件申诉;已有的:无", "there is no such appeal; known: none"),
        (appeals(a1=True), "", "没有这件申诉;已有的:a1", "there is no such appeal; known: a1"),
        (
            appeals(a1=True, b1=False),
            "c",
            "没有这件申诉;已有的:a1、b1",
            "there is no such appeal; known: a1, b1",
        ),
        (
            appeals(a1=False, a2=False, b1=False),
            "a",
            "不止一件申诉,请写明编号:a1、a2",
            "there are several appeals, say which: a1, a2",
        ),
    ],
    ids=["none-at-all", "none-open", "none-of-that-id", "several"],
)
def test_no_appeal_or_several_are_asked_about(known: dict[str, Appeal], ref: str, zh: str, en: str) -> None:
    """Word for word, with those there are."""
    with pytest.raises(UnknownReference) as error:
        find_appeal(known, ref)

    assert (zh, en) == (error.value.message.zh, error.value.message.en)


TEXT = (
    total()
    + node("item", "hygiene", "base = 10", "total")
    + node("item", "order", "base = 10", "total")
    + node("clause", "council", 'facts = "hygiene.finding"\npoints = -1', "hygiene")
    + node("clause", "council", 'facts = "assembly.missed"\npoints = -1', "order")
    + node("clause", "1", 'facts = "assembly.missed"\npoints = -1', "order")
)


def hygiene_and_order() -> Statement:
    """Class a, with a finding and two assemblies missed."""
    return state(TEXT, [*findings(a=1), of("a", "assembly.missed"), of("a", "assembly.missed", "2024-09-04")])


@pytest.mark.parametrize(
    ("ref", "subject"),
    [
        ("1", "1"),
        ("order/1", "1"),
        ("hygiene/council", "hygiene/council"),
        ("f2", "f2"),
    ],
    ids=["clause", "clause-of-its-item", "clause-of-one-of-two-items", "fact"],
)
def test_a_clause_or_a_fact_is_meant(ref: str, subject: str) -> None:
    """A clause of one item alone is its number; of several, item and number; else the fact whose id begins so."""
    assert subject == find_subject(ref, "2024-09", hygiene_and_order(), ["f1", "f2", "f3"])


def test_a_clause_that_several_items_have_is_asked_for_by_item() -> None:
    """Both are named."""
    with pytest.raises(UnknownReference) as error:
        find_subject("council", "2024-09", hygiene_and_order(), [])

    assert "不止一个项目有条款“council”,请写明是哪一个:hygiene/council、order/council" == error.value.message.zh
    assert "several items have a clause 'council', say which: hygiene/council, order/council" == error.value.message.en


@pytest.mark.parametrize("ref", ["f", "x", ""], ids=["two-facts", "nothing", "no-word"])
def test_what_is_neither_is_asked_about(ref: str) -> None:
    """No fact, or two, and no such clause; without a hygiene_and_order there is no clause at all."""
    with pytest.raises(UnknownReference) as error:
        find_subject(ref, "2024-09", None, ["f1", "f2"])

    assert f"2024-09的结果里没有编号以“{ref}”开头的一条事实,也没有条款“{ref}”" in error.value.message.zh


def test_the_facts_behind_a_clause_are_those_of_every_statement() -> None:
    """What the clause counted in one hygiene_and_order, then what it counted in another; a clause that is not there has none."""
    other = state(TEXT, findings(a=1, b=1))

    assert ["f2", "f3"] == find_facts_of_clause("1", [hygiene_and_order(), other])
    assert ["f1", "f1"] == find_facts_of_clause("hygiene/council", [hygiene_and_order(), other])
    assert [] == find_facts_of_clause("9", [hygiene_and_order()])


def test_restored_facts_count_again() -> None:
    """A void fact reads as if nobody had voided it."""
    facts = [attrs.evolve(one, voided_by="v1") for one in as_current_facts(findings(a=1))]
    book = rules(TEXT)
    school = load_school(five(book), {book.digest: book}, facts, END)

    assert {} == dict(school.facts_by_class)
    assert ["f1"] == [one.id for one in restore_facts(school).facts_by_class["a"]]


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
    return replay_events(initial("class:c1:t"), [[at(n, event, actor) for n, (event, actor) in enumerate(entries, 1)]])


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
def test_what_puts_nothing_right_is_refused(entries: list[Entry], entry: str, expected: tuple[str, str, str]) -> None:
    """Word for word: what was there before, what is void itself, what lies elsewhere."""
    found = says(check_remedy(history(entries), entry, FILED, SEPTEMBER))

    assert tuple(one.format(entry) for one in expected) == found
