"""The layout of a wide table (版式): which column is which fact, and how its cells are to be read."""

import attrs


@attrs.frozen(kw_only=True)
class LayoutColumn:
    """One column of a table (栏目): which kind of fact its cells record, and where the cell's content goes.

    Attributes:
        header: The header's last text, or all texts from the top with / between.
        kind: The kind's id or label.
        puts: The field a cell fills: points, value, count, grade or level.
        sign: "deducts": a number is what is taken off, with or without a minus; "as-written" otherwise.
        fixed: Other fields, the same in every record of this column.
    """

    header: str
    kind: str
    puts: str
    sign: str = "as-written"
    fixed: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Layout:
    """How a wide table is read.

    Attributes:
        class_column: The column of the classes: its number from 1, or its header.
        header_rows: The rows that hold the headers, from 1.
        columns: What the columns record.
        title: Text that must stand above the headers; None when it may be anything.
        date: Where the day stands: title, file (its name) or option.
        blank: What an empty cell means: clean and not-inspected record nothing, refuse is a problem.
        skip: Cell texts that mean not inspected.
        separator: What stands between several records of one cell; None when a cell is one record.
        ignore, ignore_rows: Headers of columns, and texts of the class column, that are left out.
        total: The header of the printed total; None when the table has none.
        total_sign: How the printed total is signed, as for a column.
    """

    class_column: int | str
    header_rows: tuple[int, ...]
    columns: tuple[LayoutColumn, ...]
    title: str | None = None
    date: str = "title"
    blank: str = "clean"
    skip: frozenset[str] = frozenset()
    separator: str | None = None
    ignore: frozenset[str] = frozenset()
    ignore_rows: frozenset[str] = frozenset()
    total: str | None = None
    total_sign: str = "as-written"

    @property
    def kinds(self) -> list[str]:
        """Every kind the layout names, in its order, so that a misspelt one can be named once."""
        return list(dict.fromkeys(column.kind for column in self.columns))
