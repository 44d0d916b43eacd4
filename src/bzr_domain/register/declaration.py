"""What a school declares about itself, whole (学校文件), and what can be wrong with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

import attrs

from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.names import normalize_name
from bzr_domain.register.calendar import Term, find_calendar_problems, find_reversed_days
from bzr_domain.register.class_names import ClassNames, read_class_name
from bzr_domain.register.head_teacher_rules import find_tenure_problems
from bzr_domain.register.people import People, find_people_problems
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure


@attrs.frozen(kw_only=True)
class Declaration:
    """The register as somebody wants it to read: the whole of a school file.

    Attributes:
        drafted: The texts of rulebooks that are drafted (起草), adopted or not.
        shipped: The adoptions that name a shipped rulebook, each with that name: `NAME` or `NAME/1`.
    """

    school: SchoolProfile
    terms: tuple[Term, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    rulebooks: tuple[RulebookText, ...] = ()
    drafted: tuple[RulebookText, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    shipped: tuple[tuple[Adoption, str], ...] = ()
    people: People = attrs.field(factory=People)


def find_declaration_problems(declared: Declaration) -> list[Problem]:
    """Return everything that keeps a declaration from being a register, in reading order."""
    return [
        *_find_repeated("学期", "term", [t.id for t in declared.terms]),
        *_find_repeated("班级", "class", [c.id for c in declared.classes]),
        *_find_repeated("教师", "teacher", sorted({t.teacher for t in declared.tenures})),
        *_find_repeated("人员", "person", [p.name for p in declared.people.persons]),
        *_find_repeated("权限", "right", [r.step for r in declared.people.rights]),
        *find_people_problems(declared.people),
        *find_calendar_problems(declared.terms),
        *(
            problem
            for c in declared.classes
            for problem in find_reversed_days(c, f"班级“{c.id}”的", f"class {c.id!r} ends")
        ),
        *(problem for c in declared.classes for problem in _find_change_problems(c)),
        *_find_ids_of_others(declared.classes),
        *_find_aliases_of_others(declared.classes),
        *find_tenure_problems({c.id: c for c in declared.classes}, declared.tenures),
        *_find_adoption_problems(declared),
        *_find_competing_adoptions(declared.adoptions),
    ]


def _find_repeated(zh: str, en: str, ids: list[str]) -> Iterable[Problem]:
    plain = [normalize_name(name) for name in ids]
    for name in sorted({name for name, known in zip(ids, plain, strict=True) if plain.count(known) > 1}):
        yield report_problem(
            f"{zh}“{name}”登记了两次", f"the {en} {name!r} is registered twice", code="register.declared-twice"
        )


def _find_change_problems(school_class: SchoolClass) -> Iterable[Problem]:
    """Changes outside the days of the class, two from one day, and those that change nothing."""
    class_id, before = school_class.id, attrs.evolve(school_class, changes=())
    for change in sorted(school_class.changes, key=lambda change: change.start):
        after = attrs.evolve(before, **change.values)
        if not school_class.covers(change.start):
            span = school_class.span
            yield report_problem(
                f"班级“{class_id}”从{change.start}起的变动超出它的起止({span.zh})",
                f"class {class_id!r}: the change from {change.start} lies outside its days ({span.en})",
                code="register.change-outside-days",
            )
        elif after == before:
            yield report_problem(
                f"班级“{class_id}”从{change.start}起的变动什么也没有变",
                f"class {class_id!r}: the change from {change.start} changes nothing",
                code="register.change-without-effect",
                expected=Message(
                    "请写出从那天起不同的,或删去它", "say what is different from that day on, or leave it out"
                ),
            )
        before = after
    for day in _list_repeated(change.start for change in school_class.changes):
        yield report_problem(
            f"班级“{class_id}”从{day}起有两条变动",
            f"class {class_id!r} has two changes from {day}",
            code="register.two-changes",
            expected=Message("请合为一条", "make one of them"),
        )


def _find_ids_of_others(classes: Iterable[SchoolClass]) -> Iterable[Problem]:
    """The id of one class that is another's name on some day: nobody could tell which is meant."""
    names: dict[object, set[str]] = {}
    for each in classes:
        for name in {name for version in each.versions for name in (version.name, *version.aliases)}:
            names.setdefault(_read_name(name), set()).add(each.id)
    for each in classes:
        for other in sorted(names.get(_read_name(each.id), set()) - {each.id}):
            yield report_problem(
                f"班级编号“{each.id}”又是班级“{other}”的名称",
                f"the class id {each.id!r} is also a name of class {other!r}",
                code="register.id-is-a-name",
                expected=Message("请换一个编号,或改那个名称", "give one of them another id or name"),
            )


