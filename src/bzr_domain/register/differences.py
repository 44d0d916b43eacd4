"""On which days two registers read differently (前后差别), and what is different then: classes, head teachers, rulebooks, terms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Span

if TYPE_CHECKING:
    from bzr_domain.register.school_register import SchoolRegister  # which compares itself with what is declared

_Read = TypeVar("_Read")
_Sides = Sequence["SchoolRegister"]
_DAY = timedelta(days=1)
_CLASSES_SHOWN = 5
_NOTHING = Message("无", "none")
ATTRIBUTES = {
    "name": Message("名称", "name"),
    "stage": Message("学段", "stage"),
    "college": Message("学院", "college"),
    "grade": Message("年级", "grade"),
    "class_type": Message("班级类型", "class_type"),
    "students": Message("人数", "students"),
}
"""Attribute of a class → its word; other names and days are told apart from these."""
_CLASS_CHANGE = Message(
    "从某天起才不同的,写 [[class.change]] 和 from", "what differs from a day on: [[class.change]] with `from`"
)
_CLASS_DAYS = Message("从某天起才有的,写 [[class]] 的 from", "what is there from a day on: `from` of [[class]]")
_OTHER_TENURE = Message(
    "从某天起换人的,给前一任写 to,另写 [[tenure]] 和 from",
    "a change of head teacher: `to` for the former, a new [[tenure]]",
)
_OTHER_ADOPTION = Message(
    "从某天起改用的,另写 [[adopt]] 和 from,原来的保留",
    "another rulebook from a day on: a further [[adopt]] with `from`",
)
_CALENDAR = Message("已定的日子,校历不改", "the calendar of settled days stays as it is")


@attrs.frozen(kw_only=True)
class Difference(Span):
    """One thing that reads differently from a first to a last day (差别).

    Attributes:
        classes: The classes it is about; None where it is about all.
        teachers: The head teachers it is about, of a tenure.
        purpose: Of an adoption, what it is for (用途); None where every purpose is concerned.
        from_first: Whether a class is said to have been otherwise from its first day on.
        instead: How to say that it is so from a day on.
    """

    what: Message
    instead: Message
    start: date
    end: date
    classes: frozenset[str] | None = None
    teachers: frozenset[str] = frozenset()
    purpose: str | None = None
    from_first: bool = False

    @property
    def words(self) -> Message:
        """What is different, and on which days."""
        if self.end == date.max:
            days = (
                Message("一直", "always")
                if self.start == date.min
                else Message(f"{self.start}起", f"from {self.start}")
            )
        elif self.start == date.min:
            days = Message(f"到{self.end}为止", f"until {self.end}")
        else:
            days = Message.same(f"{self.start}" if self.start == self.end else f"{self.start} – {self.end}")
        return self.what + Message(f"({days.zh})", f" ({days.en})")


def list_differences(before: "SchoolRegister", after: "SchoolRegister") -> list[Difference]:
    """Return everything that reads differently on some day, as far as results depend on it."""
    return [
        *_compare_calendars(before, after),
        *_compare_classes(before, after),
        *_compare_head_teachers(before, after),
        *_compare_adoptions(before, after),
    ]


def _compare_days(
    turns: Iterable[date], sides: _Sides, read: Callable[["SchoolRegister", date], _Read]
) -> Iterator[tuple[date, date, _Read, _Read]]:
    """Yield first and last day of each stretch on which two registers read differently, and both readings.

    Args:
        turns: The days on which one of them may begin to read otherwise.
    """
    readings = [(day, [read(side, day) for side in sides]) for day in sorted({date.min, *turns})]
    stretches = [(next(days)[0], pair) for pair, days in groupby(readings, key=lambda reading: reading[1])]
    ends = [following - _DAY for _, (following, _) in pairwise(stretches)]
    for (first, (then, now)), last in zip(stretches, [*ends, date.max], strict=True):
        if then != now:
            yield first, last, then, now


def _compare_calendars(*sides: "SchoolRegister") -> Iterator[Difference]:
    """Yield where a term begins or ends otherwise, and each other day that is a school day in one register alone."""
    turns = [day for side in sides for term in side.terms.values() for day in term.turns]
    terms = list(_compare_days(turns, sides, _read_term))
    for first, last, then, now in terms:
        what = _describe(Message("学期", "term"), _describe_term(then), _describe_term(now))
        yield Difference(what=what, instead=_CALENDAR, start=first, end=last)
    before, after = (set(side.calendar.school_days) for side in sides)
    for day in sorted(before ^ after):
        if not any(first <= day <= last for first, last, _, _ in terms):
            zh, en = ("不再上课", "no school day any more") if day in before else ("改为上课", "a school day now")
            yield Difference(what=Message(f"校历:{zh}", f"calendar: {en}"), instead=_CALENDAR, start=day, end=day)


def _read_term(register: "SchoolRegister", day: date) -> tuple[str, date] | None:
    """Return the term of a day, as far as the days in it depend on it: weeks are counted from its first day."""
    term = register.calendar.term_of(day)
    return None if term is None else (term.id, term.start)


def _describe_term(term: tuple[str, date] | None) -> Message:
    return _NOTHING if term is None else Message(f"{term[0]}({term[1]}起)", f"{term[0]} (from {term[1]})")


def _compare_classes(*sides: "SchoolRegister") -> Iterator[Difference]:
    """Yield where a class is there in one register alone, or has other attributes; other names of it are none."""
    before, after = sides
    for class_id in dict.fromkeys((*before.classes, *after.classes)):
        turns = [day for side in sides for day in side.list_class_turns(class_id)]
        for first, last, then, now in _compare_days(turns, sides, partial(_read_attributes, class_id)):
            yield Difference(
                what=_describe_class(class_id, then, now),
                instead=_CLASS_CHANGE if then and now else _CLASS_DAYS,
                start=first,
                end=last,
                classes=frozenset({class_id}),
                from_first=bool(then and now) and first <= before.first_days[class_id],
            )


def _read_attributes(class_id: str, register: "SchoolRegister", day: date) -> tuple[object, ...]:
    """Return a class as it is on a day, in the order of `ATTRIBUTES`; nothing where there is none."""
    if not register.is_there(class_id, day):
        return ()
    school_class = register.class_on(class_id, day)
    return tuple(getattr(school_class, name) for name in ATTRIBUTES)


def _describe_class(class_id: str, then: tuple[object, ...], now: tuple[object, ...]) -> Message:
    name = Message(f"班级“{class_id}”", f"class {class_id!r}")
    if not then or not now:
        return name + (Message("有了", " is there") if now else Message("没有了", " is there no more"))
    return Message.joined(
        (
            name + Message("的", ": ") + describe_change(word, old, new)
            for word, old, new in zip(ATTRIBUTES.values(), then, now, strict=True)
            if old != new
        ),
        "、",
        ", ",
    )


def describe_change(word: Message, old: object, new: object) -> Message:
    """Return what was changed, from what to what: 年级 高一→高二."""
    return _describe(word, *(_NOTHING if value in (None, "", ()) else Message.same(str(value)) for value in (old, new)))


def _describe(word: Message, old: Message, new: Message) -> Message:
    return word + Message(f" {old.zh}→{new.zh}", f" {old.en} → {new.en}")


def _compare_head_teachers(*sides: "SchoolRegister") -> Iterator[Difference]:
    """Yield where a class has another head teacher, or one with other years served before."""
    for class_id in dict.fromkeys(class_id for side in sides for class_id in side.classes):
        turns = [day for side in sides for tenure in side.tenures_of_class(class_id) for day in tenure.turns]
        for first, last, then, now in _compare_days(turns, sides, partial(_read_tenure, class_id)):
            old, new = (_describe_tenure(tenure) for tenure in (then, now))
            yield Difference(
                what=_describe(Message(f"班级“{class_id}”的班主任", f"head teacher of {class_id!r}"), old, new),
                instead=_OTHER_TENURE,
                start=first,
                end=last,
                classes=frozenset({class_id}),
                teachers=frozenset(tenure[0] for tenure in (then, now) if tenure is not None),
            )


def _read_tenure(class_id: str, register: "SchoolRegister", day: date) -> tuple[str, int] | None:
    tenure = register.tenure_on(class_id, day)
    return None if tenure is None else (tenure.teacher, tenure.years_before)


def _describe_tenure(tenure: tuple[str, int] | None) -> Message:
    if tenure is None:
        return _NOTHING
    teacher, years = tenure
    return Message.same(f"{teacher} (years_before = {years})" if years else teacher)


def _compare_adoptions(*sides: "SchoolRegister") -> Iterator[Difference]:
    """Yield where another rulebook, or another text of it, is in force for classes of both registers, for some purpose."""
    names = {digest: text.name for side in sides for digest, text in side.rulebooks.items()}
    known = [class_id for class_id in sides[0].classes if class_id in sides[1].classes]
    for purpose in sorted({purpose for side in sides for purpose in side.purposes}):
        classes: dict[tuple[date, date, str | None, str | None], list[str]] = {}
        for class_id in known:
            for stretch in _compare_rulebooks(class_id, *(side.for_purpose(purpose) for side in sides)):
                classes.setdefault(stretch, []).append(class_id)
        for (first, last, then, now), ids in classes.items():
            part = Message.listed(
                [*ids[:_CLASSES_SHOWN], *(["…"] if len(ids) > _CLASSES_SHOWN else []), *filter(None, [purpose])]
            )
            yield Difference(
                what=_describe_rulebooks(then, now, names) + Message.same(" ") + part,
                instead=_OTHER_ADOPTION,
                start=first,
                end=last,
                classes=frozenset(ids),
                purpose=purpose,
            )


def _compare_rulebooks(class_id: str, *sides: "SchoolRegister") -> Iterator[tuple[date, date, str | None, str | None]]:
    """Yield the stretches on which another rulebook is in force for a class, with the digests of both."""
    before, after = sides
    if before.adoptions != after.adoptions or before.classes[class_id] != after.classes[class_id]:
        turns = [day for side in sides for day in (*side.rulebook_turns, *side.classes[class_id].turns)]
        yield from _compare_days(turns, sides, partial(_read_rulebook, class_id))


def _read_rulebook(class_id: str, register: "SchoolRegister", day: date) -> str | None:
    adoption = register.adoption_on(class_id, day)
    return None if adoption is None else adoption.rulebook


def _describe_rulebooks(then: str | None, now: str | None, names: Mapping[str, str]) -> Message:
    old, new = (_NOTHING if digest is None else Message.same(names[digest]) for digest in (then, now))
    if old == new:
        new += Message("(另一份文本)", " (another text)")
    return _describe(Message("规则", "rulebook"), old, new)
