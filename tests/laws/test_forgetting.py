"""Whoever is forgotten, no number moves: totals, digests, chains and checkpoints are as before, and so is the past."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import School
from bzr_adapters.storage.keys.protected_texts import ERASED
from bzr_adapters.storage.store import ReadingLog
from tests.adapters.front_door.schools import DECLARATION, Clock, finding
from tests.support.effort import fewer

PERSONS = ("张老师", "王小明", "孙干事")
PEOPLE = {
    **DECLARATION,
    "tenure": [
        {"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"},
        {"teacher": "t02", "name": "王老师", "class": "g1c2", "from": "2024-09-01"},
    ],
}
TEXTS = ("", "地面有纸", *PERSONS, *(f"{person}看见的" for person in PERSONS))
ROWS = st.fixed_dictionaries(
    {
        "day": st.sampled_from(["2024-09-03", "2024-09-04", "2024-10-09"]),
        "class": st.sampled_from(["g1c1", "g1c2"]),
        "count": st.integers(1, 3),
        "note": st.sampled_from(TEXTS),
        "place": st.sampled_from(TEXTS),
        "recorder": st.sampled_from(("", *PERSONS)),
    }
)


def build_row(row: dict[str, Any]) -> dict[str, object]:
    """A row as it is recorded."""
    evidence = {name: row[name] for name in ("note", "place", "recorder")}
    return {**finding(row["day"], row["class"], row["count"]), **evidence}


def ask(answers: Any, person: str) -> list[Any]:
    """Totals, figures and facts, with one mark for whatever names a person or names nobody any more."""
    months = [answers.month(month).to_dict() for month in ("2024-09", "2024-10")]
    results = [result.to_dict() for result in answers.results("2024-09")]
    facts = [fact.to_dict() for fact in answers.facts()]
    return [hide([months, results, facts], person)]


def hide(content: Any, person: str) -> Any:
    """A document with a mark in the place of every text that names a person, or is erased; without where it was read."""
    if isinstance(content, dict):
        return {key: hide(part, person) for key, part in content.items() if key not in ("position", "as_of")}
    if isinstance(content, list):
        return [hide(part, person) for part in content]
    return "…" if isinstance(content, str) and (person in content or content.startswith(ERASED)) else content


def read_chains(school: School) -> list[Any]:
    """Every row of the store, with its chain."""
    log = school._school.log
    assert isinstance(log, ReadingLog)
    return list(log.index.chained_log(after=0, limit=1000))


@fewer(15, nightly=100)
@given(st.lists(ROWS, min_size=1, max_size=6), st.sampled_from(PERSONS), st.sampled_from(PERSONS))
def test_forgetting_moves_no_number(rows: list[dict[str, Any]], person: str, actor: str) -> None:
    """Now and as known before: only the names are others, and what was sealed before is found unaltered after."""
    clock = Clock("2024-11-05T12:00+08:00")
    with School.create("memory:", PEOPLE, by="李老师", clock=clock, lang="zh") as school:
        ids = school.acting(actor).record([build_row(row) for row in rows]).ids
        school.acting(actor).correct(ids[0], count=5, reason=f"{person}说数错了")
        school.acting("李老师").publish("2024-09", until="2024-11-12", nothing_recorded="无")
        now, rows_before, head = ask(school, person), read_chains(school), school.head()
        sealed = school.checkpoint().rows[0]["text"]

        school.acting("李老师").erase(person, reason="依申请")

        assert now == ask(school, person) == ask(school.at(head), person)
        assert rows_before == read_chains(school)[:head]
        verified = school.verify(checkpoints=[sealed])
        assert (True, ()) == (verified.ok, verified.problems)
        assert person not in "".join(str(document) for document in (*school.events(), *school.facts()))


@fewer(15, nightly=100)
@given(st.lists(ROWS, min_size=1, max_size=5), st.sampled_from(PERSONS))
def test_a_sheet_recorded_after_its_names_are_forgotten_adds_nothing(rows: list[dict[str, Any]], person: str) -> None:
    """Each row is known by its id, in any order, and what was forgotten does not come back."""
    with School.create("memory:", PEOPLE, by="李老师", clock=Clock("2024-11-05T12:00+08:00"), lang="zh") as school:
        me, sheet = school.acting("李老师"), [build_row(row) for row in rows]
        ids = me.record(sheet, sheet="一.csv").ids
        if not any(person in text for row in rows for text in (row["note"], row["place"], row["recorder"])):
            person = "t01"
        me.erase(person, reason="依申请")

        again = me.record(sheet[::-1], sheet="一.csv")

        assert ((), set(ids)) == (again.new, set(again.known))
        assert person not in "".join(str(fact) for fact in school.facts())
