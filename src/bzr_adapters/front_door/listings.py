"""What the school has (名录): its classes, head teachers, periods, fact kinds and rulebooks, each as a row."""

from datetime import date
from decimal import Decimal

import attrs

from bzr_adapters.front_door.arguments import Period
from bzr_adapters.front_door.asking import Asking
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.statements import publish_period
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts import kinds as domain
from bzr_domain.kernel.periods import rank_length
from bzr_domain.register.roster import Adoption, RulebookText


@attrs.frozen(kw_only=True)
class ClassRow:
    """A class as it is on the day of asking (班级).

    Attributes:
        college: Empty elsewhere than at a university.
        class_type: Empty where the school tells no types apart.
        students: None where no number is registered.
        start, end: Its first and last day, where it was formed or dissolved within the terms registered.
    """

    id: str
    name: str
    stage: str
    college: str = ""
    grade: str
    class_type: str
    students: int | None
    aliases: tuple[str, ...]
    start: date | None
    end: date | None


@attrs.frozen(kw_only=True)
class TenureRow:
    """Days on which somebody is head teacher of a class (任期), both included; no `end`: still serving."""

    class_id: str
    start: date
    end: date | None


@attrs.frozen(kw_only=True)
class TeacherRow:
    """Somebody who is or was head teacher (班主任), with every tenure registered, in the order of their first days."""

    id: str
    name: str
    tenures: tuple[TenureRow, ...]


@attrs.frozen(kw_only=True)
class VacancyRow:
    """School days of a term on which a class has no head teacher (没有班主任, A3 第四条): first, last, and how many."""

    class_id: str
    start: date
    end: date
    school_days: int


@attrs.frozen(kw_only=True)
class FieldRow:
    """A field of a kind (栏目): the header it stands under in English and Chinese, and what it takes.

    Attributes:
        type: number, text, date, time or scale.
        scale: Its words, lowest first; empty where it is no scale.
        lowest, highest: The range of a number, inclusive; None means no limit.
        optional: Whether it may be left empty.
    """

    name: str
    title: str
    type: domain.FieldType
    scale: tuple[str, ...]
    lowest: Decimal | None
    highest: Decimal | None
    optional: bool


@attrs.frozen(kw_only=True)
class KindRow:
    """A kind of fact that can be recorded (事项): about a class or a teacher, and the duty it is filed under."""

    id: str
    title: str
    about: domain.About
    duty: str
    fields: tuple[FieldRow, ...]


@attrs.frozen(kw_only=True)
class AdoptionRow:
    """From when to when a rulebook is in force, and for whom (采用); empty words mean the whole school, the usual purpose."""

    start: date
    end: date | None
    stage: str
    college: str = ""
    grade: str
    class_id: str
    purpose: str


@attrs.frozen(kw_only=True)
class RulebookRow:
    """A registered rulebook (规则): `digest` names its very text, `adoptions` where it is in force; empty for none."""

    id: str
    version: int
    title: str
    digest: str
    adoptions: tuple[AdoptionRow, ...]


class ListingAnswers(Asking):
    """What can be listed."""

    @raises_ours
    def classes(self) -> tuple[ClassRow, ...]:
        """Return every class registered, in the order declared, as it is on the day of asking.

        Raises:
            NotFound: When no school was registered by then, as every listing does.
        """
        reader = self._read()
        return tuple(_list_class(reader, class_id) for class_id in reader.register.classes)

    @raises_ours
    def teachers(self) -> tuple[TeacherRow, ...]:
        """Return everybody who is registered as a head teacher, in the order of their names' first registration."""
        tenures = self._read().register.tenures
        names = {tenure.teacher: tenure.name for tenure in tenures}
        return tuple(
            TeacherRow(
                id=teacher,
                name=name,
                tenures=tuple(
                    TenureRow(class_id=tenure.class_id, start=tenure.start, end=tenure.end)
                    for tenure in sorted(tenures, key=lambda tenure: tenure.start)
                    if tenure.teacher == teacher
                ),
            )
            for teacher, name in names.items()
        )

    @raises_ours
    def vacancies(self) -> tuple[VacancyRow, ...]:
        """Return the school days of each term on which a class has no head teacher, in stretches, term by term."""
        vacancies = self._read().register.list_vacancies_by_term()
        return tuple(
            VacancyRow(class_id=class_id, start=each.first, end=each.last, school_days=each.school_days)
            for class_id, each in vacancies
        )

    @raises_ours
    def periods(self) -> tuple[Period, ...]:
        """Return every period that an adopted rulebook assesses and that has begun, by first day, the shorter ones first."""
        reader = self._read()
        calendar, lengths = reader.register.calendar, reader.load_school_from(()).assessed_lengths
        days = [day for day in calendar.school_days if day <= reader.today]
        periods = {period for per in lengths for day in days if (period := calendar.period_of(per, day)) is not None}
        ordered = sorted(periods, key=lambda period: (period.first, rank_length(period.per), period.name))
        return tuple(publish_period(period) for period in ordered)

    @raises_ours
    def terms(self) -> tuple[Period, ...]:
        """Return every term registered, by its first day."""
        terms = sorted(self._read().register.calendar.terms, key=lambda term: term.start)
        return tuple(Period(id=term.id, start=term.start, end=term.end) for term in terms)

    @raises_ours
    def kinds(self) -> tuple[KindRow, ...]:
        """Return every fact kind that a registered rulebook knows, the common ones first."""
        return tuple(_list_kind(kind) for kind in self._read().kinds.values())

    @raises_ours
    def rulebooks(self) -> tuple[RulebookRow, ...]:
        """Return every rulebook registered, in the order registered."""
        reader = self._read()
        register = reader.whole_register
        return tuple(_list_rulebook(reader, text, register.adoptions) for text in register.rulebooks.values())


def _list_class(reader: SchoolReader, class_id: str) -> ClassRow:
    today = reader.register.class_on(class_id, reader.today)
    columns = ("id", "name", "stage", "grade", "students", "aliases", "start", "end")
    return ClassRow(
        **{name: getattr(today, name) for name in columns},
        class_type=today.class_type or "",
        college=today.college or "",
    )


def _list_kind(kind: domain.Kind) -> KindRow:
    columns = ("name", "title", "type", "scale", "lowest", "highest", "optional")
    fields = tuple(FieldRow(**{name: getattr(field, name) for name in columns}) for field in kind.fields)
    return KindRow(id=kind.id, title=kind.title, about=kind.about, duty=kind.duty, fields=fields)


def _list_rulebook(reader: SchoolReader, text: RulebookText, adoptions: tuple[Adoption, ...]) -> RulebookRow:
    return RulebookRow(
        id=text.id,
        version=text.version,
        title=reader.books[text.digest].title,
        digest=text.digest,
        adoptions=tuple(
            AdoptionRow(
                start=adoption.start,
                end=adoption.end,
                stage=adoption.stage or "",
                college=adoption.college or "",
                grade=adoption.grade or "",
                class_id=adoption.class_id or "",
                purpose=adoption.purpose,
            )
            for adoption in adoptions
            if adoption.rulebook == text.digest
        ),
    )
