"""Which rows are recorded already: by their id, or by what they say and their ordinal among equal rows of a sheet."""

from collections.abc import Sequence
from datetime import UTC, datetime

import attrs
import pytest

from bzr_domain.facts import class_history, fact_history
from bzr_domain.facts.class_history import ClassHistory
from bzr_domain.facts.duplicates import DuplicateFinder, KnownFact, NewFact
from bzr_domain.facts.events import ClassEvent, FactCorrected, FactRecorded, FactReferred, FactVoided
from bzr_domain.facts.fact import Blind, leave_plain, make_fact_id
from bzr_domain.kernel.messages import Refused
from bzr_domain.register.draft import Former
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import adopted, fact, monthly, school

REGISTER = school(adopted(monthly()))
STREAM = "class:g1c1:2024-autumn"
OTHER = "class:g1c2:2024-autumn"
FINDING = fact("hygiene.finding", count=2)
RECORDED = FactRecorded(id="f1", fact=FINDING, sheet="甲.csv")
SECOND = attrs.evolve(RECORDED, id="f2")


def replay_events(stream: str, events: Sequence[ClassEvent]) -> ClassHistory:
    """A class's history of these events."""
    page = [record_event(event, number) for number, event in enumerate(events, 1)]
    return fact_history.replay_events(class_history.initial(stream), [page])


def find_in(
    *events: ClassEvent,
    other: Sequence[ClassEvent] = (),
    used: str = "",
    record_again: bool = False,
    blind: Blind = leave_plain,
) -> DuplicateFinder:
    """A finder over the class's stream and another class's; `used` is an id that some entry elsewhere has."""
    histories = {STREAM: replay_events(STREAM, events), OTHER: replay_events(OTHER, other)}
    find_home = {used: STREAM}.get
    return DuplicateFinder(REGISTER, histories.__getitem__, find_home, record_again, blind)


def test_a_row_that_nobody_recorded_is_new() -> None:
    """It goes to the stream of its class and term, under an id made of what it says."""
    row = find_in().classify_row_without_id(FINDING, "甲.csv", [])

    assert isinstance(row, NewFact)
    assert (STREAM, make_fact_id(FINDING, 1, leave_plain), "甲.csv") == (row.stream, row.command.id, row.command.sheet)


def test_the_second_equal_row_matches_the_second_equal_fact() -> None:
    """Two rows of one sheet may say the same and mean two things; the third is new where two are recorded."""
    finder = find_in(RECORDED, SECOND)
    rows = [finder.classify_row_without_id(FINDING, "甲.csv", claimed) for claimed in ([], ["f1"], ["f1", "f2"])]

    assert [KnownFact("f1", "甲.csv"), KnownFact("f2", "甲.csv")] == rows[:2]
    assert isinstance(rows[2], NewFact)


def test_a_row_found_new_is_known_from_then_on() -> None:
    """The same sheet given twice to one recording brings its rows once, and equal rows get ids of their own."""
    finder = find_in()
    first = finder.classify_row_without_id(FINDING, "甲.csv", [])
    assert isinstance(first, NewFact)
    second = finder.classify_row_without_id(FINDING, "甲.csv", [first.command.id])
    repeated = finder.classify_row_without_id(FINDING, "甲.csv", [])

    assert isinstance(second, NewFact)
    assert first.command.id != second.command.id
    assert KnownFact(first.command.id, "甲.csv") == repeated


def test_an_equal_fact_of_another_sheet_is_offered() -> None:
    """It may be the same or another, so it is no certain match, and recording again makes it new."""
    row = find_in(RECORDED).classify_row_without_id(FINDING, "乙.csv", [])
    recorded_again = find_in(RECORDED, record_again=True).classify_row_without_id(FINDING, "乙.csv", [])

    assert isinstance(row, KnownFact)
    assert ("f1", False) == (row.id, row.is_certain("乙.csv"))
    assert isinstance(recorded_again, NewFact)


