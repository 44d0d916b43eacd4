"""Facts as a table (事实清单), a column for each field, and whether a fact counts as it was recorded."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words
from bzr_adapters.documents.names import count_facts
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang, Message

_FIELDS = ("teacher", "count", "value", "grade", "level", "item", "points", "place", "note")


@attrs.frozen
class FactColumns:
    """What a table of facts needs to know of all of them before the first is written: the fields filled, and how many there are."""

    names: Sequence[str]
    own: Sequence[str]
    count: int
    void: int


def find_columns(facts: Iterable[CurrentFact]) -> FactColumns:
    """Return the columns of a table of facts; a field that none of them fills has none."""
    names, own, count, void = set[str](), dict[str, None](), 0, 0
    for current in facts:
        names.update(name for name in _FIELDS if getattr(current.fact, name) not in (None, ""))
        own.update(dict.fromkeys(name for name, _ in current.fact.own))
        count += 1
        void += current.voided_by is not None
    return FactColumns([name for name in _FIELDS if name in names], list(own), count, void)


def facts_sheet(about: Message, facts: Sequence[CurrentFact], words: Words, lang: Lang) -> Sheet:
    """A row for each fact, its id whole; `about` says which facts these are."""
    columns = find_columns(facts)
    return build_facts_sheet(about, columns, list(list_fact_rows(facts, columns, words, lang)), lang)


def build_facts_sheet(about: Message, columns: FactColumns, rows: Sequence[Sequence[Cell]], lang: Lang) -> Sheet:
    """Return the table of facts whose columns and rows are known."""
    counted = Message(
        f"共{columns.count}条,其中已作废{columns.void}条", f"{count_facts(columns.count)}, {columns.void} of them void"
    )
    at = Message("记录时间|状态", "recorded|state").in_(lang).split("|")
    fields = ["id", "date", "class", "fact", *columns.names]
    return Sheet(
        name=about,
        blocks=[
            Block(
                heads=[
                    *(values.field_label(name, lang) for name in fields),
                    *columns.own,
                    values.field_label("recorder", lang),
                    *at,
                ],
                rows=rows,
                numbers=[place for place, name in enumerate(fields) if name in ("count", "value", "points")],
            )
        ],
        notes=[counted.in_(lang)],
    )


def list_fact_rows(
    facts: Iterable[CurrentFact], columns: FactColumns, words: Words, lang: Lang
) -> Iterator[list[Cell]]:
    """Yield the row of each fact."""
    return (_row(current, columns, words, lang) for current in facts)


def _row(current: CurrentFact, columns: FactColumns, words: Words, lang: Lang) -> list[Cell]:
    fact, filled = current.fact, dict(current.fact.own)
    return [
        current.id,
        fact.on,
        words.name_class(fact, lang),
        values.kind_label(words.kinds.get(fact.kind), fact, lang),
        *(_as_cell(getattr(fact, name)) for name in columns.names),
        *(_as_cell(filled.get(name)) for name in columns.own),
        current.recorder,
        current.recorded_at.astimezone(words.zone),
        describe_state(current).in_(lang),
    ]


def _as_cell(value: Cell) -> Cell:
    """A number as it was recorded, without zeros that nobody wrote."""
    return Fraction(value) if isinstance(value, Decimal) else value


def describe_state(current: CurrentFact) -> Message:
    """Whether a fact counts as it was recorded, was corrected, or is void."""
    if current.voided_by is not None:
        return Message("已作废", "void")
    return Message("已更正", "corrected") if current.corrected_by else Message("", "")
