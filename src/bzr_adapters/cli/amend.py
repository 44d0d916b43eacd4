"""`bzr void` and `bzr correct`: corrections are appended; nothing is overwritten."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from bzr_adapters.cli.arguments import REASON
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.cli.failure import WrongCall, format_problem
from bzr_adapters.intake.column_headers import ALIASES
from bzr_adapters.intake.fact_sheet import READERS
from bzr_adapters.intake.text import normalize_header
from bzr_domain.facts.events import FactCorrected, FactVoided
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import HEADERS
from bzr_domain.kernel.messages import Message, Problem, Refused, did_you_mean

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
_NEVER_EMPTY = ("date", "class", "fact")


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
    """Return what the words FIELD=VALUE change in a row, or every problem with their values.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.

    Raises:
        WrongCall: When a word is none of that form, names no field, or names one that another word names already.
    """
    changes = [_parse_change(word, own_headers) for word in words]
    problems = tuple(change for change in changes if isinstance(change, Problem))
    if problems:
        return problems
    values = [change for change in changes if not isinstance(change, Problem)]
    names = [name for name, _ in values]
    if len(set(names)) < len(names):
        raise WrongCall.of("同一栏目写了两次;每个栏目写一次", "a field is written twice; write each field once")
    return _build_change(dict(values))


def _build_change(values: Mapping[str, Any]) -> Callable[[FactRow], FactRow]:
    """Return what puts values into a row; those of a kind's own fields join the others of that kind."""
    plain = {name: value for name, value in values.items() if not name.startswith(_OWN)}
    own = {name.removeprefix(_OWN): value for name, value in values.items() if name.startswith(_OWN)}

    def change(row: FactRow) -> FactRow:
        own_texts = {**dict(row.own), **own}
        return attrs.evolve(row, **plain, own=tuple((name, text) for name, text in own_texts.items() if text))

    return change


_OWN = "own."
"""What stands before the name of a field of a kind's own, so that it meets no attribute of a row."""


def _parse_change(word: str, own_headers: Mapping[str, str]) -> tuple[str, object] | Problem:
    """Return the attribute of a row that a word names and its new value, read as a cell of a sheet would be."""
    name, equals, text = word.partition("=")
    header, text = normalize_header(name), text.strip()
    field = ALIASES.get(header)
    if not equals:
        raise WrongCall.of(f"“{word}”应写成 栏目=值", f"{word!r}: write FIELD=VALUE")
    own_name = {normalize_header(title): own_name for title, own_name in own_headers.items()}.get(header)
    if field is None and own_name is not None:
        return f"{_OWN}{own_name}", text
    if field is None or field == "id":
        raise _explain_unknown_field(name)
    attribute, read = READERS[field]
    if not text:
        return _clear(field, attribute)
    value = read(text)
    if isinstance(value, Problem):
        return attrs.evolve(value, what=Message(f"{name}:", f"{name}: ") + value.what)
    return attribute, value


def _clear(field: str, attribute: str) -> tuple[str, object] | Problem:
    if field in _NEVER_EMPTY:
        what = Message(f"“{HEADERS[field]}”不能为空", f"{field} cannot be empty")
        return Problem(code="fact.field-missing", field=field, what=what)
    return attribute, None


def _explain_unknown_field(name: str) -> WrongCall:
    chinese = did_you_mean(name, [word for word in HEADERS.values() if word != "编号"])
    english = did_you_mean(name, [word for word in HEADERS if word != "id"])
    return WrongCall.of(f"没有栏目“{name}”;{chinese.zh}", f"there is no field {name!r}; {english.en}")


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
