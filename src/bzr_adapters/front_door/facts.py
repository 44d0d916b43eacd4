"""Facts as they are read, and as a table (事实清单)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from bzr_adapters.documents.fact_table import facts_sheet
from bzr_adapters.documents.facts import Words, fact_object, facts_document
from bzr_adapters.documents.spreadsheet import Sheet
from bzr_adapters.front_door.tables import AnswerTable
from bzr_adapters.front_door.values import Fact
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Message


@attrs.frozen(kw_only=True)
class FactTable(AnswerTable):
    """Facts by class and by day (事实清单), `bzr.facts/1`."""

    facts: tuple[Fact, ...]
    words: Words = attrs.field(repr=False, eq=False)
    about: Message = attrs.field(repr=False, eq=False)
    of_class: Message = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return facts_document(self.source, self.as_of, self.words)

    def build_sheet(self) -> Sheet:
        """Return a row for each fact, a column for each field that one of them fills."""
        return facts_sheet(self.about, self.source, self.words, self.lang)


_FACT_FIELDS = ("count", "value", "grade", "level", "item", "points", "place", "note")


def publish_fact(current: CurrentFact, words: Words) -> Fact:
    """Return a fact as it reads at present as the front door gives it."""
    fact = current.fact
    filled = {name: value for name in _FACT_FIELDS if (value := getattr(fact, name)) is not None}
    return Fact.of(
        kind=fact.kind,
        on=fact.on,
        class_id=fact.class_id,
        teacher=fact.teacher or "",
        id=current.id,
        fields=MappingProxyType(filled | dict(fact.own)),
        position=current.order,
        recorded_at=current.recorded_at.astimezone(words.zone),
        recorder=current.recorder,
        voided_by=current.voided_by,
        corrected_by=current.corrected_by[-1] if current.corrected_by else None,
        document=MappingProxyType(fact_object(current, words)),
    )
