"""What the front door returns beside the answers (值): documents in general, facts, receipts, events, places in the log.

Every value is frozen, complete and outlives the school it came from; `to_dict()` gives what `--json` prints.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from bzr_adapters.front_door.arguments import check_type
from bzr_adapters.front_door.errors import Invalid, Problem, build_invalid
from bzr_adapters.intake import cells
from bzr_adapters.intake.text import normalize_cell
from bzr_domain.kernel.messages import Lang, Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.comparisons import Comparison

Path: TypeAlias = str | PathLike[str]
Head: TypeAlias = Mapping[str, Any]
"""What every answer says of its reading: where the store stood, the moment of asking, the language."""


class Document:
    """A value that can be written as a JSON object: numbers are text, times ISO 8601 with offset."""

    def to_dict(self) -> dict[str, Any]:
        """Return the document; `json.dumps` needs no help with it."""
        raise NotImplementedError


@attrs.frozen(kw_only=True)
class Answer(Document):
    """An answer, with where the store stood when it was read (位置).

    Attributes:
        position: The position of the last event read: an ETag, and an argument of `at`.
        as_of: The moment of asking, in the school's time zone.
        school: The school's name.
        source: What the reports write the answer from; no part of the public interface.
        lang: The language of its texts.
        checkpoint: The last checkpoint up to there in short, of what is published or paid; empty where there is none.
    """

    position: int
    as_of: datetime
    school: str = attrs.field(default="", repr=False, eq=False)
    source: Any = attrs.field(default=None, repr=False, eq=False)
    lang: Lang = attrs.field(default="zh", repr=False, eq=False)
    checkpoint: str = attrs.field(default="", repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the document, with the position beside the moment."""
        return self._place(self._build_document())

    def _place(self, built: Mapping[str, Any]) -> dict[str, Any]:
        document: dict[str, Any] = {}
        for key, value in built.items():
            document[key] = value
            if key == "as_of":
                document["position"] = self.position
                if self.checkpoint:
                    document["checkpoint"] = self.checkpoint
        return document

    def _build_document(self) -> Mapping[str, Any]:
        raise NotImplementedError


