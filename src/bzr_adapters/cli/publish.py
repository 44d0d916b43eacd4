"""`bzr publish` and `bzr final`: a result is put up for objections, and made final when the time is over."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from bzr_adapters.cli.arguments import CLASSES, FOR, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Option, command
from bzr_adapters.cli.language import say
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.results import Result

UNTIL = Option(
    "--until",
    about=Message("公示到哪天为止(含),如 2024-10-12", "the last day of the notice, such as 2024-10-12"),
    value=Message("日期", "DAY"),
    required=True,
)


NOTHING_RECORDED = Option(
    "--nothing-recorded",
    about=Message(
        "没有任何记录而照样公示(绩效则交财务),写明理由",
        "publish, or hand over the pay, although nothing was recorded: the reason",
    ),
    value=Message("理由", "REASON"),
)


@command(
    "publish",
    Message("公示一个时段的结果", "publish the results of a period"),
    PERIOD,
    CLASSES,
    UNTIL,
    NOTHING_RECORDED,
    FOR,
    examples=(
        "bzr publish 2024-09 --until 2024-10-12",
        "bzr publish 2024-09 g1c2 --until 2024-10-12 --nothing-recorded 全月在外实习",
    ),
)
def publish_command(call: Call, period: str, classes: tuple[str, ...], until: str, nothing_recorded: str | None) -> int:
    """Publish results."""
    actor = call.acting()
    return _take_step(
        call,
        classes,
        lambda chosen: actor.publish(period, until=until, classes=chosen, nothing_recorded=nothing_recorded),
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
    actor = call.acting()
    return _take_step(call, classes, lambda chosen: actor.finalize(period, classes=chosen))


def _take_step(call: Call, classes: Collection[str], step: Callable[[Collection[str]], "tuple[Result, ...]"]) -> int:
    """Take the step for each class and show each one's result; a class that is refused holds up no other."""
    from bzr_adapters import Refused

    try:
        call.show_lines(aligned([_describe_result(result) for result in step(classes)]))
    except Refused as error:
        if not error.problems:
            raise
        if error.others:
            call.show_lines(aligned([_describe_result(result) for result in step(error.others)]))
        return call.fail_with(error)
    return DONE


def _describe_result(result: "Result") -> list[str]:
    """Return the class, the total, what was done, and the digest."""
    if not result.changed:
        return [result.class_name, "", say(Message("早已如此,没有变化", "so already: nothing changed")), "", ""]
    until = Message(f"公示到{result.until}", f"published until {result.until}")
    done = Message("已终定", "final") if result.state == "final" else until
    why = Message(f"没有任何记录:{result.nothing_recorded}", f"nothing recorded: {result.nothing_recorded}")
    remark = say(why) if result.nothing_recorded else ""
    return [result.class_name, str(result.total), say(done), result.digest[:10], remark]


COMMANDS = {"publish": publish_command, "final": final_command}
