"""`bzr month`: the statements of a month."""

from collections.abc import Iterable, Sequence

from bzr_adapters.cli.arguments import AS_OF, CLASSES, FOR, JSON, MONTH
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import command
from bzr_adapters.cli.failure import format_problem
from bzr_adapters.cli.read_periods import read_month
from bzr_adapters.documents.statement import Month, month_document
from bzr_adapters.reports.month import month_lines
from bzr_domain.application.assess_classes import assess_classes
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.scoring.statement import Statement

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
    FOR,
    examples=("bzr month 2024-09", "bzr month 2024-09 g1c1 --as-of 2024-09-20", "bzr month 2024-09 --json"),
)
def month_command(call: Call, month: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Show a month's statements."""
    period = read_month(month)
    reader = call.open_reader(as_of)
    assessed = assess_classes(reader, period, find_class_ids(reader, classes, period), call.show_progress(SCORING))
    report = build_report(reader, period, assessed.statements, assessed.problems)
    if as_json:
        call.show_document(month_document(report, call.lang))
    elif report.statements:
        call.show_lines(month_lines(report, call.lang, call.ink))
    else:
        return explain_no_statement(call, report)
    return DONE if report.statements else NO


def find_class_ids(reader: SchoolReader, names: Iterable[str], period: Period) -> list[str]:
    """Return the ids of classes that are written by id, or by the name borne at the end of a period, each once."""
    return list(dict.fromkeys(reader.find_class_id(name, period) for name in names))


def build_report(
    reader: SchoolReader, period: Period, statements: Sequence[Statement] = (), problems: Problems = ()
) -> Month:
    """Return a period's statements as they are reported; without statements, the report's heading alone."""
    return Month(
        school=reader.school_name,
        month=period,
        as_of=reader.local_as_of,
        statements=statements,
        problems=problems,
    )


def explain_no_statement(call: Call, report: Month) -> int:
    """Write that there is no statement, with every reason why; return the status that says no."""
    what = Message(f"{report.month.name}没有考核表", f"there is no statement for {report.month.name}")
    return call.fail(what, dict.fromkeys(format_problem(problem) for _, problem in report.problems))


COMMANDS = {"month": month_command}