def _find_aliases_of_others(classes: Sequence[SchoolClass]) -> Iterable[Problem]:
    """An alias of one class that is another's name on some day, however it is spelt: nobody could tell which is meant."""
    days = {each.start or date.min for each in classes} | {change.start for each in classes for change in each.changes}
    shared_names = dict.fromkeys(pair for day in sorted(days) for pair in _list_shared_names(classes, day))
    for class_id, alias, other in shared_names:
        yield report_problem(
            f"班级“{class_id}”的别名“{alias}”又是班级“{other}”的名称",
            f"the alias {alias!r} of class {class_id!r} is also a name of class {other!r}",
            code="register.alias-is-a-name",
            expected=Message("请删去这个别名,或改那个名称", "leave the alias out, or change that name"),
        )


def _list_shared_names(classes: Iterable[SchoolClass], day: date) -> Iterable[tuple[str, str, str]]:
    """Yield each class with an alias of it that is another class's name on a day, and that class."""
    there = [each.on(day) for each in classes if each.covers(day)]
    named = ClassNames(tuple(attrs.evolve(each, aliases=()) for each in there))
    for each in there:
        for alias in each.aliases:
            exactly = {other.id for other in there if normalize_name(other.name) == normalize_name(alias)}
            others = {*named.find_ids(alias), *exactly} - {each.id}
            # an id that is a name is told as such
            yield from ((each.id, alias, other) for other in sorted(others) if _read_name(other) != _read_name(alias))


def _read_name(name: str) -> object:
    """Return what a class name is recognised by: grade and number where it is written in a usual way; ids as g1c1 are not."""
    return normalize_name(name) if name.isascii() else read_class_name(name) or normalize_name(name)


def _list_repeated(days: Iterable[date]) -> list[date]:
    return sorted(day for day, number in Counter(days).items() if number > 1)


def _find_adoption_problems(declared: Declaration) -> Iterable[Problem]:
    digests = {book.digest for book in declared.rulebooks}
    classes = declared.classes
    versions = [version for c in classes for version in c.versions]
    parts = ("grade", "college", "stage")
    known = ({c.id for c in classes}, *({getattr(version, part) for version in versions} for part in parts))
    for adoption in declared.adoptions:
        assert adoption.rulebook in digests, "the caller registers each rulebook that it adopts"
        for header, value, values in zip(("class", *parts), adoption.part, known, strict=True):
            if value is not None and value not in values:
                yield report_problem(
                    f"采用规则:没有{header} = “{value}”的班级",
                    f"adoption: no class has {header} = {value!r}",
                    code="register.unknown-class",
                )
        if ":" in adoption.purpose or adoption.purpose != adoption.purpose.strip():
            yield report_problem(
                f"采用规则:for = “{adoption.purpose}”含有冒号或首尾空格",
                f"adoption: for = {adoption.purpose!r} holds a colon, or a blank at its edge",
                code="register.bad-purpose",
            )
        yield from find_reversed_days(adoption, "采用规则:", "adoption: it ends")


def _find_competing_adoptions(adoptions: Iterable[Adoption]) -> Iterable[Problem]:
    """Two adoptions for the same part of the school from the same day: nothing says which one holds."""
    for adoption, other in combinations(adoptions, 2):
        same = (adoption.part, adoption.start, adoption.purpose) == (other.part, other.start, other.purpose)
        if same and adoption.rulebook != other.rulebook:
            part = next(filter(None, adoption.part), None)
            yield report_problem(
                f"采用规则:{part or '全校'}从{adoption.start}起有两个规则",
                f"adoption: two rulebooks for {part or 'the whole school'} from {adoption.start}",
                expected=Message("请留一个,或改其中一个的 from", "keep one, or change the `from` of one"),
                code="register.two-rulebooks",
            )
