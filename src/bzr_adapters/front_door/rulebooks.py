"""Rulebooks as the front door takes and gives them (规则)."""

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import Any, TypeAlias

import attrs

from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.front_door.arguments import check_type
from bzr_adapters.front_door.errors import publish_error
from bzr_adapters.front_door.tables import Table
from bzr_adapters.front_door.values import Path
from bzr_adapters.intake.rulebook_files import (
    build_registered_text,
    list_shipped_rulebooks,
    list_shipped_versions,
    read_common_kinds,
    read_rulebook_file,
    read_shipped_rulebook,
)
from bzr_adapters.intake.rulebook_tables import write_rulebook_text
from bzr_domain.kernel.messages import BzrError, Lang, Message
from bzr_domain.register.roster import RulebookText, find_rulebook
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book as DomainBook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook


@attrs.frozen(kw_only=True)
class Rulebook:
    """A rulebook that can be read (规则): its id, version, title, source and text.

    Attributes:
        name: How it was asked for; empty where its tables were handed in.
    """

    id: str
    version: int
    name: str
    title: str
    cite: str
    text: str = attrs.field(repr=False)
    source: DomainBook = attrs.field(repr=False, eq=False)


Book: TypeAlias = Path | Rulebook
"""A path, or a text that ends in .toml, is a file, any other text the id of a shipped rulebook."""


def _read_text(rulebook: Path) -> str:
    name = fspath(rulebook)
    if isinstance(rulebook, PathLike) or name.endswith(".toml"):
        return read_rulebook_file(FilePath(name), name)
    return read_shipped_rulebook(name)


def load_rulebook(source: Book | Mapping[str, object], *, lang: Lang = "zh") -> Rulebook:
    """Return a rulebook: a shipped one by its id, a file, or the tables that such a file holds, as Python's own values.

    Args:
        source: The rulebook.
        lang: The language of what is wrong with it.

    Raises:
        NotFound: When there is no such rulebook or file.
        Invalid: When its text or its tables have faults; every one is named.
    """
    check_type("source", source, str, PathLike, Rulebook, Mapping)
    if isinstance(source, Rulebook):
        return source
    try:
        text = write_rulebook_text(source) if isinstance(source, Mapping) else _read_text(source)
        book = parse_rulebook(text, read_common_kinds())
    except BzrError as error:
        raise publish_error(error, lang) from error
    name = "" if isinstance(source, Mapping) else fspath(source)
    return Rulebook(
        id=book.id, version=book.version, name=name, title=book.title, cite=book.cite, text=text, source=book
    )


@attrs.frozen(kw_only=True)
class Shelf(Table):
    """The shipped rulebooks (随程序提供的规则), `bzr.rulebooks/1`."""

    rulebooks: tuple[Rulebook, ...]
    lang: Lang = attrs.field(default="zh", repr=False, eq=False)

    def build_sheet(self) -> Sheet:
        """Return a row for each rulebook."""
        heads = Message("规则|版次|出处|名称", "rulebook|version|source|title").in_(self.lang).split("|")
        rows: list[list[Cell]] = [[book.name, book.version, book.cite, book.title] for book in self.rulebooks]
        return Sheet(
            name=Message("随程序提供的规则", "shipped rulebooks"), blocks=[Block(heads=heads, rows=rows, numbers={1})]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the document."""
        columns = ("name", "id", "version", "title", "cite")
        rows = [{name: getattr(book, name) for name in columns} for book in self.rulebooks]
        return {"schema": "bzr.rulebooks/1", "rulebooks": rows}


def list_rulebooks(*, lang: Lang = "zh") -> Shelf:
    """Return every shipped rulebook by name, each version of it, the newest first, which bears the name alone."""
    names = [
        name if version == versions[0] else f"{name}/{version}"
        for name in list_shipped_rulebooks()
        for versions in [list_shipped_versions(name)]
        for version in versions
    ]
    return Shelf(rulebooks=tuple(load_rulebook(name) for name in names), lang=lang)


def read_rulebook_text(rulebook: Book) -> RulebookText:
    """Return the rulebook that is named as the register keeps it.

    Raises:
        UnknownReference: When there is no such rulebook or file.
        BadRulebook: When its text has faults.
    """
    check_type("rulebook", rulebook, str, PathLike, Rulebook)
    if isinstance(rulebook, Rulebook):
        return build_registered_text(rulebook.text)
    return build_registered_text(_read_text(rulebook))


def read_allowance(rulebook: Book, register: SchoolRegister) -> RulebookText:
    """Return the rulebook that is named; by its id alone, as the school has it registered already, where it has.

    So a newer version on the shelf reaches a school when it is named: `NAME/2`.
    """
    text = read_rulebook_text(rulebook)
    registered = find_rulebook(register.rulebooks.values(), text.id) if rulebook == text.id else None
    return registered or text


def read_book(rulebook: Book) -> DomainBook:
    """Return the rulebook that is named, or handed in."""
    check_type("rulebook", rulebook, str, PathLike, Rulebook)
    if isinstance(rulebook, Rulebook):
        return rulebook.source
    return parse_rulebook(_read_text(rulebook), read_common_kinds())
