"""Give a head teacher feedback (个人反馈), and say what is recorded for each duty of a class (职责)."""

from collections.abc import Sequence

import attrs

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Message, Problem, UnknownReference
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.projections.asked_counts import PeriodCount, count_periods, list_asked_periods
from bzr_domain.projections.duties import DutyRecord, project_duties
from bzr_domain.projections.feedback import Feedback, project_feedback
from bzr_domain.rulebook.duty_points import AskedCount, DutyFiling, Regulation, gather_points


def give_feedback(reader: SchoolReader, class_id: str, period: Period) -> Feedback | Problem:
    """Return the feedback sheet (个人反馈): the grade's period, the one before, and what the teacher did since the school year began are read."""
    register, calendar = reader.register, reader.register.calendar
    before, closing = calendar.find_previous_period(period), calendar.last_school_day(period)
    grade = register.class_in(class_id, period).grade
    peers = [each for each in register.classes_in(period) if register.class_in(each, period).grade == grade]
    places = [(each, period) for each in {class_id: None, **dict.fromkeys(peers)}]
    places += [(class_id, before)] if before is not None else []
    loaded = {history.stream: history for history in reader.load_histories(places)}
    tenure = register.tenure_on(class_id, closing)
    tenures = () if tenure is None else (t for t in register.tenures if t.teacher == tenure.teacher)
    year = year_of(closing)
    since = attrs.evolve(year, last=max(year.last, reader.today))
    for served_class in dict.fromkeys(t.class_id for t in tenures):
        histories = reader.class_histories(served_class, since)
        loaded |= {history.stream: history for history in histories}
    school = reader.load_school_from(loaded.values())
    return project_feedback(school, class_id, period, file_duties(reader, class_id, period))


def list_duties(reader: SchoolReader, class_id: str, period: Period, regulation: str | None = None) -> DutyRecord:
    """Return what is recorded for each duty (职责) in a period; of a regulation, only those it lists, and each of its points.

    Raises:
        UnknownReference: When no regulation of that name lists duties.
    """
    filing = file_duties(reader, class_id, period)
    listed = None if regulation is None else _find_regulation(filing, regulation)
    facts = [c.fact for c in reader.current_facts(class_id, period) if c.voided_by is None]
    asks = [] if listed is None else [asked for point in listed.points for asked in point.asks]
    return project_duties(filing, reader.kinds, facts, listed, _count_asked(reader, class_id, period, asks))


def _count_asked(
    reader: SchoolReader, class_id: str, within: Period, asks: Sequence[AskedCount]
) -> dict[AskedCount, tuple[PeriodCount, ...]]:
    """Count how often was done what is asked for, in the whole weeks of the days and in the term that they lie in."""
    register = reader.register
    periods = {asked: list_asked_periods(register.calendars[class_id], asked, within) for asked in asks}
    days = [within, *(period for listed in periods.values() for period in listed)]
    whole = attrs.evolve(within, first=min(each.first for each in days), last=max(each.last for each in days))
    find_day = register.calendar.find_counting_day
    current = reader.current_facts(class_id, whole) if periods else ()
    facts = [(find_day(each.fact.on), each.fact) for each in current if each.voided_by is None]
    return {
        asked: count_periods(
            asked, [(period, register.class_in(class_id, period).students) for period in listed], facts, reader.today
        )
        for asked, listed in periods.items()
    }


def file_duties(reader: SchoolReader, class_id: str, period: Period) -> DutyFiling:
    """Return where facts belong: the common kinds and duties of today, with those of a class's rulebook at the end of a period."""
    common, closing = reader.common_rulebook, reader.register.calendars[class_id].last_school_day(period)
    book = reader.vocabulary(class_id, closing)
    own = {name: duty for name, duty in book.duties.items() if name not in common.duties}
    kinds = {**common.kinds, **{name: kind for name, kind in book.kinds.items() if name not in common.kinds}}
    return DutyFiling(
        duties={**common.duties, **own},
        kinds=kinds,
        regulations={**gather_points(own.values(), kinds.values()), **reader.shelf.regulations()},
    )


def _find_regulation(filing: DutyFiling, name: str) -> Regulation:
    if name in filing.regulations:
        return filing.regulations[name]
    what = Message(f"没有列职责的细则“{name}”", f"no regulation {name!r} lists duties")
    raise UnknownReference.among(what, name, filing.regulations, code="rulebook.unknown-regulation")
