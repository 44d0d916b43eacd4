"""`bzr duties`: which duties of a head teacher the records of a class speak to, and which none speaks to."""

import sys

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, Option, command
from bzr_adapters.cli.moments import cell_named
from bzr_adapters.documents.duties import duties_document
from bzr_adapters.reports.duties import duty_table
from bzr_domain.application.give_feedback import list_duties
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, did_you_mean

CLASS = Argument(
    "class_ref", label=Message("班级", "CLASS"), about=Message("班级编号或名称", "a class by id or name")
)
PERIOD = Argument(
    "period",
    label=Message("时段", "PERIOD"),
    about=Message(
        "月份 2024-09、周 2024-W36、学期编号或学年 2024-2025",
        "month 2024-09, week 2024-W36, term id or school year 2024-2025",
    ),
)
LISTED = Option(
    "--listed-in",
    about=Message("只列这份细则写到的职责,如 A2", "only the duties that this regulation lists, such as A2"),
    value=Message("细则", "REGULATION"),
)


@command(
    "duties",
    Message("列出各项职责有无记录", "list which duties have evidence and which have none"),
    CLASS,
    PERIOD,
    LISTED,
    JSON,
    AS_OF,
    examples=("bzr duties g1c1 2024-09", "bzr duties g1c1 2024-autumn --listed-in A2"),
)
def duties_command(
    call: Call, class_ref: str, period: str, listed_in: str | None, as_json: bool, as_of: str | None
) -> int:
    """List the duties."""
    reader = call.reader(as_of)
    class_id, cell = reader.find_class_id(class_ref), cell_named(period, reader)
    one = reader.register.classes[class_id]
    if not one.touches(cell.first, cell.last):
        failure.block(
            call.ink_for(sys.stderr),
            Message(
                f"{cell.name}没有{one.name}({one.span.zh})", f"{cell.name}: no class {one.id} ({one.span.en})"
            ),
        )
        return NO
    record = list_duties(reader, class_id, cell)
    known = {regulation for line in record.lines for regulation in line.duty.cites}
    if listed_in is not None and listed_in not in known:
        near = did_you_mean(listed_in, known)
        what = Message(f"没有列职责的细则“{listed_in}”", f"no regulation {listed_in!r} lists duties")
        raise UnknownReference(Message(f"{what.zh};{near.zh}", f"{what.en}; {near.en}"))
    lines = [line for line in record.lines if listed_in is None or listed_in in line.duty.cites]
    if as_json:
        call.document(duties_document(class_id, cell, in_zone(reader), lines, len(record.unfiled)))
        return DONE
    name = reader.register.classes[class_id].name
    heading = Message(f"{name} {cell.name} 职责与记录", f"{name}, {cell.name}: duties and what is recorded")
    call.show(duty_table(heading, lines, len(record.unfiled), call.lang))
    return DONE


COMMANDS = {"duties": duties_command}
