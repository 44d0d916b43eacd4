"""The codes of the main refusals: what goes in, and the word for programs that comes out."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from bzr_adapters.storage.errors import BadRecord, StoreBusy, StoreUnavailable
from bzr_domain.application.hear_appeals import file_appeal
from bzr_domain.application.ports import Conflict, StoreError
from bzr_domain.application.prepare_pay import take_pay_step
from bzr_domain.application.publish_results import finalise_results, publish_results
from bzr_domain.application.what_if import dispute_fact
from bzr_domain.facts.events import FactVoided
from bzr_domain.kernel.messages import BadRulebook, Forbidden, Message, Refused, UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.domain.application.test_school_writer import SCHOOL, SEPTEMBER, Office, office, wish

__all__ = ["office"]
MARCH = date(2025, 3, 10)
WITHOUT_C2 = re.sub(r"\[\[(class|tenure)\]\]\n(id|teacher) = \"(c2|t3)\"\n.*?\n\n", "", SCHOOL, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("fact.unknown-class", {"class_ref": "c9"}),
        ("fact.unknown-kind", {"kind": "hygeine.finding"}),
        ("fact.unknown-teacher", {"kind": "bearing.rating", "teacher_ref": "钱老师"}),
        ("fact.not-head-teacher", {"kind": "bearing.rating", "teacher_ref": "王老师", "grade": "good"}),
        ("fact.not-head-teacher", {"kind": "bearing.rating", "class_ref": None, "teacher_ref": "李老师"}),
        ("fact.field-missing", {"class_ref": None}),
        ("fact.field-missing", {"kind": "bearing.rating"}),
        ("fact.field-unexpected", {"grade": "good"}),
        ("fact.field-unexpected", {"teacher_ref": "张老师"}),
        ("fact.unknown-step", {"kind": "bearing.rating", "grade": "splendid"}),
        ("fact.value-out-of-range", {"count": 0}),
        ("fact.after-today", {"on": date(2025, 3, 3)}),
        ("fact.outside-terms", {"on": date(2024, 8, 1)}),
    ],
)
def test_what_is_wrong_with_a_row_has_a_code(office: Office, code: str, row: dict[str, Any]) -> None:
    """Beside its place and its sentence."""
    recorded = office.record(attrs.evolve(wish(), **row))

    assert code in [problem.code for problem in recorded.problems]


def test_a_misspelt_name_comes_with_the_near_ones(office: Office) -> None:
    """As data, of a problem and of the error of whoever asks."""
    (problem,) = office.record(wish("hygeine.finding")).problems
    assert "hygiene.finding" == problem.near[0]

    with pytest.raises(UnknownReference) as unknown:
        office.recorder.reader().find_class_id("高一(1)般")
    assert ("fact.unknown-class", {"高一(1)班"}) == (unknown.value.code, set(unknown.value.near))


def test_an_entry_that_nobody_recorded_is_an_error_with_a_code(office: Office) -> None:
    """It is looked up by the beginning of its id before anything is decided."""
    with pytest.raises(UnknownReference) as unknown:
        office.recorder.void("f9", "误记")

    assert "fact.unknown" == unknown.value.code


def test_an_id_that_is_taken_is_a_problem_of_its_row(office: Office) -> None:
    """With the code of the refusal."""
    office.record(wish(id="A-1"))

    recorded = office.record(wish(id="A-1", count=2), gone="keep")

    assert ["fact.id-taken"] == [problem.code for problem in recorded.problems]


def record_fact(office: Office) -> str:
    """A fact about c2, by its id."""
    office.record(wish(class_ref="c2"))
    return office.ids("c2")[0]


def void_fact(office: Office) -> tuple[str, str]:
    """A fact about c2 that is void, and what voids it."""
    fact = record_fact(office)
    answer = office.recorder.void(fact, "误记")
    assert isinstance(answer, tuple)
    (event,) = answer
    assert isinstance(event, FactVoided)
    return fact, event.id


def dispute(office: Office, entry: str) -> object:
    """What September of c2 would be without an entry."""
    return dispute_fact(office.recorder.reader(), entry, "c2", SEPTEMBER)


def publish(office: Office, until: date = MARCH, period: Period = SEPTEMBER) -> object:
    """The answer to publishing a result of c2."""
    return publish_results(office.recorder, period, ["c2"], until, "没有事")["c2"]


def finalise(office: Office) -> object:
    """The answer to making September of c2 final."""
    return finalise_results(office.recorder, SEPTEMBER, ["c2"])["c2"]


def appeal(office: Office, grounds: str = "数错了") -> object:
    """The answer to an appeal against a fact of September of c2."""
    return file_appeal(office.recorder, "c2", SEPTEMBER, record_fact(office), grounds, "")


def appeal_without_grounds(office: Office) -> object:
    """The answer to an appeal that says no reason."""
    return appeal(office, "")


def after(*steps: Callable[[Office], object]) -> Callable[[Office], object]:
    """The answer to the last of some steps."""
    return lambda office: [step(office) for step in steps][-1]


STEPS = [
    ("reason.missing", lambda office: office.recorder.void(record_fact(office), "")),
    ("fact.not-a-fact", lambda office: dispute(office, void_fact(office)[1])),
    ("fact.void", lambda office: dispute(office, void_fact(office)[0])),
    ("register.class-has-facts", after(record_fact, lambda office: office.setup(WITHOUT_C2))),
    ("result.notice-past", lambda office: publish(office, date(2024, 11, 1))),
    ("result.notice-shortened", after(publish, lambda office: publish(office, date(2025, 3, 1)))),
    ("result.not-published", finalise),
    ("result.not-published", appeal),
    ("result.notice-running", after(publish, finalise)),
    ("result.appeal-open", after(publish, appeal, finalise)),
    pytest.param("reason.missing", after(publish, appeal_without_grounds), id="no grounds"),
    ("pay.other-step", lambda office: take_pay_step(office.recorder, "2024-09", "paid", "")),
]


@pytest.mark.parametrize(("code", "step"), STEPS)
def test_a_refusal_has_a_code(office: Office, code: str, step: Callable[[Office], object]) -> None:
    """Beside its clause and its sentence."""
    answer = step(office)

    assert isinstance(answer, Refused), answer
    assert code == answer.code


def test_a_missing_right_names_who_may(office: Office) -> None:
    """As data: the persons who have the role, or the roles where nobody has one."""
    fact = record_fact(office)
    office.setup(SCHOOL + '\n[[person]]\nname = "李干事"\nroles = ["office"]\n')

    void, paid = office.recorder.void(fact, "误记"), take_pay_step(office.recorder, "2024-09", "paid", "")

    assert isinstance(void, Forbidden)
    assert ("right.missing", ("李干事",)) == (void.code, void.who)
    assert isinstance(paid, Forbidden)
    assert ("right.missing", ("finance",)) == (paid.code, paid.who)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("table.unreadable", "[rulebook"),
        ("table.bad-brackets", "[item]"),
        ("table.unknown-table", '[[itme]]\nid = "total"\ntitle = "总分"'),
        ("table.unknown-word", '[[item]]\nid = "total"\ntitel = "总分"'),
        ("table.word-missing", '[[item]]\nid = "total"'),
        ("table.bad-value", 'version = 0\n[[item]]\nid = "total"\ntitle = "总分"'),
        ("table.unknown-name", '[[item]]\nid = "total"\ntitle = "总分"\n[[clause]]\nid = "1"\ninto = "totl"'),
        ("rulebook.no-total", '[[item]]\nid = "hygiene"\ntitle = "卫生"'),
    ],
)
def test_a_fault_of_a_rulebook_has_a_code(code: str, words: str) -> None:
    """One for each kind of fault, not for each word."""
    with pytest.raises(BadRulebook) as faulty:
        parse_rulebook(f'[rulebook]\nid = "own"\ntitle = "本校"\n{words}\n', "")

    assert "rulebook.faulty" == faulty.value.code
    assert code in [problem.code for problem in faulty.value.problems]


@pytest.mark.parametrize(
    ("code", "retryable", "error"),
    [
        ("store.conflict", True, Conflict.of("先", "first")),
        ("store.busy", True, StoreBusy.of("忙", "busy")),
        ("store.unavailable", False, StoreUnavailable.of("满", "full")),
        ("store.damaged", False, BadRecord("bzr.db", "register", 1, Message("坏", "bad"))),
        ("store.bad-address", False, StoreError.of("址", "address", code="store.bad-address")),
    ],
)
def test_an_error_of_a_store_tells_whether_it_passes(code: str, error: StoreError, *, retryable: bool) -> None:
    """Only what somebody else holds or wrote first is worth the same call again."""
    assert (code, retryable) == (error.code, error.retryable)
