"""A school file to begin with, from a roster if there is one (学校文件草稿)."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path as FilePath

import attrs

from bzr_adapters.documents.output import UnwritableFile, write_whole
from bzr_adapters.documents.recording import describe_passed_over
from bzr_adapters.front_door.arguments import check_type
from bzr_adapters.front_door.declaring import find_file, load_declaration
from bzr_adapters.front_door.errors import build_invalid, publish_error
from bzr_adapters.front_door.values import PassedOver, Path
from bzr_adapters.intake.regular_files import is_there
from bzr_adapters.intake.roster_sheet import Roster, read_roster
from bzr_adapters.intake.school_draft import count_teachers, write_draft
from bzr_domain.kernel.messages import BzrError, Lang


@attrs.frozen(kw_only=True)
class SchoolDraft:
    """The text of a school file, which can be declared as it is, with what it was made of.

    Attributes:
        classes, teachers: How many classes and head teachers of the roster it has; 0 where an example stands for them.
        passed_over: What of the roster it has no place for.
    """

    text: str = attrs.field(repr=False)
    classes: int
    teachers: int
    passed_over: tuple[PassedOver, ...] = ()
    lang: Lang = attrs.field(default="zh", repr=False, eq=False)

    def write(self, path: Path, /) -> FilePath:
        """Write the file, whole or not at all; one that is there is never replaced.

        Raises:
            Refused: When there is such a file already, or it cannot be written.
        """
        file = FilePath(path)
        try:
            if is_there(file):
                raise UnwritableFile.of(
                    f"文件“{file}”已经有了,不会覆盖",
                    f"the file {file} is there already and is not replaced",
                    code="file.exists",
                )
            write_whole(file, self.text.encode())
        except BzrError as error:
            raise publish_error(error, self.lang) from error
        return file


def draft_school_file(roster: Path | None = None, *, today: date | None = None, lang: Lang = "zh") -> SchoolDraft:
    """Return a commented school file: with the classes and head teachers of a roster sheet, or with an example.

    Args:
        roster: A CSV or XLSX file with a row for each class: 班级, and 班主任, 年级, 学段, 人数, 编号 where it has them.
        today: Tells which term stands in it; None is the day of the call.
        lang: The language of what is said about the roster.

    Raises:
        NotFound: When there is no such file.
        Invalid: When the roster has problems; every one is named.
    """
    check_type("today", today, date, type(None))
    day = today or datetime.now(UTC).date()
    try:
        sheet = Roster() if roster is None else read_roster(find_file(roster))
    except BzrError as error:
        raise publish_error(error, lang) from error
    if sheet.problems:
        raise build_invalid(sheet.problems, lang)
    text = write_draft(sheet.rows, day)
    load_declaration(tomllib.loads(text), lang)
    return SchoolDraft(
        text=text,
        classes=len(sheet.rows),
        teachers=count_teachers(sheet.rows),
        passed_over=tuple(PassedOver(**describe_passed_over(part, lang)) for part in sheet.passed_over),
        lang=lang,
    )
