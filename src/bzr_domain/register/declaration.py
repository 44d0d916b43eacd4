"""What a school declares about itself, whole (学校文件), and what can be wrong with it."""

from collections.abc import Iterable
from itertools import combinations

import attrs

from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.names import normalize_name
from bzr_domain.register.calendar import Term, find_calendar_problems, find_reversed_days
from bzr_domain.register.head_teacher_rules import find_tenure_problems
from bzr_domain.register.people import People, find_people_problems
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure


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


def _find_adoption_problems(declared: Declaration) -> Iterable[Problem]:
    digests = {book.digest for book in declared.rulebooks}
    classes = declared.classes
    known = ({c.id for c in classes}, {c.grade for c in classes}, {c.stage for c in classes})
    for adoption in declared.adoptions:
        assert adoption.rulebook in digests, "the caller registers each rulebook that it adopts"
        for header, value, values in zip(("class", "grade", "stage"), adoption.part, known, strict=True):
            if value is not None and value not in values:
                yield report_problem(
                    f"采用规则:没有{header} = “{value}”的班级",
                    f"adoption: no class has {header} = {value!r}",
                    code="register.unknown-class",
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
                code="register.two-rulebooks",
            )
