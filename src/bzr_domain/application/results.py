"""Results as a reader knows them: their histories, and the appeals in them."""

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts import streams
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Period, width
from bzr_domain.publication import assessment_result as results
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.publication.events import AppealFiled


def result(reader: SchoolReader, class_id: str, period: str) -> AssessmentResult:
    """The history of a class's result for a period as known then."""
    stream = streams.of_result(class_id, period)
    found = results.initial(stream)
    for page in reader.read_events(stream):
        found = results.evolve(found, page)
    return found


def appeal_named(history: AssessmentResult, ref: str) -> str:
    """The appeal whose id begins so; without a word, the only one that is open.

    Raises:
        UnknownReference: When there is none, or several.
    """
    found = [one for one in history.appeals if one.startswith(ref)] if ref else history.open
    if len(found) == 1:
        return found[0]
    ids = [one[:10] for one in found or history.appeals]
    zh, en = "、".join(ids) or "无", ", ".join(ids) or "none"
    if not found:
        raise UnknownReference(Message(f"没有这件申诉;已有的:{zh}", f"there is no such appeal; known: {en}"))
    raise UnknownReference(
        Message(f"不止一件申诉,请写明编号:{zh}", f"there are several appeals, say which: {en}")
    )


def unsettled_within(reader: SchoolReader, class_id: str, period: Period) -> tuple[str, ...]:
    """The shorter periods within one whose published results of the class can still move by an appeal."""
    found = []
    for stream in reader.store.streams(streams.of_result(class_id, "")):
        name = stream.removeprefix(streams.of_result(class_id, ""))
        cell = reader.register.calendar.named(name)
        if cell is None or width(cell.per) >= width(period.per):
            continue
        within = reader.register.calendar.wider(period.per, cell) == period
        if within and result(reader, class_id, name).unsettled(reader.today):
            found.append(name)
    return tuple(found)


def appealed(reader: SchoolReader, class_id: str, period: str, ref: str) -> str:
    """What an appeal is about: a fact's id, or a clause.

    Raises:
        UnknownReference: When there is no such appeal, or several.
    """
    history = result(reader, class_id, period)
    return filed_as(history, appeal_named(history, ref)).about


def filed_as(history: AssessmentResult, name: str) -> AppealFiled:
    """An appeal as it was filed."""
    event = history.appeals[name].event
    assert isinstance(event, AppealFiled)
    return event
