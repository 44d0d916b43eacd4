"""`bzr explain`: every point back to fact, recorder and the clause's citation."""

import sys

import attrs

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.dispute import item_id, show_dispute, without_document
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, Option, command
from bzr_adapters.cli.moments import cell_named
from bzr_adapters.cli.month import school_name
from bzr_adapters.documents.explanation import explain_document
from bzr_adapters.documents.facts import Words, corrections
from bzr_adapters.documents.statement import Month
from bzr_adapters.reports.explanation import explain_lines
from bzr_domain.application.explain_class import explain_class
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.what_if import DisputedFact, dispute_fact
from bzr_domain.kernel.messages import Message, Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.explanation import Explanation

CLASS = Argument("class_", label=Message("班级", "CLASS"), about=Message("编号或名称", "by id or name"))
PERIOD = Argument(
    "month",
    label=Message("时段", "PERIOD"),
    about=Message(
        "月份 2024-09、周 2024-W36、学期编号或学年 2024-2025",
        "month 2024-09, week 2024-W36, term id or school year 2024-2025",
    ),
)
WITHOUT = Option(
    "--without",
    about=Message(
        "假如这条事实作废(编号可只写开头几位):前后对照,以及随之变动的一切",
        "as if this fact were void (id, or how it begins): both ways, and everything that moves with it",
    ),
    value=Message("编号", "FACT"),
)
ITEM = Argument(
    "item",
    label=Message("项目", "ITEM"),
    about=Message("编号或名称,如 hygiene 或 卫生;不写为全部", "by id or Chinese name; all when left out"),
    required=False,
)


@command(
    "explain",
    Message(
        "把每一分说明到事实、记录人和条款出处",
        "follow every point back to fact, recorder and the clause's citation",
    ),
    CLASS,
    PERIOD,
    ITEM,
    WITHOUT,
    JSON,
    AS_OF,
    examples=(
        "bzr explain g1c1 2024-09",
        "bzr explain '高一(1)班' 2024-09 卫生",
        "bzr explain g1c1 2024-autumn",
        "bzr explain g1c1 2024-09 --without 3fa9c1d2e4",
    ),
)
def explain_command(
    call: Call,
    class_: str,
    month: str,
    item: str | None,
    without: str | None,
    as_json: bool,
    as_of: str | None,
) -> int:
    """Explain a statement."""
    reader = call.reader(as_of)
    cell = cell_named(month, reader)
    class_id = reader.find_class_id(class_)
    against = None if without is None else dispute_fact(reader, without, class_id, cell)
    if isinstance(against, Refused):
        failure.refused(call.ink_for(sys.stderr), against)
        return NO
    if isinstance(against, DisputedFact) and not as_json:
        show_dispute(call, reader, against, item)
        return DONE
    found = against if isinstance(against, Problem) else explain_class(reader, class_id, cell)
    if isinstance(found, Problem):
        what = Message(f"{month}没有考核表", f"there is no statement for {month}")
        failure.block(call.ink_for(sys.stderr), what, [failure.problem_line(found)])
        return NO
    found = found if item is None else _only(found, item)
    words = words_for(reader, found, class_id, cell)
    if as_json:
        document = explain_document(found, cell, in_zone(reader), words)
        if isinstance(against, DisputedFact):
            document["without"] = without_document(reader, against, item)
        call.document(document)
    else:
        heading = Month(school=school_name(reader), month=cell, as_of=in_zone(reader), statements=())
        call.show(explain_lines(found, heading, words, call.lang, call.ink))
    return DONE


def words_for(reader: SchoolReader, found: Explanation, class_id: str, cell: Period) -> Words:
    """What is needed to write an explanation's facts."""
    reach = reader.register.calendar.widen_to_weeks(cell)
    return Words(
        kinds=reader.kinds,
        zone=reader.zone,
        classes={one.id: one.name for one in reader.register.classes.values()},
        amendments=found.amendments,
        corrections=corrections(reader.class_histories(class_id, reach)),
    )


def _only(found: Explanation, item: str) -> Explanation:
    name = item_id(found.statement.book, item)
    accounts = tuple(account for account in found.accounts if account.item.id == name)
    return attrs.evolve(found, accounts=accounts)


COMMANDS = {"explain": explain_command}
