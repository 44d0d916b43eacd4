"""`bzr publish` and `bzr final`: a result is put up for objections, and made final when the time is over."""

import sys
from collections.abc import Callable
from datetime import date

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import Argument, Option, command
from bzr_adapters.cli.moments import cell_named, day_named
from bzr_adapters.cli.month import CLASSES
from bzr_adapters.cli.words import say
from bzr_adapters.reports.aligned import aligned
from bzr_domain.application.publish_results import Answers, finalise_results, publish_results
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.kernel.messages import Message, Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.events import ResultFinalised, ResultPublished

PERIOD = Argument(
    "period",
    label=Message("时段", "PERIOD"),
    about=Message(
        "月份 2024-09、周 2024-W36、学期编号或学年 2024-2025",
        "month 2024-09, week 2024-W36, term id or school year 2024-2025",
    ),
)
UNTIL = Option(
    "--until",
    about=Message("公示到哪天为止(含),如 2024-10-12", "the last day of the notice, such as 2024-10-12"),
    value=Message("日期", "DAY"),
    required=True,
)


@command(
    "publish",
    Message("公示一个时段的结果", "publish the results of a period"),
    PERIOD,
    CLASSES,
    UNTIL,
    examples=("bzr publish 2024-09 --until 2024-10-12",),
)
def publish_command(call: Call, period: str, classes: tuple[str, ...], until: str) -> int:
    """Publish results."""
    last: date = day_named(until)
    return _taken(
        call, period, classes, lambda recorder, cell, wanted: publish_results(recorder, cell, wanted, last)
    )


@command(
    "final",
    Message("公示期满,终定结果", "make results final after their notice"),
    PERIOD,
    CLASSES,
    examples=("bzr final 2024-09",),
)
def final_command(call: Call, period: str, classes: tuple[str, ...]) -> int:
    """Make results final."""
    return _taken(call, period, classes, finalise_results)


def _taken(
    call: Call,
    period: str,
    classes: tuple[str, ...],
    take: Callable[[SchoolWriter, Period, list[str]], Answers],
) -> int:
    """Take the step for each class, and tell each one's answer; what is refused is told and stays out."""
    recorder = call.recorder()
    reader = recorder.reader()
    cell = cell_named(period, reader)
    wanted = list(dict.fromkeys(reader.find_class_id(name) for name in classes))
    found = take(recorder, cell, wanted)
    call.show(
        aligned([_row(reader, class_id, answer) for class_id, answer in found.items() if _is_done(answer)])
    )
    no = {class_id: answer for class_id, answer in found.items() if not _is_done(answer)}
    if not no:
        return DONE
    what = Message(f"{len(no)}个班的结果没有办成", f"{len(no)} classes were refused")
    names = {one.id: one.name for one in reader.register.classes.values()}
    failure.block(
        call.ink_for(sys.stderr),
        what,
        [f"{names[one]}{say(Message(':', ': '))}{_reason(answer)}" for one, answer in no.items()],
    )
    return NO


def _is_done(answer: object) -> bool:
    return isinstance(answer, tuple)


def _row(reader: SchoolReader, class_id: str, answer: object) -> list[str]:
    event = answer[0] if isinstance(answer, tuple) and answer else None
    name = reader.register.classes[class_id].name
    if isinstance(event, ResultPublished):
        until = Message(f"公示到{event.until}", f"published until {event.until}")
        return [name, str(event.figures.total), say(until), event.digest[:10]]
    if isinstance(event, ResultFinalised):
        return [name, str(event.figures.total), say(Message("已终定", "final")), event.digest[:10]]
    return [name, "", say(Message("早已如此,没有变化", "so already: nothing changed")), ""]


def _reason(answer: object) -> str:
    if isinstance(answer, Refused):
        return say(
            Message(f"{answer.reason.zh}(依据:{answer.clause})", f"{answer.reason.en} (by: {answer.clause})")
        )
    assert isinstance(answer, Problem)
    return failure.problem_line(answer)


COMMANDS = {"publish": publish_command, "final": final_command}
