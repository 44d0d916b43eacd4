"""`bzr void` and `bzr correct`: corrections are appended; nothing is overwritten."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import Argument, Option, command
from bzr_adapters.cli.moments import WrongCall
from bzr_adapters.intake.rows import READERS
from bzr_adapters.intake.text import normal_header
from bzr_domain.events import Event
from bzr_domain.facts.fact_history import FactCorrected, FactVoided
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import HEADERS
from bzr_domain.kernel.messages import Message, Problem, Refused, did_you_mean

FACT = Argument(
    "fact",
    label=Message("编号", "FACT"),
    about=Message(
        "事实的编号,可只写开头几位(见 bzr facts)", "the fact's id, or how it begins (see bzr facts)"
    ),
)
REASON = Option(
    "--reason",
    about=Message("理由,必须写", "the reason, which must be given"),
    value=Message("理由", "WHY"),
    required=True,
)
FIELDS = Argument(
    "fields",
    label=Message("栏目=值", "FIELD=VALUE"),
    about=Message(
        "如 数量=1 或 count=1;值空着即清空", "such as count=1 or 数量=1; no value clears the field"
    ),
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
    decided = call.recorder().void(fact, reason)
    if isinstance(decided, Refused):
        failure.refused(call.ink_for(sys.stderr), decided)
        return NO
    call.tell(
        _done(decided) or Message(f"{fact}早已作废,没有变化", f"{fact} is void already: nothing changed")
    )
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
    recorder = call.recorder()
    changed = change_of(fields, recorder.reader().own_headers)
    if isinstance(changed, list):
        return _faulty(call, changed)
    decided = recorder.correct(fact, changed, reason)
    if isinstance(decided, Refused):
        failure.refused(call.ink_for(sys.stderr), decided)
        return NO
    found = [one for one in decided if isinstance(one, Problem)]
    if found:
        return _faulty(call, found)
    events = [one for one in decided if not isinstance(one, Problem)]
    call.tell(
        _done(events)
        or Message(f"{fact}本来就是这样,没有变化", f"{fact} reads like that already: nothing changed")
    )
    return DONE


def change_of(fields: Iterable[str], own: Mapping[str, str]) -> Callable[[FactRow], FactRow] | list[Problem]:
    """What the words FIELD=VALUE make of a fact, or what is wrong with them; `own` are the kinds' own headers."""
    read = [_read(word, own) for word in fields]
    problems = [one for one in read if isinstance(one, Problem)]
    if problems:
        return problems
    values = [one for one in read if not isinstance(one, Problem)]
    _refuse_twice([name for name, _ in values])
    return _changing(dict(values))


def _refuse_twice(names: list[str]) -> None:
    """One field, one value: of two, nothing says which is meant."""
    for name in names:
        if names.count(name) > 1:
            raise WrongCall(
                Message("同一栏目写了两次;每个栏目写一次", "a field is written twice; write each field once")
            )


def _changing(values: Mapping[str, Any]) -> Callable[[FactRow], FactRow]:
    """The wish with these values; a field of the kind's own is changed beside the others."""
    plain = {name: value for name, value in values.items() if not name.startswith(_OWN)}
    own = {name.removeprefix(_OWN): value for name, value in values.items() if name.startswith(_OWN)}

    def changed(row: FactRow) -> FactRow:
        kept = {**dict(row.own), **own}
        return attrs.evolve(row, **plain, own=tuple((name, text) for name, text in kept.items() if text))

    return changed


_OWN = "own."


def _done(events: Sequence[Event]) -> Message | None:
    for event in events:
        if isinstance(event, FactVoided):
            return Message(
                f"已作废 {event.target}(记录 {event.id})", f"voided {event.target} (entry {event.id})"
            )
        if isinstance(event, FactCorrected):
            return Message(
                f"已更正 {event.target}(记录 {event.id})", f"corrected {event.target} (entry {event.id})"
            )
    return None


def _read(word: str, own: Mapping[str, str]) -> tuple[str, object] | Problem:
    """The attribute of a wish that a word names, and the value it gives, read as a cell of a sheet would be."""
    name, equals, text = word.partition("=")
    field = _FIELDS.get(normal_header(name))
    if not equals:
        raise WrongCall(Message(f"“{word}”应写成 栏目=值", f"{word!r}: write FIELD=VALUE"))
    mine = {normal_header(header): known for header, known in own.items()}.get(normal_header(name))
    if field is None and mine is not None:
        return f"{_OWN}{mine}", text.strip()
    if field is None or field == "id":
        raise _unknown_field(name)
    attribute, read = READERS[field]
    if not text.strip():
        return _cleared(field, attribute)
    found = read(text.strip())
    return _named(found, name) if isinstance(found, Problem) else (attribute, found)


_FIELDS = {
    normal_header(name): english for english, chinese in HEADERS.items() for name in (english, chinese)
}


def _named(problem: Problem, name: str) -> Problem:
    """A problem with the field's name before it, in the word that was written."""
    what = Message(f"{name}:{problem.what.zh}", f"{name}: {problem.what.en}")
    return attrs.evolve(problem, what=what)


def _unknown_field(name: str) -> WrongCall:
    chinese = did_you_mean(name, [word for word in HEADERS.values() if word != "编号"])
    english = did_you_mean(name, [word for word in HEADERS if word != "id"])
    return WrongCall(Message(f"没有栏目“{name}”;{chinese.zh}", f"there is no field {name!r}; {english.en}"))


def _cleared(field: str, attribute: str) -> tuple[str, object] | Problem:
    if field in ("date", "class", "fact"):
        what = Message(f"“{HEADERS[field]}”不能为空", f"{field} cannot be empty")
        return Problem(field=field, what=what)
    return attribute, None


def _faulty(call: Call, problems: list[Problem]) -> int:
    what = Message("不能这样更正,没有改动任何内容", "it cannot be corrected like that; nothing was changed")
    failure.block(call.ink_for(sys.stderr), what, failure.problem_lines(problems))
    return NO


COMMANDS = {"void": void_command, "correct": correct_command}
