"""Kinds of facts (事项): what can be recorded, as data.

A kind says its name, its label, its fields and its scale; it never says what it is worth.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.students import read_student
from bzr_domain.kernel.messages import Message, Problem, report_unknown
from bzr_domain.kernel.names import normalize_name
from bzr_domain.kernel.quantities import format_number

About = Literal["class", "teacher"]
FieldType = Literal["number", "text", "date", "time", "scale", "student"]
Shows = Literal["work", "failure", "measure"]
"""What a fact shows of a duty (职责): work done, something that went wrong, or a figure that was measured."""
ALWAYS_ALLOWED = ("place", "note", "recorder")
"""Free text that any kind of fact may carry as evidence."""


@attrs.frozen(kw_only=True)
class Field:
    """One field of a kind: a number with its range, words of a scale, a day, a time, a student, or free text.

    Attributes:
        name: The header it stands under: count, value, grade, level, item, points, note, or a name of the kind's own.
        type: What it holds.
        title: The header in Chinese sheets; empty for the fields every kind can have.
        scale: Its words, lowest first; empty when it is no scale.
        words: Other words for the same steps, English for Chinese.
        lowest, highest: The range of a number, inclusive; None means no limit.
        optional: Whether the field may be left empty.
    """

    name: str
    type: FieldType = "text"
    title: str = ""
    scale: tuple[str, ...] = ()
    words: Mapping[str, str] = attrs.field(factory=dict)
    lowest: Decimal | None = None
    highest: Decimal | None = None
    optional: bool = False

    def read(self, word: str) -> str:
        """Return the scale's own word for a word or its translation; an unknown word stays as it is."""
        plain = normalize_name(word)
        steps = {normalize_name(step): step for step in self.scale}
        return self.words.get(plain.casefold(), steps.get(plain, word))

    def range_text(self) -> Message:
        """Return the range in words, for messages."""
        if self.lowest is not None and self.highest is not None:
            text = f"{format_number(self.lowest)}–{format_number(self.highest)}"
            return Message(f"{text}之间的数", f"a number within {text}")
        if self.lowest is not None:
            return Message(
                f"不小于{format_number(self.lowest)}的数",
                f"a number of at least {format_number(self.lowest)}",
            )
        return Message("一个准确的数", "an exact number")


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of fact (事项): its id, its label, whom it is about, the duty it is filed under, and its fields.

    Attributes:
        handed_in: Whether it is handed in (上交) and may be so after the term's end: it then belongs to the term just ended.
        shows: What its facts show of that duty.
        failing: The steps of grade or level whose facts show that something went wrong, whatever `shows` says.
    """

    id: str
    title: str
    about: About = "class"
    duty: str = ""
    handed_in: bool = False
    shows: Shows = "work"
    failing: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    def tell(self, fact: Fact) -> Shows:
        """Return what a fact of this kind shows of its duty."""
        return "failure" if {fact.grade, fact.level} & {*self.failing} else self.shows

    def field(self, name: str) -> Field | None:
        """Return the field of that name, or None when the kind has none."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def own(self) -> tuple[Field, ...]:
        """The fields that are the kind's own (自有栏目)."""
        return tuple(field for field in self.fields if field.name not in FIELDS)

    def value(self, fact: Fact, name: str) -> Decimal | int | str | date | time | None:
        """Return the value of a field, in its type; None where it is empty, or is not what the field holds."""
        if name in FIELDS:
            value: Decimal | int | str | None = getattr(fact, name)
            return value
        field, text = self.field(name), fact.get(name)
        if text is None or field is None or field.type not in _READ:
            return text
        return _READ[field.type](text)


_READ: Mapping[str, Callable[[str], Decimal | date | time | str]] = {
    "number": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "student": read_student,
}

FIELDS = ("count", "value", "grade", "level", "item", "points", "note")
"""The fields a kind can have, in the order of the sheet; `note` is listed only where a kind requires it."""


DUTY_FAMILIES = ("work", "teacher", "feedback", "studio")
"""The families of kinds that show what was done for a duty (职责凭证), and of which a rulebook counts only what its text asks."""


def is_duty_record(kind: str) -> bool:
    """Whether a kind is recorded to show what was done for a duty, counted or not."""
    return kind.split(".", maxsplit=1)[0] in DUTY_FAMILIES


def find_kind(kinds: Iterable[Kind], word: str) -> Kind | None:
    """Return the kind with that id or that label, or None."""
    plain = normalize_name(word)
    return next((kind for kind in kinds if plain in (normalize_name(kind.id), normalize_name(kind.title))), None)


def unknown_kind(kinds: Iterable[Kind], word: str) -> Problem:
    """Return the problem of a fact whose kind nobody knows, with the near one."""
    names = {name for kind in kinds for name in (kind.id, kind.title)}
    what = Message(f"没有事项“{word}”", f"there is no fact kind {word!r}")
    return report_unknown(what, word, names, code="fact.unknown-kind", field="fact")


HEADERS = {
    "date": "日期",
    "class": "班级",
    "teacher": "班主任",
    "fact": "事项",
    "count": "数量",
    "value": "数值",
    "grade": "等级",
    "level": "级别",
    "item": "项目",
    "points": "分值",
    "place": "地点",
    "note": "备注",
    "recorder": "检查人",
    "id": "编号",
}
"""English header → Chinese header of the fact sheet."""
RESERVED = (
    *HEADERS, "kind", "on", "month_no", "month_day", "weekday", "evidence", "score", "month", "day", "week", "term", "year",
)  # fmt: skip
"""Names that a kind's own field cannot bear: they mean something on every fact."""
