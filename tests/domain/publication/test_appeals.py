"""Which appeal is meant: given some appeals, when one is named by the start of its id or by nothing, then this one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.appeals import Appeal, find_appeal
from bzr_domain.publication.events import AppealDecided, AppealFiled


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
