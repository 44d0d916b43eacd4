"""`bzr month`: the statements of a month."""

import sys
from collections.abc import Iterable, Sequence

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, command
from bzr_adapters.cli.moments import month_named
from bzr_adapters.documents.statement import Month, month_document
from bzr_adapters.reports.month import month_lines
from bzr_domain.application.assess_classes import assess_classes
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.scoring.statement import Statement

MONTH = Argument("month", label=Message("月份", "MONTH"), about=Message("如 2024-09", "such as 2024-09"))
CLASSES = Argument(
    "classes",
    label=Message("班级", "CLASS"),
    about=Message("编号或名称;不写为全部班级", "by id or name; all classes when left out"),
    nargs=-1,
    required=False,
)

SCORING = Message("计算", "scoring")
Problems = Sequence[tuple[str, Problem]]
"""Class id → why there is no statement."""


@command(
    "month",
    Message("列出一个月的考核表", "show the statements of a month"),
    MONTH,
    CLASSES,
    JSON,
    AS_OF,
    examples=("bzr month 2024-09", "bzr month 2024-09 g1c1 --as-of 2024-09-20", "bzr month 2024-09 --json"),
)
def month_command(call: Call, month: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Show a month's statements."""
    cell = month_named(month)
    reader = call.reader(as_of)
    progress = call.progress(SCORING)
    assessed = assess_classes(reader, cell, class_ids(reader, classes), progress)
    report = report_period(reader, cell, assessed.statements, assessed.problems)
    if not as_json and not report.statements:
        no_statement(call, report)
        return NO
    if as_json:
        call.document(month_document(report, call.lang))
    else:
        call.show(month_lines(report, call.lang, call.ink))
    return DONE if report.statements else NO


def class_ids(reader: SchoolReader, names: Iterable[str]) -> list[str]:
    """The ids of classes that are written by id or name, each once."""
    return list(dict.fromkeys(reader.find_class_id(name) for name in names))


def report_period(
    reader: SchoolReader, period: Period, statements: Sequence[Statement], problems: Problems
) -> Month:
    """A period's statements as they are reported."""
    return Month(
        school=school_name(reader),
        month=period,
        as_of=in_zone(reader),
        statements=statements,
        problems=problems,
    )


def school_name(reader: SchoolReader) -> str:
    """The school's name."""
    school = reader.register.school
    return "" if school is None else school.name


def no_statement(call: Call, report: Month) -> None:
    """Say that there is no statement, and every reason why."""
    what = Message(f"{report.month.name}没有考核表", f"there is no statement for {report.month.name}")
    lines = list(dict.fromkeys(failure.problem_line(problem) for _, problem in report.problems))
    failure.block(call.ink_for(sys.stderr), what, lines)


COMMANDS = {"month": month_command}
