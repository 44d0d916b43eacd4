"""Reports (报告): feedback to a head teacher, duties, the budget, trails, and published results computed again."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from bzr_adapters.front_door.arguments import Span, find_period, find_periods, read_span, read_text
from bzr_adapters.front_door.asking import Asking, find_class_ids, find_place
from bzr_adapters.front_door.errors import raises_ours

if TYPE_CHECKING:
    from bzr_adapters.front_door.results import Report


class ReportAnswers(Asking):
    """What is reported."""

    @raises_ours
    def feedback(self, class_: str, period: Span, /) -> "Report":
        """Return what the head teacher of a class is told about a period (个人反馈), `bzr.feedback/1`.

        Its rows are the shortcomings.

        Raises:
            NotFound: When there is no statement; the reason is told.
        """
        from bzr_adapters.front_door.tell_reports import report_feedback

        reader = self._read()
        return report_feedback(reader, self._head(reader), *find_place(reader, class_, period))

    @raises_ours
    def duties(self, class_: str, period: Span, /, *, regulation: str | None = None) -> "Report":
        """Return what was done for each duty of a class's head teacher, and what went wrong (职责), `bzr.duties/1`.

        Args:
            regulation: The number of a regulation, such as A15: the rows are its points, and only its duties are told.

        Raises:
            NotFound: When there is no such class in the period, or no such regulation.
        """
        from bzr_adapters.front_door.tell_reports import report_duties

        reader = self._read()
        class_id, assessed = find_place(reader, class_, period)
        listing = None if regulation is None else read_text("regulation", regulation)
        return report_duties(reader, self._head(reader), class_id, assessed, listing)

    @raises_ours
    def budget(self, period: Span, /) -> "Report":
        """Return what allowances and pay will cost (预算), from the roster, `bzr.budget/1`; `ok` is whether any rulebook says."""
        from bzr_adapters.front_door.tell_reports import report_budget

        reader = self._read()
        return report_budget(reader, self._head(reader), find_period(read_span(period), reader.register.calendar))

    @raises_ours
    def teacher(self, who: str, /) -> "Report":
        """Return a head teacher's results, years of service and records over all periods (班主任履历), `bzr.teacher/1`.

        Its rows are the results.

        Raises:
            NotFound: When it names nobody who has or had a class, or several teachers.
        """
        from bzr_adapters.front_door.tell_reports import report_teacher

        reader = self._read()
        return report_teacher(reader, self._head(reader), read_text("who", who))

    @raises_ours
    def audit(self, who: str, /) -> "Report":
        """Return the whole trail of a class, a teacher or a student (审计), in the order recorded; a row is an event.

        Args:
            who: A class or a teacher by id or name, a student by pseudonym, or a rulebook by id.

        Raises:
            NotFound: When it names nobody, or several teachers.
        """
        from bzr_adapters.front_door.tell_reports import report_trail

        reader = self._read()
        return report_trail(reader, self._head(reader), read_text("who", who))

    @raises_ours
    def warnings(self) -> tuple[str, ...]:
        """Return what to know of the store although it answers (提醒): its keys are away, others can read its files."""
        from bzr_adapters.storage.store_warnings import list_warnings

        self._school.log.last_position()  # one that is closed says so
        return tuple(message.in_(self.lang) for message in list_warnings(self._school.log))

    @raises_ours
    def note_shown(self, who: str, question: str, /, *, account: str = "") -> str:
        """Note that names or free texts are shown to somebody (查看记录); return why that could not be, empty where it was.

        Asking in Python notes nothing by itself: only your program knows whom it shows an answer. Of a store without keys
        nothing is noted.

        Args:
            who: To whom; it is what they say, and proved by nothing but the account.
            question: What your program calls what it shows; it must not hold what was shown.
            account: The account that your program has checked.
        """
        from bzr_adapters.front_door.access_log import note_shown

        texts = (read_text("who", who), read_text("question", question), read_text("account", account))
        return note_shown(self._school, *texts)

    @raises_ours
    def recheck(self, periods: Span, /) -> "Report":
        """Return every published result of a range, computed again as it was known then (核对), `bzr.assert/1`.

        `ok` is whether each comes to what was published.
        """
        from bzr_adapters.front_door.tell_reports import report_published

        reader = self._read()
        span = read_span(periods)
        stretch = find_periods(span, reader.register.calendar, reader.today)
        return report_published(reader, self._head(reader), span, stretch)

    @raises_ours
    def notice(self, period: Span, /, *, classes: Collection[str] = ()) -> "Report":
        """Return the published results of a period as they are put up (公示), of all classes or of some, `bzr.notice/1`.

        `ok` is whether anything was published.
        """
        from bzr_adapters.front_door.tell_reports import report_notice

        reader = self._read()
        assessed = find_period(read_span(period), reader.register.calendar)
        return report_notice(reader, self._sealed_head(reader), assessed, find_class_ids(reader, classes, assessed))

    @raises_ours
    def appointments(self, class_: str | None = None, /) -> "Report":
        """Return the appointments of a class, or of every class with the members of every studio (聘任), `bzr.appointments/1`."""
        from bzr_adapters.front_door.tell_reports import report_appointments

        reader = self._read()
        class_id = None if class_ is None else reader.find_class_id(read_text("class_", class_))
        return report_appointments(reader, self._head(reader), class_id)
