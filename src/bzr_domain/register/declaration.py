"""What a school declares about itself, whole (学校文件), and what can be wrong with it."""

from collections.abc import Iterable
from itertools import combinations

import attrs

from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.names import normalize_name
from bzr_domain.register.calendar import Term, find_calendar_problems, find_reversed_days
from bzr_domain.register.people import People, find_people_problems
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure

ONE_HEAD_TEACHER = "A3 第四条"
"""每个班级应当配备一名班主任: one head teacher for a class at a time."""


@attrs.frozen(kw_only=True)
class Declaration:
    """The register as somebody wants it to read: the whole of a school file."""

    school: SchoolProfile
    terms: tuple[Term, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    rulebooks: tuple[RulebookText, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
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
        *_find_tenure_problems(declared),
        *_find_adoption_problems(declared),
        *_find_competing_adoptions(declared.adoptions),
    ]


def _find_repeated(zh: str, en: str, ids: list[str]) -> Iterable[Problem]:
    plain = [normalize_name(name) for name in ids]
    for name in sorted({name for name, known in zip(ids, plain, strict=True) if plain.count(known) > 1}):
        yield report_problem(f"{zh}“{name}”登记了两次", f"the {en} {name!r} is registered twice")


def _find_tenure_problems(declared: Declaration) -> Iterable[Problem]:
    classes = {c.id: c for c in declared.classes}
    for tenure in declared.tenures:
        if tenure.class_id in classes:
            yield from _find_days_without_class(tenure, classes[tenure.class_id])
        else:
            yield report_problem(
                f"{tenure.name}的任期:没有班级“{tenure.class_id}”",
                f"tenure of {tenure.name}: there is no class {tenure.class_id!r}",
            )
        yield from find_reversed_days(tenure, f"{tenure.name}的任期", f"tenure of {tenure.name} ends")
    for class_id in dict.fromkeys(tenure.class_id for tenure in declared.tenures):
        tenures = [tenure for tenure in declared.tenures if tenure.class_id == class_id]
        pairs = combinations(tenures, 2)
        yield from (_describe_two_head_teachers(*pair) for pair in pairs if pair[0].overlaps(pair[1]))
    yield from _find_second_names(declared.tenures)


def _find_days_without_class(tenure: Tenure, school_class: SchoolClass) -> Iterable[Problem]:
    """A tenure that runs on days on which there is no such class."""
    if not school_class.holds(tenure.start, tenure.end):
        word = "to" if school_class.covers(tenure.start) else "from"
        yield report_problem(
            f"{tenure.name}的任期超出班级“{school_class.id}”的起止({school_class.span.zh})",
            f"tenure of {tenure.name} goes beyond the days of class {school_class.id!r} ({school_class.span.en})",
            expected=Message(
                f"请改任期的 {word};由聘任登记的,用 bzr appoint end",
                f"change the `{word}` of the tenure; one made by an appointment ends with bzr appoint end",
            ),
        )


def _describe_two_head_teachers(tenure: Tenure, other: Tenure) -> Problem:
    day = max(tenure.start, other.start)
    return report_problem(
        f"班级“{tenure.class_id}”在{day}有两位班主任:{tenure.name}、{other.name}",
        f"class {tenure.class_id!r} has two head teachers on {day}: {tenure.name}, {other.name}",
        expected=Message(
            f"每个班级同一天只有一位班主任({ONE_HEAD_TEACHER});请给前一任写上 to",
            f"one head teacher for a class and day ({ONE_HEAD_TEACHER}); give the former tenure a `to`",
        ),
    )


def _find_second_names(tenures: Iterable[Tenure]) -> Iterable[Problem]:
    names: dict[str, str] = {}
    for tenure in tenures:
        known = names.setdefault(tenure.teacher, tenure.name)
        if known != tenure.name:
            yield report_problem(
                f"教师“{tenure.teacher}”有两个姓名:{known}、{tenure.name}",
                f"teacher {tenure.teacher!r} has two names: {known}, {tenure.name}",
            )


def _find_adoption_problems(declared: Declaration) -> Iterable[Problem]:
    digests = {book.digest for book in declared.rulebooks}
    classes = declared.classes
    known = ({c.id for c in classes}, {c.grade for c in classes}, {c.stage for c in classes})
    for adoption in declared.adoptions:
        assert adoption.rulebook in digests, "the caller registers each rulebook that it adopts"
        for header, value, values in zip(("class", "grade", "stage"), adoption.part, known, strict=True):
            if value is not None and value not in values:
                yield report_problem(
                    f"采用规则:没有{header} = “{value}”的班级", f"adoption: no class has {header} = {value!r}"
                )
        yield from find_reversed_days(adoption, "采用规则:", "adoption: it ends")


def _find_competing_adoptions(adoptions: Iterable[Adoption]) -> Iterable[Problem]:
    """Two adoptions for the same part of the school from the same day: nothing says which one holds."""
    for adoption, other in combinations(adoptions, 2):
        same = adoption.part == other.part and adoption.start == other.start
        if same and adoption.rulebook != other.rulebook:
            part = next(filter(None, adoption.part), None)
            yield report_problem(
                f"采用规则:{part or '全校'}从{adoption.start}起有两个规则",
                f"adoption: two rulebooks for {part or 'the whole school'} from {adoption.start}",
                expected=Message("请留一个,或改其中一个的 from", "keep one, or change the `from` of one"),
            )
