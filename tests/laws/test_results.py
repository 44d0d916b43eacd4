"""Laws of results: whatever is wished for in whatever order, the life of a result keeps its rules."""

from datetime import date, timedelta
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.readings import FOUR_EYES
from bzr_domain.kernel.replay import replay
from bzr_domain.publication import assessment_result as results
from bzr_domain.publication.appeals import DecideAppeal, FileAppeal
from bzr_domain.publication.assessment_result import (
    AssessmentResult,
    ComputedResult,
    FinaliseResult,
    PublishResult,
    ResultCommand,
)
from bzr_domain.publication.events import (
    AppealDecided,
    AppealFiled,
    Figures,
    ResultEvent,
    ResultFinalised,
    ResultPublished,
    compute_digest,
)
from bzr_domain.publication.figures import compare_figures
from tests.domain.publication.test_assessment_result import NOTHING, recorded

DAY = date(2024, 10, 8)
DAYS = st.integers(0, 9).map(lambda n: DAY + timedelta(days=n))
NAMES = st.sampled_from(["甲", "乙", "丙", "甲 ", "乙\u3000"])
NUMBERS = st.decimals(-20, 120, places=2)
FIGURES = st.builds(
    Figures,
    teacher=st.none() | NAMES,
    rulebook=st.sampled_from(["0" * 64, "1" * 64]),
    total=NUMBERS,
    items=st.lists(st.tuples(st.sampled_from("ab"), NUMBERS), max_size=2, unique_by=lambda one: one[0]).map(tuple),
    outcomes=st.lists(
        st.tuples(st.sampled_from(["pay", "grade"]), st.sampled_from(["", "600", "true"])),
        max_size=2,
        unique_by=lambda one: one[0],
    ).map(tuple),
)
FEW = st.sampled_from([Figures(teacher=None, rulebook="", total=Decimal(n), items=(), outcomes=()) for n in (50, 68)])
AWAITS = Message("6.2 到2024-10-06为止", "6.2 until 2024-10-06")
CLOSING = st.sampled_from([date(2024, 9, 30), DAY + timedelta(days=3)])
KEY = {"class_id": "c1", "period": "2024-09"}
KEPT = {name: st.just(value) for name, value in KEY.items()}
COMPUTED = st.builds(ComputedResult, figures=FEW, pending=st.sampled_from([None, AWAITS]), last_school_day=CLOSING, unrecorded=st.sampled_from([None, None, None, NOTHING]), today=DAYS, titles=st.just({}), **KEPT)  # fmt: skip
COMMANDS: st.SearchStrategy[ResultCommand] = st.one_of(
    st.builds(PublishResult, computed=COMPUTED, until=DAYS),
    st.builds(FileAppeal, st.builds(AppealFiled, id=st.uuids().map(str), by=NAMES, about=st.just("f"), grounds=st.sampled_from(["", "不公"]), evidence=st.just(""), on=DAYS, **KEPT)),
    st.builds(DecideAppeal, decision=st.builds(AppealDecided, appeal=st.just(""), upheld=st.booleans(), reason=st.sampled_from(["", "属实"]), entries=st.lists(st.just("v"), max_size=1).map(tuple), on=DAYS), by=NAMES, participants=st.lists(NAMES, max_size=1).map(tuple)),
    st.builds(FinaliseResult, computed=COMPUTED, unsettled=st.just(())),
)  # fmt: skip
PUBLISH = PublishResult(computed=ComputedResult(figures=Figures(teacher=None, rulebook="", total=Decimal(50), items=(), outcomes=()), pending=None, last_school_day=date(2024, 9, 30), today=DAY, class_id="c1", period="2024-09"), until=DAY + timedelta(days=3))  # fmt: skip
APPEAL = FileAppeal(AppealFiled(id="a1", by="甲", about="f", grounds="不公", evidence="", on=DAY, **KEY))
LIVES = st.builds(
    lambda begun, rest: [*begun, *rest],
    st.sampled_from([[], [PUBLISH], [PUBLISH, APPEAL]]),
    st.lists(COMMANDS, max_size=10),
)
"""Commands in any order; often after a publication and an appeal, so that there is something to decide."""


def lived(
    commands: list[ResultCommand],
) -> tuple[AssessmentResult, list[ResultEvent], list[tuple[ResultCommand, Refused]]]:
    """A result after some commands, each about the latest appeal, with its events and what was refused."""
    history = results.initial("r")
    events: list[ResultEvent] = []
    refused: list[tuple[ResultCommand, Refused]] = []
    for command in commands:
        asked = command
        if isinstance(command, DecideAppeal):
            if not history.appeals:
                continue
            decision = attrs.evolve(command.decision, appeal=list(history.appeals)[-1])
            asked = attrs.evolve(command, decision=decision)
        decided = results.decide(history, asked)
        if isinstance(decided, Refused):
            refused.append((asked, decided))
            continue
        events += list(decided)
        for event in decided:
            history = results.evolve(history, recorded(event, history.version + 1))
    return history, events, refused


@given(LIVES)
def test_nothing_happens_to_a_final_result(commands: list[ResultCommand]) -> None:
    """终定以后不改: of the events, a final one is the last."""
    _, events, _ = lived(commands)

    assert [one for one in events if isinstance(one, ResultFinalised)] in ([], events[-1:])


@given(LIVES)
def test_an_appeal_is_heard_within_the_notice_and_decided_once_by_somebody_else(
    commands: list[ResultCommand],
) -> None:
    """Each appeal follows a publication and lies before its end; each has at most one decision, and not by its own hand."""
    _, events, _ = lived(commands)
    until, filed, decided = None, {}, []
    for one in events:
        if isinstance(one, ResultPublished) and until is not None:
            assert one.until >= until or one.asked_on > until
        if isinstance(one, ResultPublished):
            until = one.until
        elif isinstance(one, AppealFiled):
            assert until is not None
            assert one.on <= until
            filed[one.id] = one
        elif isinstance(one, AppealDecided):
            decided.append(one.appeal)
            assert not one.upheld or one.entries
    assert len(set(decided)) == len(decided)
    assert set(decided) <= set(filed)


