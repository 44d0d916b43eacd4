"""A list of facts as a table for people."""

from collections.abc import Iterable, Iterator
from itertools import islice

from bzr_adapters.documents import values
from bzr_adapters.documents.fact_table import describe_state
from bzr_adapters.documents.facts import Words, short_id
from bzr_adapters.documents.names import count_facts
from bzr_adapters.front_door.facts import FactTable
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.ink import Ink
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang, Message

_HEADS = Message("编号|日期|班级|事项|内容|检查人|记录时间|状态", "id|date|class|fact|fields|recorder|recorded|state")
_ALIGNED = 1_000


def fact_lines(parts: Iterable[FactTable], lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of a table that comes in parts and how many facts there are, of which class where one was asked for; of no facts, that alone.

    Its columns are aligned anew after so many lines, so that a list of any length is written with a few of them in memory.
    """
    named = Message("", "")

    def list_rows() -> Iterator[tuple[CurrentFact, tuple[str, ...]]]:
        nonlocal named
        for part in parts:
            named = part.of_class
            yield from ((fact, _row(fact, part.words, lang)) for fact in part.source)

    facts = list_rows()
    count = void = 0
    while lines := list(islice(facts, _ALIGNED)):
        head, *rows = table(_HEADS, [row for _, row in lines], lang, ink)
        if not count:
            yield head
        for (fact, _), row in zip(lines, rows, strict=True):
            yield ink.strike_out(row) if fact.voided_by is not None else row
        count += len(lines)
        void += sum(fact.voided_by is not None for fact, _ in lines)
    yield (named + Message(f"共{count}条,其中已作废{void}条", f"{count_facts(count)}, {void} of them void")).in_(lang)


def _row(current: CurrentFact, words: Words, lang: Lang) -> tuple[str, ...]:
    fact = current.fact
    kind = words.kinds.get(fact.kind)
    return (
        short_id(current.id),
        str(fact.on),
        words.name_class(fact, lang),
        values.kind_label(kind, fact, lang),
        values.content(fact, kind, lang),
        current.recorder,
        values.minute(current.recorded_at, words.zone),
        describe_state(current).in_(lang),
    )
