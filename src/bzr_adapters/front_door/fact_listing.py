"""A table of facts that is written part by part, so that its length needs no memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from bzr_adapters.documents.fact_table import FactColumns, build_facts_sheet, find_columns, list_fact_rows
from bzr_adapters.documents.spreadsheet import Cell, Line, Sheet, list_lines, write_csv
from bzr_adapters.front_door.errors import guard_iterator
from bzr_adapters.front_door.facts import FactTable
from bzr_adapters.front_door.json_text import write_json_in_parts
from bzr_adapters.front_door.tables import Table
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang


@attrs.frozen(kw_only=True)
class FactListing(Table):
    """The same as a `FactTable`, read while it is written; one part at a time is in memory, but for a workbook.

    Attributes:
        empty: The table without its facts.
        read_facts: Reads the facts as the store keeps them, part by part.
        read_parts: Reads them as parts of the table.
    """

    empty: FactTable
    read_facts: Callable[[], Iterator[Iterable[CurrentFact]]]
    read_parts: Callable[[], Iterator[FactTable]]
    lang: Lang

    def to_dict(self) -> dict[str, Any]:
        """Return the document, all of it."""
        return self.empty.to_dict() | {"facts": list(self._list_documents())}

    def write_json(self) -> Iterator[str]:
        """Yield the document as text, piece by piece."""
        head = {key: value for key, value in self.empty.to_dict().items() if key != "facts"}
        return guard_iterator(write_json_in_parts(head, "facts", self._list_documents()), self)

    def _list_documents(self) -> Iterator[Mapping[str, Any]]:
        return (fact.to_dict() for part in self.read_parts() for fact in part.facts)

    def _write_document(self) -> Iterable[bytes]:
        return (piece.encode() for piece in self.write_json())

    def _write_sheet(self, form: str) -> Iterable[bytes]:
        columns = find_columns(fact for facts in self.read_facts() for fact in facts)
        if form == "csv":
            sheet = build_facts_sheet(self.empty.about, columns, [], self.lang)
            return write_csv(_insert_rows(list_lines(self.entitle(sheet), sheet), self._list_rows(columns)))
        from bzr_adapters.documents.workbook import demand_fit

        demand_fit(columns.count)  # before they are all in memory
        return super()._write_sheet(form)

    def _list_rows(self, columns: FactColumns) -> Iterator[Sequence[Cell]]:
        return (
            row for part in self.read_parts() for row in list_fact_rows(part.source, columns, part.words, self.lang)
        )

    def build_sheet(self) -> Sheet:
        """Return the table with all its rows."""
        columns = find_columns(fact for facts in self.read_facts() for fact in facts)
        return build_facts_sheet(self.empty.about, columns, list(self._list_rows(columns)), self.lang)

    def entitle(self, sheet: Sheet) -> str:
        """Return the line above a sheet."""
        return self.empty.entitle(sheet)


def _insert_rows(lines: Iterable[Line], rows: Iterable[Sequence[Cell]]) -> Iterator[Line]:
    """Yield the lines of a table without rows, its rows below their heads."""
    for line in lines:
        yield line
        if line.kind == "heads":
            yield from (Line("row", row) for row in rows)
