"""Questions about what was published, appealed and paid (公示、申诉、绩效)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from bzr_adapters.front_door.arguments import Span, find_period, read_month, read_span, read_text
from bzr_adapters.front_door.asking import Asking, find_class_ids, find_place
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.rulebooks import Book, read_allowance
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.periods import Period

if TYPE_CHECKING:
    from bzr_adapters.front_door.results import Appeal, AppealList, PaySheet, Result


class ResultAnswers(Asking):
    """What can be asked about published results, appeals and pay sheets."""

    @raises_ours
    def results(self, period: Span, /, *, classes: Collection[str] = ()) -> "tuple[Result, ...]":
        """Return the published results of a period, of all classes or of some, beside what is computed now."""
        reader = self._read()
        assessed = find_period(read_span(period), reader.register.calendar)
        return self._list_results(reader, assessed, find_class_ids(reader, classes, assessed))

    def _list_results(
        self, reader: SchoolReader, period: Period, class_ids: Collection[str], command: str = ""
    ) -> "tuple[Result, ...]":
        """Return the results of some classes or of all; `command` is the one that may have changed them."""
        from bzr_adapters.front_door.tell_results import list_results

        return list_results(
            reader, self._sealed_head(reader), period, class_ids or list(reader.register.classes), command
        )

    @raises_ours
    def appeals(self, period: Span | None = None, /, *, class_: str | None = None) -> "tuple[Appeal, ...]":
        """Return the appeals against the results of a period or of all, of a class or of all, in the order filed."""
        return self._list_appeals(self._read(), period, class_)

    @raises_ours
    def list_appeals(self, period: Span | None = None, /) -> "AppealList":
        """Return the appeals against the results of a period or of all as a table, in the order filed."""
        from bzr_adapters.front_door.results import AppealList

        reader = self._read()
        about = "" if period is None else read_span(period)
        return AppealList(**self._head(reader), about=about, appeals=self._list_appeals(reader, period, None))

    def _list_appeals(self, reader: SchoolReader, period: Span | None, class_: str | None) -> "tuple[Appeal, ...]":
        from bzr_adapters.front_door.tell_results import list_appeals

        assessed = None if period is None else find_period(read_span(period), reader.register.calendar)
        class_id = None if class_ is None else reader.find_class_id(read_text("class_", class_), assessed)
        return list_appeals(reader, self._head(reader), class_id, None if assessed is None else assessed.name)

    @raises_ours
    def find_appeal(self, class_: str, period: Span, id: str = "", /) -> "Appeal":
        """Return the appeal of a class and period whose id begins so; without an id, the only one that is open.

        Raises:
            NotFound: When there is none, or several.
        """
        from bzr_adapters.front_door.tell_results import find_appeal

        reader = self._read()
        class_id, assessed = find_place(reader, class_, period)
        return find_appeal(reader, self._head(reader), class_id, assessed, read_text("id", id))

    @raises_ours
    def pay_sheet(self, period: Span, scheme: str | None = None, /, *, allowance: Book | None = None) -> "PaySheet":
        """Return a month's pay sheet; before it is prepared its state is `none`, and it says what it would say.

        Args:
            scheme: The outcomes that say what the assessment pays; not needed where the rulebook has only one.
            allowance: The rulebook of the seniority allowance.

        Raises:
            Invalid: When the sheet was prepared by another scheme or allowance.
            Refused: When it cannot be filled in.
        """
        from bzr_adapters.front_door.tell_pay import publish_pay_sheet

        reader, month = self._read(), read_month(read_span(period))
        text = None if allowance is None else read_allowance(allowance, reader.whole_register)
        name = "" if scheme is None else read_text("scheme", scheme)
        return publish_pay_sheet(reader, self._sealed_head(reader), month, name, text)
