"""`bzr audit`: the whole trail of a class or a teacher, in the order recorded."""

import sys
from typing import Any

import click

from bzr_adapters.cli.arguments import AS_OF
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.documents.audit_trail import trail_csv, trail_jsonl
from bzr_adapters.documents.recording import swapped_message
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.reports.audit_trail import trail_lines
from bzr_domain.application.audit import find_teachers, load_class_trail, load_teacher_trail
from bzr_domain.application.compare_totals import suspect_swapped_rows
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Lang, Message, UnknownReference, did_you_mean, list_near
from bzr_domain.kernel.names import normalize_name
from bzr_domain.kernel.recorded import Recorded

WHO = Argument(
    "who",
    label=Message("班级或教师", "CLASS|TEACHER"),
    about=Message("班级或教师的编号或名称", "a class or a teacher, by id or name"),
)
FORMAT = Option(
    "--format",
    "output_format",
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
def audit_command(call: Call, who: str, output_format: str, as_of: str | None) -> int:
    """Show a trail."""
    reader = call.open_reader(as_of)
    trail = _load_trail(reader, who)
    words = event_words(reader, trail, call.lang)
    if output_format == "csv":
        sys.stdout.write(trail_csv(trail, words))
    elif output_format == "jsonl":
        sys.stdout.write(trail_jsonl(trail, words))
    else:
        call.show_lines(trail_lines(trail, words))
    hints = "".join(f"{line}\n" for line in _hint_swapped_rows(reader, who, call.lang))
    # A row of CSV or JSON Lines is an event, and a hint is none.
    (sys.stdout if output_format == "table" else sys.stderr).write(hints)
    return DONE


def _hint_swapped_rows(reader: SchoolReader, who: str, lang: Lang) -> list[str]:
    """Return a line for each row of the class's printed tables that seems swapped with another's."""
    class_id = _index_classes(reader).get(who)
    if class_id is None:
        return []
    groups = suspect_swapped_rows(reader, class_id)
    return [swapped_message(group, reader.class_names).in_(lang) for group in groups]


def _index_classes(reader: SchoolReader) -> dict[str, str]:
    return {name: class_id for class_id, title in reader.class_names.items() for name in (title, class_id)}


def _load_trail(reader: SchoolReader, who: str) -> list[Recorded[Any]]:
    """Return the trail of the class or the teacher of that id or name.

    Raises:
        UnknownReference: When it names nobody, or several teachers.
    """
    classes, people = _index_classes(reader), find_teachers(reader)
    if who in classes:
        return load_class_trail(reader, classes[who])
    teachers = sorted(people.get(normalize_name(who), ()))
    if len(teachers) == 1:
        return load_teacher_trail(reader, teachers[0])
    if teachers:
        ids = "、".join(teachers)
        raise UnknownReference.of(
            f"教师“{who}”有{len(teachers)}位,请写编号:{ids}",
            f"{who!r} can mean {ids}; write the id",
            code="fact.ambiguous-teacher",
            near=teachers,
        )
    names = [*classes, *people]
    near = did_you_mean(who, names)
    raise UnknownReference.of(
        f"没有班级或教师“{who}”;{near.zh}",
        f"there is no class or teacher {who!r}; {near.en}",
        code="register.unknown-name",
        near=list_near(who, names),
    )


COMMANDS = {"audit": audit_command}
