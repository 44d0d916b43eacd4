"""`bzr void` and `bzr correct`: corrections are appended; nothing is overwritten."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bzr_adapters.cli.arguments import REASON
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.failure import WrongCall, format_problem
from bzr_adapters.intake.changes import read_changes
from bzr_domain.facts.events import FactCorrected, FactVoided
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.kernel.messages import Message, Problem, Refused

FACT = Argument(
    "fact",
    label=Message("编号", "FACT"),
    about=Message("事实的编号,可只写开头几位(见 bzr facts)", "the fact's id, or how it begins (see bzr facts)"),
)
FIELDS = Argument(
    "fields",
    label=Message("栏目=值", "FIELD=VALUE"),
    about=Message("如 数量=1 或 count=1;值空着即清空", "such as count=1 or 数量=1; no value clears the field"),
    nargs=-1,
    required=True,
)


@command(
    "void",
    Message("作废一条事实、更正或作废记录", "declare a fact, a correction or a void void"),
    FACT,
    REASON,
    examples=("bzr void 3fa9c1d2e4 --reason 误记到本班",),
)
def void_command(call: Call, fact: str, reason: str) -> int:
    """Void an entry."""
    events = call.open_writer().void(fact, reason)
    if isinstance(events, Refused):
        return call.refuse(events)
    unchanged = Message(f"{fact}早已作废,没有变化", f"{fact} is void already: nothing changed")
    call.show_message(_describe_amendment(events) or unchanged)
    return DONE


@command(
    "correct",
    Message("更正一条事实的栏目", "correct fields of a fact"),
    FACT,
    FIELDS,
    REASON,
    examples=("bzr correct 3fa9c1d2e4 数量=1 --reason 重复计数",),
)
def correct_command(call: Call, fact: str, fields: tuple[str, ...], reason: str) -> int:
    """Correct a fact."""
    writer = call.open_writer()
    change = parse_changes(fields, writer.reader().own_headers)
    if isinstance(change, tuple):
        return refuse_correction(call, change)
    answer = writer.correct(fact, change, reason)
    if isinstance(answer, Refused):
        return call.refuse(answer)
    problems = [problem for problem in answer if isinstance(problem, Problem)]
    if problems:
        return refuse_correction(call, problems)
    unchanged = Message(f"{fact}本来就是这样,没有变化", f"{fact} reads like that already: nothing changed")
    call.show_message(_describe_amendment(answer) or unchanged)
    return DONE


def parse_changes(
    words: Iterable[str], own_headers: Mapping[str, str]
) -> Callable[[FactRow], FactRow] | tuple[Problem, ...]:
    """Return what the words FIELD=VALUE change in a row, or every problem with them.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.

    Raises:
        WrongCall: When a word is none of that form, or names a field that another word names already.
    """
    changes: dict[str, str] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise WrongCall.of(f"“{word}”应写成 栏目=值", f"{word!r}: write FIELD=VALUE")
        if name in changes:
            raise WrongCall.of("同一栏目写了两次;每个栏目写一次", "a field is written twice; write each field once")
        changes[name] = text
    change = read_changes(changes, own_headers)
    for problem in change if isinstance(change, tuple) else ():
        if problem.code in ("fact.unknown-field", "fact.field-repeated"):
            raise WrongCall(Message.joined(filter(None, [problem.what, problem.expected])))
    return change


def _describe_amendment(events: Iterable[object]) -> Message | None:
    """Return what was voided or corrected, and by which entry; None where nothing was."""
    for event in events:
        match event:
            case FactVoided():
                return Message(f"已作废 {event.target}(记录 {event.id})", f"voided {event.target} (entry {event.id})")
            case FactCorrected():
                return Message(
                    f"已更正 {event.target}(记录 {event.id})", f"corrected {event.target} (entry {event.id})"
                )
    return None


def refuse_correction(call: Call, problems: Sequence[Problem]) -> int:
    """Write what is wrong with a correction, and that nothing was changed; return the status that says no."""
    what = Message("不能这样更正,没有改动任何内容", "it cannot be corrected like that; nothing was changed")
    return call.fail(what, map(format_problem, problems))


COMMANDS = {"void": void_command, "correct": correct_command}
