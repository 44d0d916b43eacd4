"""`bzr duties`: which duties of a head teacher the records of a class speak to, and which none speaks to."""

from bzr_adapters.cli.arguments import AS_OF, JSON, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.read_periods import read_period
from bzr_adapters.documents.duties import duties_document
from bzr_adapters.reports.duties import duty_table
from bzr_domain.application.give_feedback import list_duties
from bzr_domain.kernel.messages import Message, UnknownReference, did_you_mean, list_near

CLASS = Argument("class_ref", label=Message("班级", "CLASS"), about=Message("班级编号或名称", "a class by id or name"))
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
    reader = call.open_reader(as_of)
    assessed = read_period(period, reader)
    class_id = reader.find_class_id(class_ref, assessed)
    school_class = reader.register.class_in(class_id, assessed)
    name, span = school_class.name, school_class.span
    if not school_class.touches(assessed.first, assessed.last):
        return call.fail(
            Message(f"{assessed.name}没有{name}({span.zh})", f"{assessed.name}: no class {class_id} ({span.en})")
        )
    record = list_duties(reader, class_id, assessed)
    regulations = {regulation for line in record.lines for regulation in line.duty.cites}
    if listed_in is not None and listed_in not in regulations:
        what = Message(f"没有列职责的细则“{listed_in}”", f"no regulation {listed_in!r} lists duties")
        message = Message.joined([what, did_you_mean(listed_in, regulations)])
        near = list_near(listed_in, regulations)
        raise UnknownReference(message, code="rulebook.unknown-regulation", near=near)
    lines = [line for line in record.lines if listed_in is None or listed_in in line.duty.cites]
    if as_json:
        call.show_document(duties_document(class_id, assessed, reader.local_as_of, lines, len(record.unfiled)))
        return DONE
    heading = Message(f"{name} {assessed.name} 职责与记录", f"{name}, {assessed.name}: duties and what is recorded")
    call.show_lines(duty_table(heading, lines, len(record.unfiled), call.lang))
    return DONE


COMMANDS = {"duties": duties_command}
