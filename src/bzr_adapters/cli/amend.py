"""`bzr void` and `bzr correct`: corrections are appended; nothing is overwritten."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bzr_adapters.cli.arguments import DRY_RUN, REASON
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.amendments import describe_amendment
from bzr_adapters.reports.preview import settled_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters import Invalid, Receipt

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
    DRY_RUN,
    examples=("bzr void 3fa9c1d2e4 --reason 误记到本班", "bzr void 3fa9c1d2e4 --reason 误记到本班 --dry-run"),
)
def void_command(call: Call, fact: str, reason: str, dry_run: bool) -> int:
    """Void an entry."""
    receipt = call.acting().void(fact, reason=reason, dry_run=dry_run)
    return _show(
        call, receipt, Message(f"{fact}早已作废,没有变化", f"{fact} is void already: nothing changed"), dry_run=dry_run
    )


def _show(call: Call, receipt: "Receipt", unchanged: Message, *, dry_run: bool) -> int:
    """Write what was voided or corrected, or what would move; return the status that all is done."""
    if dry_run:
        return call.show_preview(receipt, [])
    call.show_message(describe_amendment(receipt) or unchanged)
    call.show_lines([*map(str, receipt.uncounted), *settled_lines(receipt.preview, call.ink)])
    return DONE


@command(
    "correct",
    Message("更正一条事实的栏目", "correct fields of a fact"),
    FACT,
    FIELDS,
    REASON,
    DRY_RUN,
    examples=("bzr correct 3fa9c1d2e4 数量=1 --reason 重复计数",),
)
def correct_command(call: Call, fact: str, fields: tuple[str, ...], reason: str, dry_run: bool) -> int:
    """Correct a fact."""
    from bzr_adapters import Invalid

    try:
        receipt = call.acting().correct(fact, parse_changes(fields), reason=reason, dry_run=dry_run)
    except Invalid as error:
        return refuse_correction(call, error)
    return _show(
        call,
        receipt,
        Message(f"{fact}本来就是这样,没有变化", f"{fact} reads like that already: nothing changed"),
        dry_run=dry_run,
    )


def parse_changes(words: Iterable[str]) -> Mapping[str, str]:
    """Return what the words FIELD=VALUE change.

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
    return changes


def refuse_correction(call: Call, error: "Invalid") -> int:
    """Write what is wrong with a correction, and that nothing was changed; return the status that says no.

    Raises:
        WrongCall: When a word of the call names a field that is none, or that another word names already.
    """
    for problem in error.problems:
        if problem.code in ("fact.unknown-field", "fact.field-repeated"):
            raise WrongCall(Message.same(str(problem)))
    if not error.problems:
        raise error
    return call.fail_with(
        error, Message("不能这样更正,没有改动任何内容", "it cannot be corrected like that; nothing was changed")
    )


COMMANDS = {"void": void_command, "correct": correct_command}