def test_a_void_fact_is_offered() -> None:
    """What was declared void does not come back by itself with its sheet."""
    voided = FactVoided(id="v1", target="f1", reason="误记")

    row = find_in(RECORDED, voided).classify_row_without_id(FINDING, "甲.csv", [])
    recorded_again = find_in(RECORDED, voided, record_again=True).classify_row_without_id(FINDING, "甲.csv", [])

    assert KnownFact("f1", "甲.csv", is_void=True) == row
    assert not row.is_certain("甲.csv")
    assert isinstance(recorded_again, NewFact)


def test_a_corrected_fact_is_known_by_what_it_said_and_offered_for_what_it_says() -> None:
    """The sheet it came from still matches; a row that says the corrected words may well mean it, or another."""
    after = attrs.evolve(FINDING, count=1)
    corrected = FactCorrected(id="c1", target="f1", fields=("count",), after=after, reason="更正")
    finder = find_in(RECORDED, corrected)

    assert KnownFact("f1", "甲.csv") == finder.classify_row_without_id(FINDING, "甲.csv", [])
    assert KnownFact("f1", "甲.csv", is_corrected=True) == finder.classify_row_without_id(after, "甲.csv", [])


def test_a_fact_that_a_correction_moved_here_is_offered() -> None:
    """Recorded for another class and corrected to this one, it is found in the stream that tells its story."""
    elsewhere = attrs.evolve(RECORDED, fact=attrs.evolve(FINDING, class_id="g1c2"))
    moved = FactCorrected(id="c1", target="f1", fields=("class_id",), after=FINDING, reason="是一班")
    finder = find_in(FactReferred(fact="f1", home=OTHER), other=[elsewhere, moved])

    assert KnownFact("f1", "甲.csv", is_corrected=True) == finder.classify_row_without_id(FINDING, "甲.csv", [])


@pytest.mark.parametrize("home", ["teacher:t09", "teacher:t09:2024-autumn"])
def test_a_fact_about_a_teacher_is_sought_with_everybody_who_had_the_class(home: str) -> None:
    """A tenure may have been amended since the fact was recorded about the head teacher of then."""
    before = attrs.evolve(REGISTER.tenures[0], teacher="t09")
    register = attrs.evolve(REGISTER, former_tenures=(Former(before, datetime(2024, 9, 30, tzinfo=UTC)),))
    missed = fact("lesson.check_missed", teacher="t01")
    earlier = FactRecorded(id="f1", fact=attrs.evolve(missed, teacher="t09"), sheet="甲.csv")
    histories = {
        name: replay_events(name, [earlier] if name == home else [])
        for name in ("teacher:t01", "teacher:t01:2024-autumn", "teacher:t09", "teacher:t09:2024-autumn")
    }
    finder = DuplicateFinder(register, histories.__getitem__, lambda _: None, record_again=False)

    assert KnownFact("f1", "甲.csv") == finder.classify_row_without_id(missed, "甲.csv", [])


def test_a_row_with_an_id_is_known_by_it() -> None:
    """The id decides, whichever sheet it stands on; a new one is recorded under its own id and known from then on."""
    finder = find_in(RECORDED)
    new = finder.classify_row_with_id(FINDING, "A-1", "乙.csv")

    assert KnownFact("f1", "甲.csv") == finder.classify_row_with_id(FINDING, "f1", "乙.csv")
    assert isinstance(new, NewFact)
    assert (STREAM, "A-1") == (new.stream, new.command.id)
    assert KnownFact("A-1", "乙.csv") == finder.classify_row_with_id(FINDING, "A-1", "乙.csv")


def test_an_id_that_stands_for_something_else_is_refused() -> None:
    """Recorded with other words, given to another row of this recording, or used elsewhere in the store."""
    finder = find_in(RECORDED, used="C-1")
    other = attrs.evolve(FINDING, count=9)
    finder.classify_row_with_id(FINDING, "A-1", "乙.csv")

    refused = [finder.classify_row_with_id(other, id_, "乙.csv") for id_ in ("f1", "A-1", "C-1")]

    assert all(isinstance(answer, Refused) for answer in refused)


