"""What a provisional result waits for, in words: the clauses, the day of each, and the points still to be chosen."""

from datetime import date

from bzr_domain.publication.pending_reasons import explain_pending, explain_provisional, find_pending_clauses
from tests.support.schools import node, of, state, total

WEEKLY = total("base = 10") + node(
    "clause", "w", 'per = "week"\nfacts = "meeting.held"\nshort_of = 1\npoints = -3', "total"
)
MONTHLY = node("clause", "m", 'facts = "meeting.held"\nshort_of = 1\npoints = -3', "total")
EARLY = date(2024, 9, 29)


def test_each_clause_waits_for_the_last_day_of_its_last_cell() -> None:
    """On 29 September the month waits for the 30th, and its last week for 6 October."""
    statement = state(WEEKLY + MONTHLY, as_of=EARLY)

    assert {"w": date(2024, 10, 6), "m": date(2024, 9, 30)} == find_pending_clauses(statement)
    assert "w 到2024-10-06为止、m 到2024-09-30为止" == explain_pending(statement).zh
    assert "w until 2024-10-06, m until 2024-09-30" == explain_pending(statement).en


def test_on_the_last_day_nothing_waits_any_more() -> None:
    """The day named is the first on which the result stands."""
    statement = state(WEEKLY, as_of=date(2024, 10, 6))

    assert ({}, "", False) == (
        find_pending_clauses(statement),
        explain_pending(statement).zh,
        statement.provisional,
    )


def test_points_still_to_be_chosen_are_counted() -> None:
    """A decision without points is what such a result waits for."""
    text = '[[kind]]\nid = "k"\ntitle = "事"\nfields.points = { optional = true }\n' + total("base = 10")
    text += node("clause", "d", 'per = ["month", "fact"]\nfacts = "k"\nnumber = "chosen"', "total")
    statement = state(text, [of("a", "k")])

    assert ("1条事实的分值待定", "facts that await their points: 1") == (
        explain_pending(statement).zh, explain_pending(statement).en,
    )  # fmt: skip


def test_classes_that_wait_for_the_same_stand_together() -> None:
    """Two classes wait for a week, one for nothing that has a name."""
    waiting = [state(WEEKLY, class_id=name, as_of=EARLY) for name in ("a", "b")]
    done = state(WEEKLY, class_id="c")

    words = explain_provisional([*waiting, done])

    assert "a、b(w 到2024-10-06为止);c" == words.zh
    assert "a、b (w until 2024-10-06); c" == words.en
