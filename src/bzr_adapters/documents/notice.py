"""The document `bzr.notice/1` and its sheet: published results as a school puts them up (公示), with where to object."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.published import RESULT_STATES, tell_nothing_recorded
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.statement import describe_exact_comparison
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.publication.events import Figures, ResultPublished
from bzr_domain.register.people import ROLES, People
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.result import ExactComparison


@attrs.frozen(kw_only=True)
class PostedResult:
    """A class's published result, with the names that it is put up under.

    Attributes:
        published: Its last publication.
        compared: What of it was compared as it is, where two decimals would show something else; known while it is what was published.
        teacher: The head teacher's name; None where the result names nobody.
    """

    class_id: str
    class_name: str
    teacher: str | None
    result: AssessmentResult
    published: ResultPublished
    book: Book
    compared: tuple[ExactComparison, ...] = ()

    @property
    def figures(self) -> Figures:
        """What is shown: the figures made final, or those of the last publication."""
        return self.published.figures if self.result.final is None else self.result.final.event.figures

    def list_grades(self, period: Period) -> list[tuple[Node, str | None]]:
        """Return every outcome that is a grade (等级) with the grade; None where there is none."""
        known = dict(self.figures.outcomes)
        nodes = (node for node in self.book.outcomes_of(period.per) if node.labels)
        return [(node, known.get(node.id) or None) for node in nodes]


@attrs.frozen(kw_only=True)
class Notice:
    """The published results of a period, and what has to be known to object to them (公示).

    Attributes:
        school: The school's name.
        today: The day of asking, which decides whether objections are still heard.
    """

    school: str
    period: Period
    results: Sequence[PostedResult]
    people: People
    today: date


def notice_document(notice: Notice, as_of: datetime, lang: Lang) -> values.Document:
    """`bzr.notice/1`."""
    return {
        "schema": "bzr.notice/1",
        "period": notice.period.name,
        "as_of": as_of.isoformat(),
        "results": [
            {
                "class": posted.class_id,
                "class_name": posted.class_name,
                "teacher": posted.teacher,
                "rulebook": posted.book.id,
                "rulebook_version": posted.book.version,
                "total": values.points(posted.figures.total),
                "grades": [
                    {"id": node.id, "title": node.title, "grade": grade}
                    for node, grade in posted.list_grades(notice.period)
                ],
                "nothing_recorded": posted.published.nothing_recorded or None,
                "state": posted.result.state,
                "until": posted.published.until.isoformat(),
            }
            for posted in notice.results
        ],
        "heard_by": _list_holders(notice.people, "appeal.decide"),
        "text": [line for block in _list_blocks(notice, lang) for line in (block.title, *block.notes)]
        + [line.in_(lang) for line in _sign(notice)],
    }


def notice_sheet(notice: Notice, lang: Lang) -> Sheet:
    """A table for all classes that are put up until the same day under the same rulebook, with what to do about them."""
    name = notice.period.name
    return Sheet(
        name=Message(f"{name} 班主任考核结果公示", f"{name}: results of the head teachers, public notice"),
        blocks=list(_list_blocks(notice, lang)),
        notes=[line.in_(lang) for line in _sign(notice)],
    )


def _list_blocks(notice: Notice, lang: Lang) -> Iterator[Block]:
    groups: dict[tuple[str, date], list[PostedResult]] = {}
    for posted in notice.results:
        groups.setdefault((posted.book.digest, posted.published.until), []).append(posted)
    for (_, until), results in groups.items():
        heads = Message("班级|班主任|总分|状态", "class|head teacher|total|state").in_(lang).split("|")
        yield Block(
            title=_introduce(results[0].book, until).in_(lang),
            heads=[*heads[:3], *(node.title for node, _ in results[0].list_grades(notice.period)), heads[3]],
            rows=[_list_cells(posted, notice.period, lang) for posted in results],
            numbers={2},
            notes=[
                *(line.in_(lang) for posted in results for line in _list_comparisons(posted)),
                _say_where_to_object(notice, results, until).in_(lang),
            ],
        )


def _list_cells(posted: PostedResult, period: Period, lang: Lang) -> list[Cell]:
    grades = [grade for _, grade in posted.list_grades(period)]
    state, reason = RESULT_STATES[posted.result.state], posted.published.nothing_recorded
    told = state + Message(";", "; ") + tell_nothing_recorded(reason) if reason else state
    return [posted.class_name, posted.teacher, posted.figures.total, *grades, told.in_(lang)]


def _list_comparisons(posted: PostedResult) -> Iterator[Message]:
    """Say which of its numbers decided a grade otherwise than they are shown."""
    for comparison in posted.compared:
        yield Message.same(f"{posted.class_name} ") + describe_exact_comparison(comparison)


def _introduce(book: Book, until: date) -> Message:
    zh, en = (
        (f"{book.cite},第{book.version}版", f"{book.cite}, version {book.version}")
        if book.cite
        else (f"第{book.version}版", f"version {book.version}")
    )
    return Message(
        f"按《{book.title}》({zh})考核的结果,公示到{until}为止(含当日):",
        f"Results by {book.title} ({en}), put up until {until}, that day included:",
    )


def _say_where_to_object(notice: Notice, results: Sequence[PostedResult], until: date) -> Message:
    if notice.today > until or all(posted.result.final is not None for posted in results):
        return Message(
            f"公示期到{until}为止,已经不再受理申诉。", f"The notice ran until {until}: no more appeals are heard."
        )
    filers, deciders = (_name_roles(notice.people, step) for step in ("appeal.file", "appeal.decide"))
    holders = _list_holders(notice.people, "appeal.decide")
    names = Message(f"({'、'.join(holders)})", f" ({', '.join(holders)})") if holders else Message.same("")
    whom = (deciders or Message("学校", "the school")) + names
    return Message(
        f"对结果有异议的,请{filers.zh if filers else ''}在公示期内写明所对的事实或条款和理由,向{whom.zh}提出。",
        f"Objections are brought to {whom.en} by {filers.en if filers else 'anybody'} within the notice, "
        "with the fact or the clause they are about and the grounds.",
    )


def _name_roles(people: People, step: str) -> Message | None:
    """Return which roles may take a step; None where everybody may."""
    right = people.right_for(step) if people.persons else None
    if right is None:
        return None
    return Message("或".join(ROLES.get(role, role) for role in right.roles), " or ".join(right.roles))


def _list_holders(people: People, step: str) -> list[str]:
    """Return the names of those who may take a step; none where no persons are registered."""
    right = people.right_for(step)
    return people.holders(right.roles) if right is not None else []


def _sign(notice: Notice) -> Iterator[Message]:
    """The school, and the day on which the last of the results was published."""
    if notice.results:
        yield Message.same(f"{notice.school} {max(posted.published.asked_on for posted in notice.results)}")
