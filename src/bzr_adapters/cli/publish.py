"""`bzr publish` and `bzr final`: a result is put up for objections, and made final when the time is over."""

from collections.abc import Callable

from bzr_adapters.cli.arguments import CLASSES, FOR, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Option, command
from bzr_adapters.cli.failure import format_problem
from bzr_adapters.cli.language import say
from bzr_adapters.cli.month import find_class_ids
from bzr_adapters.cli.read_periods import read_day, read_period
from bzr_adapters.reports.aligned import aligned
from bzr_domain.application.publish_results import Answers, finalise_results, publish_results
from bzr_domain.application.school_writer import SchoolWriter
from bzr_domain.kernel.messages import Message, Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.events import ResultEvent, ResultFinalised, ResultPublished

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
    FOR,
    examples=("bzr publish 2024-09 --until 2024-10-12",),
)
def publish_command(call: Call, period: str, classes: tuple[str, ...], until: str) -> int:
    """Publish results."""
    last_day = read_day(until)
    return _take_step(
        call,
        period,
        classes,
        lambda writer, assessed, class_ids: publish_results(writer, assessed, class_ids, last_day),
    )


@command(
    "final",
    Message("公示期满,终定结果", "make results final after their notice"),
    PERIOD,
    CLASSES,
    FOR,
    examples=("bzr final 2024-09",),
)
def final_command(call: Call, period: str, classes: tuple[str, ...]) -> int:
    """Make results final."""
    return _take_step(call, period, classes, finalise_results)


def _take_step(
    call: Call,
    period: str,
    classes: tuple[str, ...],
    step: Callable[[SchoolWriter, Period, list[str]], Answers],
) -> int:
    """Take the step for each class and show each one's answer; a class that is refused holds up no other."""
    writer = call.open_writer()
    reader = writer.reader()
    assessed = read_period(period, reader)
    answers = step(writer, assessed, find_class_ids(reader, classes, assessed))
    accepted = [class_id for class_id, answer in answers.items() if isinstance(answer, tuple)]
    if accepted and len(accepted) < len(answers):
        answers |= step(writer, assessed, accepted)
    names = reader.class_names_in(assessed)
    rows = [
        [names[class_id], *_describe_step(answer)] for class_id, answer in answers.items() if isinstance(answer, tuple)
    ]
    call.show_lines(aligned(rows))
    refusals = [
        f"{names[class_id]}{say(Message(':', ': '))}{_describe_refusal(answer)}"
        for class_id, answer in answers.items()
        if not isinstance(answer, tuple)
    ]
    if not refusals:
        return DONE
    number = len(refusals)
    return call.fail(Message(f"{number}个班的结果没有办成", f"{number} classes were refused"), refusals)


def _describe_step(events: tuple[ResultEvent, ...]) -> list[str]:
    """Return the total, what was done, and the digest."""
    match events:
        case (ResultPublished() as event, *_):
            until = Message(f"公示到{event.until}", f"published until {event.until}")
            return [str(event.figures.total), say(until), event.digest[:10]]
        case (ResultFinalised() as event, *_):
            return [str(event.figures.total), say(Message("已终定", "final")), event.digest[:10]]
        case _:
            return ["", say(Message("早已如此,没有变化", "so already: nothing changed")), ""]


def _describe_refusal(answer: Refused | Problem) -> str:
    if isinstance(answer, Problem):
        return format_problem(answer)
    return say(answer.reason + Message(f"(依据:{answer.clause})", f" (by: {answer.clause})"))


COMMANDS = {"publish": publish_command, "final": final_command}
