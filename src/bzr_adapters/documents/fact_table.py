"""Facts as a table (事实清单), a column for each field, and whether a fact counts as it was recorded."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words
from bzr_adapters.documents.names import count_facts
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang, Message

_FIELDS = ("teacher", "count", "value", "grade", "level", "item", "points", "place", "note")


def facts_sheet(about: Message, facts: Sequence[CurrentFact], words: Words, lang: Lang) -> Sheet:
    """A row for each fact, its id whole; a field that none of them fills has no column; `about` says which facts these are."""
    own = list(dict.fromkeys(name for current in facts for name, _ in current.fact.own))
    names = [name for name in _FIELDS if any(getattr(current.fact, name) not in (None, "") for current in facts)]
    void = sum(current.voided_by is not None for current in facts)
    counted = Message(f"共{len(facts)}条,其中已作废{void}条", f"{count_facts(len(facts))}, {void} of them void")
    at = Message("记录时间|状态", "recorded|state").in_(lang).split("|")
    columns = ["id", "date", "class", "fact", *names]
    return Sheet(
        name=about,
        blocks=[
            Block(
                heads=[
                    *(values.field_label(name, lang) for name in columns),
                    *own,
                    values.field_label("recorder", lang),
                    *at,
                ],
                rows=[_row(current, names, own, words, lang) for current in facts],
                numbers=[place for place, name in enumerate(columns) if name in ("count", "value", "points")],
            )
        ],
        notes=[counted.in_(lang)],
    )


def _row(current: CurrentFact, names: Sequence[str], own: Sequence[str], words: Words, lang: Lang) -> list[Cell]:
    fact, filled = current.fact, dict(current.fact.own)
    return [
        current.id,
        fact.on,
        words.name_class(fact, lang),
        values.kind_label(words.kinds.get(fact.kind), fact, lang),
        *(_as_cell(getattr(fact, name)) for name in names),
        *(_as_cell(filled.get(name)) for name in own),
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
