"""`bzr term`: the results of a term, a school year, or a week."""

from itertools import chain

from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, command
from bzr_adapters.cli.moments import cell_named
from bzr_adapters.cli.month import CLASSES, SCORING, class_ids, no_statement, report_period
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
    examples=("bzr term 2024-autumn", "bzr term 2024-2025 g1c1 --json", "bzr term 2024-W36"),
)
def term_command(call: Call, term: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Show a term's results."""
    reader = call.reader(as_of)
    cell, progress = cell_named(term, reader), call.progress(SCORING)
    assessed = assess_classes(reader, cell, class_ids(reader, classes), progress)
    semester = project_semester(assessed)
    report = report_period(reader, cell, assessed.statements, assessed.problems)
    if not as_json and not report.statements:
        no_statement(call, report)
        return NO
    if as_json:
        call.document(term_document(semester, report.as_of, call.lang))
    else:
        lines = month_lines(report, call.lang, call.ink)
        call.show(chain(lines, standing_lines(semester, call.lang, call.ink)))
    return DONE if report.statements else NO


COMMANDS = {"term": term_command}