@attrs.frozen(kw_only=True, init=False)
class Fact(Document):
    """Something seen on a day in a class, never what it is worth (事实).

    To record: kind, day, class or teacher, and the fields of the kind; the rest is filled in when it is read.

    Attributes:
        fields: Count, value, grade, level, item, points, place, note and the kind's own fields, where they are filled.
        voided_by: The void in force that takes it out; None while it counts.
        corrected_by: The last correction in force; None where there is none.
    """

    kind: str
    on: date
    class_id: str
    teacher: str
    id: str
    fields: Mapping[str, int | Decimal | str]
    position: int
    recorded_at: datetime | None
    recorder: str
    voided_by: str | None
    corrected_by: str | None
    document: Mapping[str, Any] = attrs.field(repr=False, eq=False)

    def __init__(
        self,
        kind: str,
        on: date | str,
        *,
        class_id: str = "",
        teacher: str = "",
        id: str = "",
        **fields: Any,
    ) -> None:
        """Take what is to be recorded.

        Raises:
            Invalid: When the day is text and no day.
        """
        self.__attrs_init__(
            kind=kind,
            on=_read_day(on),
            class_id=class_id,
            teacher=teacher,
            id=id,
            fields=MappingProxyType(fields),
            position=0,
            recorded_at=None,
            recorder=str(fields.get("recorder", "")),
            voided_by=None,
            corrected_by=None,
            document=MappingProxyType({}),
        )

    @classmethod
    def of(cls, **attributes: Any) -> "Fact":
        """Return a fact with every attribute said, as it is read from the store."""
        fact = cls.__new__(cls)
        fact.__attrs_init__(**attributes)
        return fact

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as it stands in `bzr.facts/1`; one to be recorded, as a row."""
        return dict(self.document) or self.to_row()

    def to_row(self) -> dict[str, Any]:
        """Return the row that records the fact: the headers of a sheet → values."""
        places = {
            "date": self.on.isoformat(),
            "class": self.class_id,
            "teacher": self.teacher,
            "fact": self.kind,
            "id": self.id,
        }
        return {name: value for name, value in (*places.items(), *self.fields.items()) if value not in ("", None)}


def _read_day(on: date | str) -> date:
    check_type("on", on, date, str)
    day = on if isinstance(on, date) else cells.read_day(normalize_cell(on))
    if isinstance(day, date):
        return day
    raise build_invalid([day], "zh")


@attrs.frozen(kw_only=True)
class PassedOver(Document):
    """A part of a sheet that states no fact and was passed over (略过): a row, a column by its letter, or a whole worksheet.

    Attributes:
        text: What stands there, shortened.
        why: What it was taken for.
    """

    sheet: str
    row: int | None
    column: str
    text: str
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Return the part as it stands in `bzr.receipt/1`."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class RepeatedRow(Document):
    """A row recorded although an earlier row of its sheet, `of_row`, says just the same (重复的行); `id` is its fact's."""

    sheet: str
    row: int | None
    of_row: int | None
    id: str

    def to_dict(self) -> dict[str, Any]:
        """Return the row as it stands in `bzr.receipt/1`."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class Receipt(Document):
    """What became of a command (回执); the same command sent again gives an equal receipt but for `replayed`.

    Attributes:
        ids: One a row, in the rows' order, known rows included and empty text for a rejected one; of a correction or a
            void the fact's id; of a declaration nothing.
        new: The ids that this command recorded; `known` were recorded before.
        alike: Of the new ones, those that equal an older fact.
        amended: The facts that were corrected since their rows changed in a sheet recorded again with `gone="amend"`.
        removed: Those that were voided since their rows went from it.
        repeats: The new rows that equal an earlier row of their sheet.
        passed_over: What of the sheets states no fact: titles, 序号, totals, notes, what was to be ignored.
        rejected: The problems of the rows left out.
        uncounted: The rows recorded whose facts no period counts, since each in which one would count has no school day.
        position: That of the last event of the command; where it had none, where the store stood.
        preview: What would move, of a dry run of `declare`, `correct` or `void`, or moved, where the past was corrected; of
            facts recorded, corrected or voided, what moved that was published or stands on a pay sheet begun. None elsewhere.
        source: What the reports write the receipt from, of a command that was just carried out; no part of the public
            interface.
    """

    ids: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    repeats: tuple[RepeatedRow, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    rejected: tuple[Problem, ...] = ()
    uncounted: tuple[Problem, ...] = ()
    command: str
    position: int
    recorded_at: datetime
    replayed: bool = attrs.field(default=False, eq=False)
    preview: "Comparison | None" = attrs.field(default=None, repr=False, eq=False)
    source: Any = attrs.field(default=None, repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the document `bzr.receipt/1`."""
        return {
            "schema": "bzr.receipt/1",
            "command": self.command,
            "position": self.position,
            "recorded_at": self.recorded_at.isoformat(),
            "replayed": self.replayed,
            "ids": list(self.ids),
            "new": list(self.new),
            "known": list(self.known),
            "alike": list(self.alike),
            "amended": list(self.amended),
            "removed": list(self.removed),
            "repeats": [row.to_dict() for row in self.repeats],
            "passed_over": [part.to_dict() for part in self.passed_over],
            "rejected": [problem.to_dict() for problem in self.rejected],
            "uncounted": [problem.to_dict() for problem in self.uncounted],
        }


@attrs.frozen(kw_only=True)
class Event(Document):
    """One event of the log (事件), as stored: its name carries the version of its form."""

    position: int
    name: str
    stream: str
    version: int
    recorded_at: datetime
    recorder: str
    command: str
    data: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the document `bzr.event/1`."""
        return {
            "schema": "bzr.event/1",
            "position": self.position,
            "name": self.name,
            "stream": self.stream,
            "version": self.version,
            "recorded_at": self.recorded_at.isoformat(),
            "recorder": self.recorder,
            "command": self.command,
            "data": dict(self.data),
        }


@attrs.frozen(init=False)
class Bookmark:
    """A follower's place in the log (书签): which store, up to which position, and the digest of the event there.

    `Bookmark(str(bookmark))` is the same place; `Bookmark()` is the start of any store.
    """

    store_id: str
    position: int
    digest: str

    def __init__(self, text: str = "start") -> None:
        """Read a place as `str` wrote it.

        Raises:
            Invalid: When the text is no place.
        """
        check_type("text", text, str)
        store_id, _, place = ("", "", "0:") if text == "start" else text.partition(":")
        position, separator, digest = place.partition(":")
        if not (separator and position.isdecimal()):
            raise Invalid(Message(f"“{text}”不是书签", f"{text!r} is no bookmark"), code="argument.not-a-bookmark")
        self.__attrs_init__(store_id, int(position), digest)

    def __str__(self) -> str:
        """The place as text, to be kept."""
        return f"{self.store_id}:{self.position}:{self.digest}" if self.store_id else "start"
