"""A school on a PostgreSQL server answers as the same school in a file does."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import CommandReused, NotFound, School, StoreUnavailable
from tests.adapters.front_door.schools import ROW, Clock, create_school, finding
from tests.support.postgres import PostgresServer


def tell_a_story(address: str) -> str:
    """Record, correct, void, publish, appeal and pay; the documents on the way, and the events."""
    documents: list[Mapping[str, Any]] = []
    with create_school(address=address, clock=Clock("2024-10-05T12:00+08:00")) as school:
        me = school.acting("李老师")
        first = me.record(
            [{**ROW, "id": f"f{n}"} for n in range(4)] + [{**finding("2024-09-05"), "id": "g"}], command="c1"
        )
        assert me.record(
            [{**ROW, "id": f"f{n}"} for n in range(4)] + [{**finding("2024-09-05"), "id": "g"}], command="c1"
        ).replayed
        with pytest.raises(CommandReused):
            me.record([finding("2024-09-09")], command="c1")
        me.correct("f1", count=1, reason="复查", command="c2")
        me.void("f2", reason="有假条", command="c3")
        moment = school.head()
        me.record([{**finding("2024-09-11", "g1c2"), "id": "h"}], command="c4")
        documents += [first.to_dict(), school.month("2024-09").to_dict(), school.explain("g1c1", "2024-09").to_dict()]
        documents += [school.at(moment).month("2024-09").to_dict(), school.without("f0", "g1c1", "2024-09").to_dict()]
        documents += [fact.to_dict() for fact in school.facts()]
        with pytest.raises(NotFound):
            school.fact("nothing")
        events = [event.to_dict() for event in school.events()]
    with School.open(address) as again:
        assert again.head() == len(events)
        assert documents[-1] == [fact.to_dict() for fact in again.facts()][-1]
    return number_ids(json.dumps([documents, events], ensure_ascii=False))


def number_ids(text: str) -> str:
    """The text, with ids that are drawn by lot numbered as they come."""
    numbers: dict[str, str] = {}
    return re.sub(r"\b[0-9a-f]{12,}\b", lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), text)


def test_a_story_reads_the_same_in_a_file_and_on_a_server(tmp_path: Path, postgres_address: str) -> None:
    """The same documents, the same events at the same positions."""
    assert tell_a_story(f"sqlite:///{tmp_path}/school.db") == tell_a_story(postgres_address)


def test_a_school_that_is_not_there_is_not_found(postgres_address: str) -> None:
    """As with a file: opening makes nothing."""
    with pytest.raises(NotFound):
        School.open(postgres_address)


def test_a_subscriber_is_told_of_what_another_program_records(build_postgres_address: Callable[[], str]) -> None:
    """The log of one school, and not of another beside it in the same database."""
    address = build_postgres_address()
    create_school(address=build_postgres_address()).close()
    create_school(address=address).close()
    seen: list[int] = []
    with School.open(address, clock=Clock()) as writer, School.open(address, clock=Clock()) as reader:
        with reader.subscribe("mirror", lambda batch: seen.extend(event.position for event in batch.events)) as mirror:
            receipt = writer.acting("李老师").record([ROW])
            assert mirror.wait(receipt.position, 60)
        assert list(range(1, receipt.position + 1)) == seen


def test_a_server_that_is_not_there_is_unavailable(postgres_server: PostgresServer) -> None:
    """With a word of what is wrong, and nothing of the password."""
    with pytest.raises(StoreUnavailable) as refused:
        School.open("postgresql://u:geheim@127.0.0.1:1/d", lang="en", retry=timedelta())

    assert "cannot connect to store postgresql://u@127.0.0.1:1/d?schema=bzr" in str(refused.value)
    assert "geheim" not in str(refused.value)
