"""How a sheet recorded again differs from before, difference by difference (表格改动): as problems, and for people."""

from collections.abc import Callable

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Correction, describe_changes, short_id
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.sheet_comparison import SheetComparison, list_changed_fields
from bzr_domain.kernel.messages import Lang, Message, Problem


@attrs.frozen(kw_only=True)
class Difference:
    """One difference: where, of which fact, and what is different.

    Attributes:
        state: Whether the row changed, went, or is new.
        row: The row in the sheet; None of one that is not in it any more.
        subject: The day, the class, and what the fact is called.
        what: The fields that changed, before and after; of a row that went or is new, all of them.
        id: The id of the fact; empty of a new row.
    """

    code: str
    state: Message
    sheet: str
    row: int | None
    subject: Message
    what: Message
    id: str = ""

    def to_problem(self) -> Problem:
        """Return the difference as a problem with its place."""
        parts = [self.state + Message(":", ":"), self.subject, self.what]
        what = Message.joined([*parts, *([Message.same(f"[{short_id(self.id)}]")] if self.id else [])], " ", " ")
        return Problem(code=self.code, what=what, sheet=self.sheet, row=self.row)


def list_differences(comparison: SheetComparison, reader: SchoolReader) -> tuple[Difference, ...]:
    """Return every difference: which row changed into which, what went, and what is new."""
    words = _Words(reader)
    changed = [
        Difference(
            code="sheet.row-changed",
            state=Message("改了", "changed"),
            sheet=each.sheet,
            row=each.row,
            subject=words.describe_subject(each.before),
            what=words.describe_change(each.before, each.after),
            id=each.id,
        )
        for each in comparison.changed
    ]
    gone = [
        Difference(
            code="sheet.row-gone",
            state=Message("没有了", "gone"),
            sheet=each.sheet,
            row=None,
            subject=words.describe_subject(each.current),
            what=words.describe_content(each.current),
            id=each.id,
        )
        for each in comparison.gone
    ]
    new = [
        Difference(
            code="sheet.row-new",
            state=Message("新增", "new"),
            sheet=each.sheet,
            row=each.row,
            subject=words.describe_subject(each.fact),
            what=words.describe_content(each.fact),
        )
        for each in comparison.new
    ]
    return (*changed, *gone, *new)


@attrs.frozen
class _Words:
    """The words in which facts are told."""

    reader: SchoolReader

    def describe_subject(self, fact: Fact) -> Message:
        """Return of which day and class a fact is, and what it is called."""
        name, kind = self.reader.register.class_on(fact.class_id, fact.on).name, self.reader.kinds.get(fact.kind)
        label = _write(lambda lang: values.kind_label(kind, fact, lang))
        return Message(f"{fact.on} {name} ", f"{fact.on} {fact.class_id} ") + label

    def describe_content(self, fact: Fact) -> Message:
        """Return every field of a fact, who saw it included."""
        kind = self.reader.kinds.get(fact.kind)
        count = Message(f"数量{fact.count}", f"count {fact.count}")
        content = _write(lambda lang: values.content(fact, kind, lang) or count.in_(lang))
        seen = Message(f",检查人{fact.recorder}", f", recorder {fact.recorder}")
        return content + seen if fact.recorder else content

    def describe_change(self, before: Fact, after: Fact) -> Message:
        """Return each field that has changed, as it was and as it is."""
        correction = Correction(before=before, after=after, fields=list_changed_fields(before, after))
        return _write(lambda lang: describe_changes(correction, self.reader.kinds.get(after.kind), lang))


def _write(write: Callable[[Lang], str]) -> Message:
    return Message(values.one_line(write("zh")), values.one_line(write("en")))
