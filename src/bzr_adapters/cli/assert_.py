"""`bzr assert`: published results against recomputed ones, over any range of periods."""

import sys

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, command
from bzr_adapters.cli.moments import cells_named
from bzr_adapters.documents.published import assert_document
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.reports.published import assert_lines
from bzr_domain.application.check_published import check_published, find_published_periods
from bzr_domain.kernel.messages import Message

PERIODS = Argument(
    "periods",
    label=Message("时段", "PERIODS"),
    about=Message(
        "月份、范围 2024-09..2025-01、周 2024-W36、学期编号或学年",
        "month, range 2024-09..2025-01, week 2024-W36, term id or school year",
    ),
)


@command(
    "assert",
    Message(
        "把公示过的结果按当时所知重算,逐一核对", "compute published results again as known then, and compare"
    ),
    PERIODS,
    JSON,
    AS_OF,
    examples=("bzr assert 2024-09", "bzr assert 2024-09..2025-01 --json"),
)
def assert_command(call: Call, periods: str, as_json: bool, as_of: str | None) -> int:
    """Check published results."""
    reader = call.reader(as_of)
    results = check_published(reader, find_published_periods(reader, cells_named(periods, reader)))
    told = event_words(reader, [event for result in results for event in result.causes], call.lang)
    if as_json:
        call.document(assert_document(in_zone(reader), results, told))
    elif not results:
        failure.block(
            call.ink_for(sys.stderr),
            Message(f"{periods}没有公示过的结果", f"nothing of {periods} was published"),
            todo=Message("先用 bzr publish 公示", "publish first: bzr publish"),
        )
    else:
        names = {school_class.id: school_class.name for school_class in reader.register.classes.values()}
        call.show(assert_lines(results, names, told))
    return DONE if results and all(result.same for result in results) else NO


COMMANDS = {"assert": assert_command}
