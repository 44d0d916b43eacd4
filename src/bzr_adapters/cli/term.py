"""`bzr term`: the results of a term, a school year, or a week."""

from itertools import chain

from bzr_adapters.cli.arguments import AS_OF, CLASSES, FOR, JSON
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.month import SCORING, build_report, explain_no_statement, find_class_ids
from bzr_adapters.cli.read_periods import read_period
from bzr_adapters.documents.term import term_document
from bzr_adapters.reports.commendation import standing_lines
from bzr_adapters.reports.month import month_lines
from bzr_domain.application.assess_classes import assess_classes
from bzr_domain.kernel.messages import Message
from bzr_domain.projections.semester import project_semester

TERM = Argument(
    "term",
    label=Message("学期", "TERM"),
    about=Message(
        "学期编号、学年 2024-2025,或周 2024-W36(几周 2024-W36+2)",
        "a term's id, a school year 2024-2025, or a week 2024-W36 (weeks: 2024-W36+2)",
    ),
)


@command(
    "term",
    Message("列出一个学期、学年或一周的考核结果", "show the results of a term, a school year or a week"),
    TERM,
    CLASSES,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr term 2024-autumn", "bzr term 2024-2025 g1c1 --json", "bzr term 2024-W36"),
)
def term_command(call: Call, term: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Show a term's results."""
    reader = call.open_reader(as_of)
    period, show_step = read_period(term, reader), call.show_progress(SCORING)
    assessed = assess_classes(reader, period, find_class_ids(reader, classes, period), show_step)
    semester = project_semester(assessed)
    report = build_report(reader, period, assessed.statements, assessed.problems)
    if as_json:
        call.show_document(term_document(semester, report.as_of, call.lang))
    elif report.statements:
        lines = month_lines(report, call.lang, call.ink)
        call.show_lines(chain(lines, standing_lines(semester, call.lang, call.ink)))
    else:
        return explain_no_statement(call, report)
    return DONE if report.statements else NO


COMMANDS = {"term": term_command}
