"""Who belongs to the school (名册): the school, its classes, tenures, and which rulebook each part has adopted."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.names import index_names
from bzr_domain.kernel.periods import Span

STAGES = ("primary", "junior", "senior", "college")
"""The stages a class can be of: 小学, 初中, 高中, 大学."""


@attrs.frozen(kw_only=True)
class SchoolProfile:
    """The school's name and its time zone (IANA name)."""

    name: str
    timezone: str


@attrs.frozen(kw_only=True)
class ClassChange:
    """What is different about a class from a day on (变动); what is None stays as it was.

    Attributes:
        start: The first day on which it is so.
        class_type, college: Empty where the class is of no type, or of no college, any more.
        aliases: Empty where the class has no other names any more.
    """

    start: date
    name: str | None = None
    stage: str | None = None
    grade: str | None = None
    students: int | None = None
    class_type: str | None = None
    college: str | None = None
    aliases: tuple[str, ...] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Attribute → what it is from that day on, as a `SchoolClass` has it."""
        values = attrs.asdict(self, filter=lambda field, value: field.name != "start" and value is not None)
        return values | {name: None for name in ("class_type", "college") if values.get(name) == ""}

    @property
    def words(self) -> Message:
        """From when it holds, and what is different then."""
        texts = ("、".join(value) if isinstance(value, tuple) else value for value in self.values.values())
        values = " ".join("—" if text in (None, "") else str(text) for text in texts)
        return Message(f"{self.start}起:{values}", f"from {self.start}: {values}")


@attrs.frozen(kw_only=True)
class SchoolClass(Span):
    """One class (班级), as it is from its first day on, and what changes later.

    Attributes:
        stage: One of `STAGES`.
        class_type: What kind of class it is where rules tell them apart: 普高班, 创新班 …; None where they don't.
        college: The college (学院) that it belongs to, at a university; None elsewhere.
        start, end: First and last day there is such a class (建班, 撤并), where it was formed or dissolved within the
            terms registered; None: as long as they go.
        aliases: Other names that sheets use.
        changes: What is different from a day on.
    """

    id: str
    name: str
    stage: str
    grade: str
    students: int | None = None
    class_type: str | None = None
    college: str | None = None
    start: date | None = None
    end: date | None = None
    aliases: tuple[str, ...] = ()
    changes: tuple[ClassChange, ...] = ()

    def on(self, day: date) -> "SchoolClass":
        """Return the class as it is on a day, with nothing left to change.

        >>> change = ClassChange(start=date(2025, 9, 1), name="高二(1)班", grade="高二")
        >>> g1c1 = SchoolClass(id="g1c1", name="高一(1)班", stage="senior", grade="高一", students=45, changes=(change,))
        >>> [(g1c1.on(day).grade, g1c1.on(day).students) for day in (date(2025, 8, 31), date(2025, 9, 1))]
        [('高一', 45), ('高二', 45)]
        """
        if not self.changes:
            return self
        values: dict[str, Any] = {}
        for change in sorted(self.changes, key=lambda change: change.start):
            if change.start <= day:
                values |= change.values
        return attrs.evolve(self, changes=(), **values)

    @property
    def versions(self) -> list["SchoolClass"]:
        """The class as it is at first, and as it is from each of its changes on."""
        return [attrs.evolve(self, changes=()), *(self.on(change.start) for change in self.changes)]

    @property
    def turns(self) -> list[date]:
        """The days on which it begins, changes or is there no more."""
        return [*super().turns, *(change.start for change in self.changes)]

    def holds(self, first: date, last: date | None) -> bool:
        """Whether there is such a class on each day of a stretch; None as its end means that it goes on."""
        early = self.start is not None and first < self.start
        return not early and (self.end is None or (last is not None and last <= self.end))

    @property
    def span(self) -> Message:
        """From when to when there is such a class, in words; nothing where no day is said."""
        formed = [Message(f"{self.start}建班", f"from {self.start}")] if self.start else []
        dissolved = [Message(f"到{self.end}为止", f"until {self.end}")] if self.end else []
        return Message.joined(formed + dissolved, ",", " ")

    @property
    def names_by_day(self) -> Message:
        """Its id, what it is called from which day on, and from when to when there is such a class, where a day is said."""
        named = [change for change in self.changes if change.name is not None]
        until = Message(f"{named[0].start}以前", f"before {named[0].start} ") if named else Message("", "")
        names = [until + Message(f"叫“{self.name}”", f"called {self.name!r}")]
        names += [Message(f"{c.start}起叫“{c.name}”", f"from {c.start} {c.name!r}") for c in named]
        parts = [*names, *([self.span] if self.span.zh else [])]
        return Message(f"班级{self.id}:", f"class {self.id}: ") + Message.joined(parts, ",", ", ")

    @property
    def with_days(self) -> Message:
        """Its name, from when to when there is such a class, where a day is said, and what changes from which day on."""
        parts = [Message.same(self.name), *([self.span] if self.span.zh else []), *(c.words for c in self.changes)]
        return Message.joined(parts, " ", " ")


def index_class_names(classes: Collection[SchoolClass], day: date, there: Collection[str]) -> dict[str, set[str]]:
    """Return name → the ids of the classes it can mean on a day: an id, the name borne that day, or another name of then.

    Of several classes of a name, those are meant that are `there` on that day, if any is.
    """
    dated = [school_class.on(day) for school_class in classes]
    names = index_names((each.id, name) for each in dated for name in (each.name, *each.aliases))
    return {name: ids.intersection(there) or ids for name, ids in names.items()}


@attrs.frozen(kw_only=True)
class Tenure(Span):
    """Who is head teacher of which class, from when to when (任期); days inclusive, no `end` means still serving.

    Attributes:
        reason, approved_by: Why it is shorter than a school year (不满一学年的理由) and who approved that; empty where it
            is not, where nobody said so yet, and for an appointment's, whose exception says it.
    """

    teacher: str
    name: str
    class_id: str
    start: date
    end: date | None = None
    years_before: int = 0
    reason: str = ""
    approved_by: str = ""

    @property
    def span(self) -> Message:
        """From when to when it runs, in words."""
        if self.end is None:
            return Message(f"{self.start}起", f"from {self.start}")
        return Message(f"{self.start}至{self.end}", f"{self.start} to {self.end}")

    @property
    def exception(self) -> Message:
        """Why it is shorter than a school year, and who approved that, in brackets; nothing where nobody said so."""
        if not self.reason:
            return Message("", "")
        return Message(
            f"(不满一学年:{self.reason},{self.approved_by}批准)",
            f" (under a school year: {self.reason}, approved by {self.approved_by})",
        )


@attrs.frozen(kw_only=True)
class Vacancy:
    """A stretch of school days on which a class has no head teacher (没有班主任): first and last, and how many."""

    first: date
    last: date
    school_days: int

    @property
    def span(self) -> Message:
        """From when to when, in words."""
        if self.first == self.last:
            return Message.same(str(self.first))
        return Message(f"{self.first}至{self.last}", f"{self.first} to {self.last}")


def list_classes_of_head_teachers(tenures: Collection[Tenure], class_id: str) -> list[str]:
    """Return a class, and then the others that its head teachers have or had, each once."""
    teachers = {t.teacher for t in tenures if t.class_id == class_id}
    return list(dict.fromkeys((class_id, *(t.class_id for t in tenures if t.teacher in teachers))))


@attrs.frozen(kw_only=True)
class RulebookText:
    """A rulebook as text (规则文本): whole, so that history can be computed under it for ever.

    Attributes:
        id, version: As the text says.
        digest: SHA-256 of the text and its kinds, in hex.
        text: The rulebook's TOML text.
        kinds: The TOML text of the fact kinds that every rulebook knew at the time.
    """

    id: str
    version: int
    digest: str
    text: str
    kinds: str

    @property
    def name(self) -> str:
        """Its id and version, as people write them: monthly-quantified/1."""
        return f"{self.id}/{self.version}"


def find_rulebook(rulebooks: Iterable[RulebookText], ref: str) -> RulebookText | None:
    """Find a rulebook by its digest, by id and version, or by its id: the newest version; of equal ones the last registered."""
    fitting = [text for text in rulebooks if ref in (text.digest, text.name, text.id)]
    return max(reversed(fitting), key=lambda text: text.version, default=None)


@attrs.frozen(kw_only=True)
class Adoption(Span):
    """Which rulebook is in force from when, for the whole school or a part of it (采用).

    Attributes:
        rulebook: The digest of the registered rulebook text.
        start, end: First and last day in force; no `end` means until further notice.
        stage, college, grade, class_id: The part of the school; all empty means everybody.
        purpose: What it is for (用途), in words of the school's own; empty for the usual one. A class has one rulebook
            per purpose and day.
    """

    rulebook: str
    start: date
    end: date | None = None
    stage: str | None = None
    college: str | None = None
    grade: str | None = None
    class_id: str | None = None
    purpose: str = ""

    @property
    def part(self) -> tuple[str | None, ...]:
        """The class, grade, college and stage that it is for, the most specific first."""
        return self.class_id, self.grade, self.college, self.stage


def find_adoption(adoptions: Iterable[Adoption], school_class: SchoolClass, day: date) -> Adoption | None:
    """Return the adoption in force for a class on a day; class before grade before college before stage before school, then the latest.

    Args:
        school_class: The class as it is on that day.
    """
    fitting = [a for a in adoptions if a.covers(day) and _covers_class(a, school_class)]
    return max(fitting, key=_rank_precedence, default=None)


def _covers_class(adoption: Adoption, school_class: SchoolClass) -> bool:
    actual = (school_class.id, school_class.grade, school_class.college, school_class.stage)
    return all(part is None or part == own for part, own in zip(adoption.part, actual, strict=True))


def _rank_precedence(adoption: Adoption) -> tuple[list[bool], date]:
    return [part is not None for part in adoption.part], adoption.start
