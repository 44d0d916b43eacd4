"""`bzr publish`, `bzr notice` and `bzr final`: a result is put up for objections, and made final when the time is over."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from bzr_adapters.cli.arguments import AS_OF, CLASSES, FOR, JSON, OUTPUT, PERIOD
from bzr_adapters.cli.call import DONE, NO, Call, tell_checkpoint
from bzr_adapters.cli.command import Option, command
from bzr_adapters.cli.language import say
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.notice import notice_lines
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
    "notice",
    Message(
        "打印公示:结果、到哪天为止、向谁申诉", "print the notice of published results: until when, and where to object"
    ),
    PERIOD,
    CLASSES,
    OUTPUT,
    JSON,
    AS_OF,
    FOR,
    examples=("bzr notice 2024-09", "bzr notice 2024-autumn --output 公示.xlsx"),
)
def notice_command(call: Call, period: str, classes: tuple[str, ...], as_json: bool, as_of: str | None) -> int:
    """Print a notice."""
    notice = call.known_at(as_of).notice(period, classes=classes)
    if not notice.ok and not as_json:
        return fail_unpublished(call, period)
    call.show_answer(notice, notice_lines(notice, call.ink), as_json=as_json)
    return DONE if notice.ok else NO


def fail_unpublished(call: Call, periods: str) -> int:
    """Say that nothing of the periods was published, and return the status of it."""
    what = Message(f"{periods}没有公示过的结果", f"nothing of {periods} was published")
    return call.fail(what, todo=Message("先用 bzr publish 公示", "publish first: bzr publish"))


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
        _show_results(call, step(classes))
    except Refused as error:
        if not error.problems:
            raise
        if error.others:
            _show_results(call, step(error.others))
        return call.fail_with(error)
    return DONE


def _show_results(call: Call, results: "Sequence[Result]") -> None:
    """Show each class's result, and the checkpoint that was taken with what was published."""
    checkpoints = [result.checkpoint for result in results if result.changed and result.state == "published"][:1]
    call.show_lines(
        [*aligned([_describe_result(result) for result in results]), *tell_checkpoint("".join(checkpoints))]
    )


def _describe_result(result: "Result") -> list[str]:
    """Return the class, the total, what was done, and the digest."""
    if not result.changed:
        return [result.class_name, "", say(Message("早已如此,没有变化", "so already: nothing changed")), "", ""]
    until = Message(f"公示到{result.until}", f"published until {result.until}")
    done = Message("已终定", "final") if result.state == "final" else until
    why = Message(f"没有任何记录:{result.nothing_recorded}", f"nothing recorded: {result.nothing_recorded}")
    remark = say(why) if result.nothing_recorded else ""
    return [result.class_name, str(result.total), say(done), result.digest[:10], remark]


COMMANDS = {"publish": publish_command, "notice": notice_command, "final": final_command}
