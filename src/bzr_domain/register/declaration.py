"""What a school declares about itself, whole (学校文件), and what can be wrong with it."""

from collections.abc import Iterable
from itertools import combinations

import attrs

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.names import plain_name
from bzr_domain.register.calendar import Term
from bzr_domain.register.calendar_problems import calendar_problems
from bzr_domain.register.events import RulebookRegistered
from bzr_domain.register.people import People, people_problems
from bzr_domain.register.roster import Adoption, SchoolClass, SchoolProfile, Tenure

ONE_HEAD_TEACHER = "A3 第四条"
"""每个班级应当配备一名班主任: one head teacher for a class at a time."""


@attrs.frozen(kw_only=True)
class Declaration:
    """The register as somebody wants it to read: the whole of a school file."""

    school: SchoolProfile
    terms: tuple[Term, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    rulebooks: tuple[RulebookRegistered, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    people: People = attrs.field(factory=People)


def declaration_problems(declared: Declaration) -> list[Problem]:
    """Everything that keeps a declaration from being a register, in reading order."""
    return [
        *_twice("学期", "term", [t.id for t in declared.terms]),
        *_twice("班级", "class", [c.id for c in declared.classes]),
        *_twice("教师", "teacher", sorted({t.teacher for t in declared.tenures})),
        *_twice("人员", "person", [p.name for p in declared.people.persons]),
        *_twice("权限", "right", [r.step for r in declared.people.rights]),
        *people_problems(declared.people),
        *calendar_problems(declared.terms),
        *_class_problems(declared.classes),
        *_tenure_problems(declared),
        *_adoption_problems(declared),
        *_two_rulebooks(declared.adoptions),
    ]


def _twice(zh: str, en: str, ids: list[str]) -> Iterable[Problem]:
    plain = [plain_name(name) for name in ids]
    for name in sorted({name for name, known in zip(ids, plain, strict=True) if plain.count(known) > 1}):
        yield Problem(what=Message(f"{zh}“{name}”登记了两次", f"the {en} {name!r} is registered twice"))


def _class_problems(classes: Iterable[SchoolClass]) -> Iterable[Problem]:
    for one in classes:
        if one.start is not None and one.end is not None and one.end < one.start:
            yield Problem(
                what=Message(
                    f"班级“{one.id}”的结束日{one.end}早于开始日{one.start}",
                    f"class {one.id!r} ends on {one.end}, before its start {one.start}",
                )
            )


def _tenure_problems(declared: Declaration) -> Iterable[Problem]:
    classes = {c.id: c for c in declared.classes}
    for tenure in declared.tenures:
        if tenure.class_id in classes:
            yield from _beyond_class(tenure, classes[tenure.class_id])
        else:
            yield Problem(
                what=Message(
                    f"{tenure.name}的任期:没有班级“{tenure.class_id}”",
                    f"tenure of {tenure.name}: there is no class {tenure.class_id!r}",
                )
            )
        if tenure.end is not None and tenure.end < tenure.start:
            yield Problem(
                what=Message(
                    f"{tenure.name}的任期结束日{tenure.end}早于开始日{tenure.start}",
                    f"tenure of {tenure.name} ends on {tenure.end}, before its start {tenure.start}",
                )
            )
    by_class: dict[str, list[Tenure]] = {}
    for tenure in declared.tenures:
        by_class.setdefault(tenure.class_id, []).append(tenure)
    for tenures in by_class.values():
        yield from (_two_at_once(one, two) for one, two in combinations(tenures, 2) if one.overlaps(two))
    yield from _two_names(declared.tenures)


def _beyond_class(tenure: Tenure, one: SchoolClass) -> Iterable[Problem]:
    """A tenure that runs on days on which there is no such class."""
    if not one.holds(tenure.start, tenure.end):
        word = "to" if one.covers(tenure.start) else "from"
        yield Problem(
            what=Message(
                f"{tenure.name}的任期超出班级“{one.id}”的起止({one.span.zh})",
                f"tenure of {tenure.name} goes beyond the days of class {one.id!r} ({one.span.en})",
            ),
            expected=Message(
                f"请改任期的 {word};由聘任登记的,用 bzr appoint end",
                f"change the `{word}` of the tenure; one made by an appointment ends with bzr appoint end",
            ),
        )


def _two_at_once(one: Tenure, two: Tenure) -> Problem:
    day = max(one.start, two.start)
    return Problem(
        what=Message(
            f"班级“{one.class_id}”在{day}有两位班主任:{one.name}、{two.name}",
            f"class {one.class_id!r} has two head teachers on {day}: {one.name}, {two.name}",
        ),
        expected=Message(
            f"每个班级同一天只有一位班主任({ONE_HEAD_TEACHER});请给前一任写上 to",
            f"one head teacher for a class and day ({ONE_HEAD_TEACHER}); give the former tenure a `to`",
        ),
    )


def _two_names(tenures: Iterable[Tenure]) -> Iterable[Problem]:
    names: dict[str, str] = {}
    for tenure in tenures:
        known = names.setdefault(tenure.teacher, tenure.name)
        if known != tenure.name:
            yield Problem(
                what=Message(
                    f"教师“{tenure.teacher}”有两个姓名:{known}、{tenure.name}",
                    f"teacher {tenure.teacher!r} has two names: {known}, {tenure.name}",
                )
            )


def _adoption_problems(declared: Declaration) -> Iterable[Problem]:
    known = {book.digest for book in declared.rulebooks}
    classes, grades = {c.id for c in declared.classes}, {c.grade for c in declared.classes}
    stages = {c.stage for c in declared.classes}
    for one in declared.adoptions:
        assert one.rulebook in known, "the caller registers each rulebook that it adopts"
        parts = (("class", one.class_id, classes), ("grade", one.grade, grades), ("stage", one.stage, stages))
        for header, wanted, have in parts:
            if wanted is not None and wanted not in have:
                yield Problem(
                    what=Message(
                        f"采用规则:没有{header} = “{wanted}”的班级",
                        f"adoption: no class has {header} = {wanted!r}",
                    )
                )
        if one.end is not None and one.end < one.start:
            yield Problem(
                what=Message(
                    f"采用规则:结束日{one.end}早于开始日{one.start}",
                    f"adoption: it ends on {one.end}, before its start {one.start}",
                )
            )


def _two_rulebooks(adoptions: Iterable[Adoption]) -> Iterable[Problem]:
    """Two adoptions for the same part of the school from the same day: nothing says which one holds."""
    for one, two in combinations(adoptions, 2):
        same_part = (one.class_id, one.grade, one.stage) == (two.class_id, two.grade, two.stage)
        if same_part and one.start == two.start and one.rulebook != two.rulebook:
            part = one.class_id or one.grade or one.stage
            yield Problem(
                what=Message(
                    f"采用规则:{part or '全校'}从{one.start}起有两个规则",
                    f"adoption: two rulebooks for {part or 'the whole school'} from {one.start}",
                ),
                expected=Message("请留一个,或改其中一个的 from", "keep one, or change the `from` of one"),
            )