@given(LIVES)
def test_whatever_is_final_is_what_was_published_last(commands: list[ResultCommand]) -> None:
    """公示: no figure is final that was not shown to everybody first, whatever moved it."""
    history, events, _ = lived(commands)
    final = events[-1] if events else None
    if isinstance(final, ResultFinalised):
        assert history.published is not None
        assert (history.published.figures, history.published.digest) == (final.figures, final.digest)


@given(LIVES)
def test_nothing_is_said_of_a_period_that_runs_or_that_nobody_assessed(commands: list[ResultCommand]) -> None:
    """Whatever was asked too early, or of no assessment, took no event."""
    _, events, _ = lived(commands)
    asked = {
        (type(one), one.computed.today)
        for one in commands
        if isinstance(one, PublishResult | FinaliseResult)
        and one.computed.unrecorded is None
        and one.computed.pending is None
        and one.computed.last_school_day <= one.computed.today
    }
    for event in events:
        if isinstance(event, ResultPublished):
            assert (PublishResult, event.asked_on) in asked
        if isinstance(event, ResultFinalised):
            assert (FinaliseResult, event.asked_on) in asked


@given(LIVES)
def test_nobody_decides_under_another_spelling(commands: list[ResultCommand]) -> None:
    """Four eyes: who filed it or had a hand in it is refused, however the name is written."""
    history, events, refused = lived(commands)
    asked = [one for one in commands if isinstance(one, DecideAppeal)]
    decided = [one for one in events if isinstance(one, AppealDecided)]

    assert len(decided) <= sum(not is_among(one.by, one.participants) for one in asked)
    for command, no in refused:
        if isinstance(command, DecideAppeal) and history.appeals[command.decision.appeal].is_open:
            filed = history.appeals[command.decision.appeal].filed.event
            assert (no.clause == FOUR_EYES) == is_among(command.by, [*command.participants, filed.by])


@given(LIVES)
def test_a_final_result_has_no_open_appeal_and_its_notice_is_over(commands: list[ResultCommand]) -> None:
    """Final: published, the day after the notice or later, everything decided."""
    history, events, _ = lived(commands)
    if history.final is not None:
        last = next(one for one in reversed(events) if isinstance(one, ResultPublished))
        final = events[-1]
        assert isinstance(final, ResultFinalised)
        assert final.asked_on > last.until
        assert history.open_appeals == []


@given(LIVES)
def test_every_refusal_names_its_clause_in_both_languages(commands: list[ResultCommand]) -> None:
    """A clause, a reason in Chinese, a reason in English."""
    for _, no in lived(commands)[2]:
        assert no.clause
        assert no.reason.zh
        assert no.reason.en


@given(LIVES, COMMANDS)
def test_what_was_done_is_done(commands: list[ResultCommand], command: ResultCommand) -> None:
    """A command carried out twice causes no second event: it yields none, or the second decision about an appeal is refused."""
    result, _, _ = lived(commands)
    if isinstance(command, DecideAppeal):
        decision = attrs.evolve(command.decision, appeal=next(iter(result.appeals), ""))
        command = attrs.evolve(command, decision=decision)
        if not result.appeals:
            return
    first = results.decide(result, command)
    if isinstance(first, Refused) or not first:
        return
    (event,) = first
    again = results.decide(results.evolve(result, recorded(event, result.version + 1)), command)

    assert isinstance(again, Refused) if isinstance(command, DecideAppeal) else again == ()


@given(LIVES, st.integers(1, 4))
def test_replay_comes_to_what_was_decided_event_by_event(commands: list[ResultCommand], size: int) -> None:
    """Evolve takes whatever decide decided; replayed in pages of any size, the events come to the same result."""
    result, events, _ = lived(commands)
    stored = [recorded(event, version) for version, event in enumerate(events, 1)]
    pages = [stored[at : at + size] for at in range(0, len(stored), size)]

    assert result == replay(results.evolve, results.initial("r"), pages)
    assert len(events) == result.version
    assert result.publications == tuple(one for one in stored if isinstance(one.event, ResultPublished))
    assert [one.event.id for one in stored if isinstance(one.event, AppealFiled)] == list(result.appeals)


@given(FIGURES, FIGURES)
def test_digests_agree_where_the_figures_do(one: Figures, two: Figures) -> None:
    """Two figures with one digest differ in nothing; two that differ in nothing have one digest."""
    same = compute_digest("c1", "2024-09", one) == compute_digest("c1", "2024-09", two)

    assert same == (one == two)


@given(FIGURES, FIGURES)
def test_what_differs_is_told_once_and_both_ways(one: Figures, two: Figures) -> None:
    """The differences there are those back again; of nothing there are none."""
    there, back = compare_figures(one, two, {}), compare_figures(two, one, {})

    assert [] == compare_figures(one, one, {})
    assert {(d.name.en, d.before, d.after) for d in there} == {(d.name.en, d.after, d.before) for d in back}
    assert len({d.name.en for d in there}) == len(there)


@given(NUMBERS)
def test_zeros_at_the_end_change_no_digest(total: Decimal) -> None:
    """94.5 is 94.50."""
    figures = Figures(teacher=None, rulebook="", total=total, items=(), outcomes=())
    longer = attrs.evolve(figures, total=total.quantize(Decimal("0.0001")))

    assert compute_digest("c1", "2024-09", figures) == compute_digest("c1", "2024-09", longer)