def test_evidence_is_compared_in_one_form() -> None:
    """Full-width signs and blanks in a row make no other row; the stored id stays the one of what was written."""
    written = attrs.evolve(FINDING, note="门口，　有水", place="一楼 东", recorder="王 老师")
    spelt = attrs.evolve(FINDING, note=" 门口, 有水", place="一楼　 东", recorder="王　老师")
    finder = find_in(FactRecorded(id=make_fact_id(written, 1, leave_plain), fact=written, sheet="甲.csv"))

    known = finder.classify_row_without_id(spelt, "甲.csv", [])
    other = finder.classify_row_without_id(attrs.evolve(spelt, place="一楼东"), "甲.csv", [])

    assert KnownFact(make_fact_id(written, 1, leave_plain), "甲.csv") == known
    assert make_fact_id(written, 1, leave_plain) != make_fact_id(spelt, 1, leave_plain)
    assert isinstance(other, NewFact)


def test_an_id_is_looked_up_as_it_is_written_and_in_its_one_form() -> None:
    """Facts recorded under another spelling before keep it; a new one gets the one form."""
    stored = attrs.evolve(RECORDED, id="Ａ－１")

    known = find_in(stored).classify_row_with_id(FINDING, "Ａ－１", "甲.csv")
    folded = find_in(attrs.evolve(RECORDED, id="A-1")).classify_row_with_id(FINDING, "Ａ－１", "甲.csv")
    new = find_in().classify_row_with_id(FINDING, "Ａ－１", "甲.csv")

    assert [KnownFact("Ａ－１", "甲.csv"), KnownFact("A-1", "甲.csv")] == [known, folded]
    assert isinstance(new, NewFact)
    assert "A-1" == new.id


def blind(text: str) -> str:
    """A keyed hash, as good as one."""
    return f"keyed:{text}"


NAMING = attrs.evolve(FINDING, note="王小明没有值日")
HIDDEN = attrs.evolve(FINDING, note="已删除#abcdefgh")


def test_an_id_made_with_a_key_confirms_no_guess() -> None:
    """Whoever guesses what a row says, and has no key, finds no id made of it."""
    row = find_in(blind=blind).classify_row_of_command(NAMING)

    assert make_fact_id(NAMING, 1, blind) == row.id
    assert make_fact_id(NAMING, 1, leave_plain) != row.id


@pytest.mark.parametrize("made_with", [blind, leave_plain])
def test_a_row_whose_text_was_erased_is_known_by_its_id(made_with: Blind) -> None:
    """Also by an id of before there were keys; the second equal row is the second fact, and the third is new."""
    ids = [make_fact_id(NAMING, n, made_with) for n in (1, 2)]
    finder = find_in(*(FactRecorded(id=each, fact=HIDDEN, sheet="甲.csv") for each in ids), blind=blind)
    rows = [finder.classify_row_without_id(NAMING, "甲.csv", ids[:claimed]) for claimed in range(3)]

    assert [KnownFact(each, "甲.csv") for each in ids] == rows[:2]
    assert isinstance(rows[2], NewFact)
    assert rows[2].id not in ids
    assert isinstance(finder.classify_row_without_id(attrs.evolve(NAMING, note="别的"), "甲.csv", []), NewFact)


def test_an_erased_row_is_a_new_fact_where_that_is_asked_for() -> None:
    """A command is its own source; its id is free."""
    first = make_fact_id(NAMING, 1, blind)
    row = find_in(FactRecorded(id=first, fact=HIDDEN, sheet="甲.csv"), blind=blind).classify_row_of_command(NAMING)

    assert (make_fact_id(NAMING, 2, blind), True) == (row.id, row.is_alike)


def test_a_row_that_was_amended_since_is_not_known_by_its_first_id() -> None:
    """Its sheet says otherwise since, or not at all any more: whoever writes it again means another one."""
    first = make_fact_id(NAMING, 1, blind)
    recorded = FactRecorded(id=first, fact=HIDDEN, sheet="甲.csv")
    after = attrs.evolve(HIDDEN, count=5)
    changed = FactCorrected(id="k1", target=first, after=after, fields=("count",), reason="改了", sheet="甲.csv")
    gone = FactVoided(id="v1", target=first, reason="没有了", sheet="甲.csv")
    for event in (changed, gone):
        assert isinstance(find_in(recorded, event, blind=blind).classify_row_without_id(NAMING, "甲.csv", []), NewFact)
