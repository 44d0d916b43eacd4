"""The school file of a new school year (新学年): that of the year before, with who goes up, who leaves and who comes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from bzr_adapters.intake.roster_sheet import RosterRow
from bzr_adapters.intake.school_draft import (
    find_usual_term,
    number_classes,
    number_teachers,
    write_class,
    write_tenures,
)
from bzr_adapters.intake.toml_insertions import Insertion, insert_into_text
from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.names import normalize_name
from bzr_domain.kernel.periods import year_of
from bzr_domain.register.class_names import ClassNames
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.promotion import Promotion
from bzr_domain.register.roster import ClassChange

_DAY = timedelta(days=1)


def write_new_year(
    text: str, declared: Declaration, promotions: Iterable[Promotion], rows: Sequence[RosterRow], start: date
) -> str:
    """Return the text of a school file with what the school year from a day on makes of it.

    Args:
        text, declared: The school file of the year before, and what it declares.
        rows: The new classes.

    Raises:
        NotInsertable: When nothing can be inserted into that text.
    """
    insertions = list(_list_insertions(declared, promotions, start))
    registered = {tenure.teacher: tenure.name for tenure in declared.tenures}
    rows = [_find_teacher(row, registered) for row in rows]
    ids = number_classes(rows, year_of(start).first.year, [each.id for each in declared.classes])
    more = "\n".join(
        (
            _HEAD.format(start=start),
            *(write_class(row, id_, start) for row, id_ in zip(rows, ids, strict=True)),
            *write_tenures(rows, ids, number_teachers(rows, registered), start),
            *([] if any(term.end >= start for term in declared.terms) else [_write_terms(start)]),
        )
    )
    return insert_into_text(text, insertions, more)


def find_unclear_teachers(declared: Declaration, rows: Iterable[RosterRow]) -> Iterator[Problem]:
    """Yield a problem for each head teacher of a roster whose name several registered ones bear."""
    for row in rows:
        same = {t.teacher for t in declared.tenures if normalize_name(t.name) == normalize_name(row.teacher)}
        if not row.teacher_id and len(same) > 1:
            ids = sorted(same)
            yield report_problem(
                f"班主任“{row.teacher}”有{len(ids)}位",
                f"{row.teacher!r} can mean {len(ids)} head teachers",
                expected=Message(
                    f"请在名册里加“工号”一栏,写编号:{'、'.join(ids)}",
                    f"add a column teacher_id to the roster with the id: {', '.join(ids)}",
                ),
                field="teacher",
                code="fact.ambiguous-teacher",
            )


def find_names_borne_twice(declared: Declaration, class_ids: Iterable[str], start: date) -> Iterator[Problem]:
    """Yield a problem for each class that is new or goes up and bears, on the first day, the name of another."""
    classes = {each.id: each.on(start) for each in declared.classes if each.covers(start)}
    names, told = ClassNames(tuple(classes.values())), set[str]()
    for class_id in class_ids:
        name = classes[class_id].name
        others = [each for each in names.find_ids(name) if each != class_id and each not in told]
        told.add(class_id)
        if others:
            yield report_problem(
                f"从{start}起,班级“{class_id}”和“{others[0]}”都叫“{name}”",
                f"from {start} on, classes {class_id!r} and {others[0]!r} are both called {name!r}",
                expected=Message(
                    "名册里只写新建的班;已有的班改名、撤并,先写进原来的学校文件",
                    "the roster has new classes only; write into the school file first which class is renamed or dissolved",
                ),
                field="class",
                code="register.name-taken",
            )


def _find_teacher(row: RosterRow, registered: Mapping[str, str]) -> RosterRow:
    """Return a row with the id and the name of its head teacher as registered, where it means one of those."""
    wanted = normalize_name(row.teacher)
    ids = [
        id_
        for id_, name in registered.items()
        if (row.teacher_id == id_ if row.teacher_id else wanted == normalize_name(name))
    ]
    if len(ids) != 1 or wanted not in ("", normalize_name(registered[ids[0]])):
        return row
    return attrs.evolve(row, teacher_id=ids[0], teacher=registered[ids[0]])


def _list_insertions(declared: Declaration, promotions: Iterable[Promotion], start: date) -> Iterator[Insertion]:
    places = {each.id: number for number, each in enumerate(declared.classes)}
    leaving = set()
    for promotion in promotions:
        school_class = promotion.school_class
        if promotion.change is not None:
            rows = {"change": _list_values(promotion.change)}
            yield Insertion(table="class", index=places[school_class.id], rows=rows)
        if promotion.leaves:
            leaving.add(school_class.id)
            yield Insertion(table="class", index=places[school_class.id], values={"to": start - _DAY})
    for number, tenure in enumerate(declared.tenures):
        if tenure.class_id in leaving and tenure.end is None and tenure.start < start:
            yield Insertion(table="tenure", index=number, values={"to": start - _DAY})


def _list_values(change: ClassChange) -> dict[str, Any]:
    return {"from": change.start} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in change.values.items()
    }


def _write_terms(start: date) -> str:
    """Return the usual terms of a school year, each line a comment: the school has its own days."""
    terms = (find_usual_term(start), find_usual_term(date(start.year + 1, 3, 1)))
    return _TERMS + "#\n".join(_TERM.format(id=id_, start=first, end=last) for id_, first, last in terms)


_HEAD = """
# {start} 起的新学年:继续带原班的班主任,任期照旧,不用改 · The school year from {start}: who goes on with a class needs no new tenure
"""
_TERMS = """# 新学年的学期:照校历改好,去掉每行开头的 # · its terms: write the school's own days and take away the # of each line
"""
_TERM = """# [[term]]
# id = "{id}"
# start = {start}
# end = {end}
# holidays = []
# workdays = []
"""
