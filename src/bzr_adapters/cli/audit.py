"""`bzr audit`: the whole trail of a class or a teacher, in the order recorded."""

import sys
from typing import Any

import click

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.frame import AS_OF, Argument, Option, command
from bzr_adapters.documents.audit_trail import trail_csv, trail_jsonl
from bzr_adapters.documents.recording import swapped_message
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.reports.audit_trail import trail_lines
from bzr_domain.application.audit import find_teachers, load_class_trail, load_teacher_trail
from bzr_domain.application.compare_totals import suspect_swapped_rows
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Lang, Message, did_you_mean
from bzr_domain.kernel.names import normalize_name
from bzr_domain.kernel.recorded import Recorded

WHO = Argument(
    "who",
    label=Message("班级或教师", "CLASS|TEACHER"),
    about=Message("班级或教师的编号或名称", "a class or a teacher, by id or name"),
)
FORMAT = Option(
    "--format",
    "form",
    about=Message("输出的格式", "the form of the output"),
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
)


@command(
    "audit",
    Message("按记录的先后列出全部轨迹", "show the whole trail in the order recorded"),
    WHO,
    FORMAT,
    AS_OF,
    examples=("bzr audit g1c1", "bzr audit 张老师 --format csv > 张老师.csv"),
)
def audit_command(call: Call, who: str, form: str, as_of: str | None) -> int:
    """Show a trail."""
    reader = call.reader(as_of)
    found = _trail(reader, who)
    told = event_words(reader, found, call.lang)
    if form == "csv":
        sys.stdout.write(trail_csv(found, told))
    elif form == "jsonl":
        sys.stdout.write(trail_jsonl(found, told))
    else:
        call.show(trail_lines(found, told))
    hints = "".join(f"{line}\n" for line in _swapped(reader, who, call.lang))
    # A row of CSV or JSON Lines is an event, and a hint is none.
    (sys.stdout if form == "table" else sys.stderr).write(hints)
    return DONE


def _swapped(reader: SchoolReader, who: str, lang: Lang) -> list[str]:
    """A line for each row of the class's printed tables that seems swapped with another's."""
    class_id = _class_names(reader).get(who)
    if class_id is None:
        return []
    names = {one.id: one.name for one in reader.register.classes.values()}
    return [swapped_message(one, names).in_(lang) for one in suspect_swapped_rows(reader, class_id)]


def _class_names(reader: SchoolReader) -> dict[str, str]:
    return {name: one.id for one in reader.register.classes.values() for name in (one.name, one.id)}


def _trail(reader: SchoolReader, who: str) -> list[Recorded[Any]]:
    """The trail of the class or the teacher of that id or name."""
    classes, people = _class_names(reader), find_teachers(reader)
    if who in classes:
        return load_class_trail(reader, classes[who])
    meant = sorted(people.get(normalize_name(who), ()))
    if len(meant) == 1:
        return load_teacher_trail(reader, meant[0])
    if meant:
        ids = "、".join(meant)
        raise UnknownReference(
            Message(f"教师“{who}”有{len(meant)}位,请写编号:{ids}", f"{who!r} can mean {ids}; write the id")
        )
    near = did_you_mean(who, [*classes, *people])
    raise UnknownReference(
        Message(f"没有班级或教师“{who}”;{near.zh}", f"there is no class or teacher {who!r}; {near.en}")
    )


COMMANDS = {"audit": audit_command}
