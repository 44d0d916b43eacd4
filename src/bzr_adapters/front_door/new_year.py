"""The school file of a new school year (新学年), drafted from that of the year before."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from os import PathLike
from pathlib import Path as FilePath
from typing import Literal

import attrs

from bzr_adapters.documents.recording import describe_passed_over
from bzr_adapters.front_door.arguments import YEARS, WrongArgument, check_type, read_day
from bzr_adapters.front_door.declaring import find_file, load_declaration
from bzr_adapters.front_door.errors import publish_error
from bzr_adapters.front_door.school_draft import SchoolDraft
from bzr_adapters.front_door.values import PassedOver, Path
from bzr_adapters.intake.new_year import find_names_borne_twice, find_unclear_teachers, write_new_year
from bzr_adapters.intake.roster_sheet import Roster, read_roster
from bzr_adapters.intake.school_draft import count_teachers
from bzr_adapters.intake.school_file import read_declaration
from bzr_adapters.intake.toml_files import read_toml_text
from bzr_domain.kernel.messages import BzrError, Lang, Message, Problem
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.promotion import Promotion, promote_classes
from bzr_domain.rulebook.toml_faults import load_toml


@attrs.frozen(kw_only=True)
class ClassStep:
    """What a new school year makes of a class.

    Attributes:
        step: It goes up (升级), leaves (毕业), is new (新建), or stays as it is written (未动).
        id, name: Of the class; its name until then.
        becomes: Its name from the first day on, or its grade where the name stays; empty where it does not go up.
        why: Why it stays as it is written; empty where it does not.
    """

    step: Literal["promoted", "leaving", "new", "unchanged"]
    id: str
    name: str
    becomes: str = ""
    why: str = ""


@attrs.frozen(kw_only=True)
class NewYearDraft(SchoolDraft):
    """The text of a school file for a new school year, with what it makes of each class.

    `classes` and `teachers` are those of the roster of new classes.
    """

    steps: tuple[ClassStep, ...] = ()


def draft_new_year(
    school_file: Path, start: date | str, roster: Path | None = None, *, lang: Lang = "zh"
) -> NewYearDraft:
    """Return a school file with what a new school year makes of it; the text and the comments of the old one stay.

    Args:
        school_file: The school file of the year before.
        start: The first day of the new school year.
        roster: A CSV or XLSX file with a row for each new class, as `draft_school_file` takes it.
        lang: The language of what is told.

    Raises:
        NotFound: When there is no such file.
        Invalid: When a file has problems, or the file that would come out; every one is named.
    """
    check_type("school_file", school_file, str, PathLike)
    declared = load_declaration(school_file, lang)
    try:
        day = _read_start(start)
        sheet = Roster() if roster is None else read_roster(find_file(roster))
        promotions = promote_classes(declared.classes, day)
        text = _write_text(FilePath(school_file), declared, promotions, sheet, day)
        after = _declare(text, FilePath(school_file))
        steps = (*map(partial(_describe_step, lang=lang), promotions), *_list_new_classes(declared, after))
        _check(find_names_borne_twice(after, [each.id for each in steps if each.step in ("promoted", "new")], day))
    except BzrError as error:
        raise publish_error(error, lang) from error
    return NewYearDraft(
        text=text,
        classes=len(sheet.rows),
        teachers=count_teachers(sheet.rows),
        passed_over=tuple(PassedOver(**describe_passed_over(part, lang)) for part in sheet.passed_over),
        steps=steps,
        lang=lang,
    )


def _read_start(start: date | str) -> date:
    day = read_day("start", start)
    if day.year not in YEARS:
        raise WrongArgument.of(f"“{day}”不能是新学年的第一天", f"{day} cannot be the first day of a school year")
    return day


def _write_text(
    path: FilePath, declared: Declaration, promotions: Sequence[Promotion], roster: Roster, day: date
) -> str:
    _check([*roster.problems, *find_unclear_teachers(declared, roster.rows)])
    text = read_toml_text(path)
    if isinstance(text, Problem):
        raise _Faulty([text])
    return write_new_year(text, declared, promotions, roster.rows, day)


def _declare(text: str, path: FilePath) -> Declaration:
    """Return what a text declares as a file in the folder of another."""
    tables = load_toml(text)
    assert not isinstance(tables, Problem), "what is inserted was read again"
    declared = read_declaration(tables, path.parent, path.name)
    if not isinstance(declared, Declaration):
        raise _Faulty(declared)
    _check(find_declaration_problems(declared))
    return declared


class _Faulty(BzrError):
    """The roster, or the file that would come out, has problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Count the problems, and take the code of the first."""
        known = tuple(problems)
        what = Message(f"有{len(known)}处问题,什么都没有写", f"problems: {len(known)}; nothing was written")
        super().__init__(what, known, code=known[0].code)


def _check(problems: Iterable[Problem]) -> None:
    known = tuple(problems)
    if known:
        raise _Faulty(known)


def _describe_step(promotion: Promotion, lang: Lang) -> ClassStep:
    known, change = promotion.school_class, promotion.change
    if change is not None:
        return ClassStep(
            step="promoted", id=known.id, name=known.name, becomes=change.name or change.grade or known.name
        )
    if promotion.why is None:
        return ClassStep(step="leaving", id=known.id, name=known.name)
    return ClassStep(step="unchanged", id=known.id, name=known.name, why=promotion.why.in_(lang))


def _list_new_classes(before: Declaration, after: Declaration) -> list[ClassStep]:
    known = {each.id for each in before.classes}
    return [ClassStep(step="new", id=each.id, name=each.name) for each in after.classes if each.id not in known]
