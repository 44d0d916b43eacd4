"""Declarations (学校登记): read from a file or from tables, and what one changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import Any

import attrs

from bzr_adapters.front_door.arguments import WrongArgument, check_type, read_text
from bzr_adapters.front_door.errors import build_invalid, publish_error
from bzr_adapters.front_door.rulebooks import Rulebook
from bzr_adapters.front_door.values import Path
from bzr_adapters.intake.regular_files import is_there
from bzr_adapters.intake.rulebook_files import build_registered_text
from bzr_adapters.intake.school_file import read_declaration, read_school
from bzr_domain.application.load_appointments import load_appointed_tenures
from bzr_domain.application.ports import EventLog
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.appointments.conditions import list_unexplained_tenures
from bzr_domain.kernel.messages import BzrError, Lang, Problem, UnknownReference
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.kept_rulebooks import KeptRulebook, find_kept_rulebooks
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister

_DAYS = ("start", "end", "from", "to", "holidays", "workdays")
_BITS_MAX = 1_000
_DEEPEST = 10
"""How many tables and lists may stand in one another: a declaration needs four."""


@attrs.frozen(kw_only=True)
class Declared:
    """What a declaration changed: the register before, the events, and what stays although the declaration reads otherwise.

    Attributes:
        kept: Tenures that appointments made.
        unexplained: Tenures under a school year whose reason nobody said.
        kept_rulebooks: Rulebooks that were adopted, where their names mean other texts today.
    """

    before: SchoolRegister
    after: SchoolRegister
    events: Sequence[RegisterEvent]
    kept: Sequence[Tenure]
    unexplained: Sequence[Tenure]
    kept_rulebooks: Sequence[KeptRulebook]


def describe_declared(
    log: EventLog, before: SchoolRegister, declared: Declaration, events: Sequence[RegisterEvent]
) -> Declared:
    """Return what a declaration that was just carried out changed."""
    appointed = load_appointed_tenures(log)
    kept = [tenure for tenure in appointed if tenure not in declared.tenures]
    after = before.read_as(attrs.evolve(declared, tenures=(*declared.tenures, *kept)))
    return Declared(
        before=before,
        after=after,
        events=events,
        kept=kept,
        unexplained=list_unexplained_tenures(after, appointed),
        kept_rulebooks=find_kept_rulebooks(before, declared),
    )


def load_register(reader: SchoolReader) -> SchoolRegister:
    """Return the register; an empty one where no school is declared yet."""
    try:
        return reader.whole_register
    except UnknownReference:
        return SchoolRegister()


def load_declaration(declaration: Path | Mapping[str, object], lang: Lang) -> Declaration:
    """Return a declaration of a file or of tables.

    Raises:
        Invalid: When it has problems; every one is named.
    """
    try:
        declared = _read_declaration(declaration)
    except BzrError as error:
        raise publish_error(error, lang) from error
    if not isinstance(declared, Declaration):
        raise build_invalid(declared, lang)
    problems = find_declaration_problems(declared)
    if problems:
        raise build_invalid(problems, lang)
    return declared


def find_file(path: Path) -> FilePath:
    """Return a file that has to be there.

    Raises:
        UnknownReference: When it is not.
        WrongArgument: When its name holds characters that no store takes.
    """
    file = FilePath(fspath(path))
    if not is_there(file):
        raise UnknownReference.of(f"没有文件“{file}”", f"there is no file {str(file)!r}", code="file.missing")
    read_text("file", file.name)
    return file


def _read_declaration(declaration: Path | Mapping[str, object]) -> Declaration | tuple[Problem, ...]:
    check_type("declaration", declaration, str, PathLike, Mapping)
    if isinstance(declaration, Mapping):
        return read_declaration(_read_values(declaration))
    if declaration == "":
        raise UnknownReference.of(
            "没有给出学校文件:declaration写school.toml的路径,或有同样各表的映射",
            "no declaration was given: write the path of a school.toml, or a mapping with the same tables",
            code="file.missing",
        )
    return read_school(find_file(declaration))


def _read_values(tables: Any, key: str = "declaration", depth: int = 0) -> Any:
    """Return tables with days where JSON has text, with exact numbers, and with rulebooks as the register keeps them.

    Raises:
        WrongArgument: When a text holds characters that no store takes, or the tables nest too deep.
    """
    if depth > _DEEPEST:
        raise WrongArgument.of(
            f"{key}:一层套一层超过{_DEEPEST}层", f"{key}: tables and lists nest deeper than {_DEEPEST} levels"
        )
    if isinstance(tables, Rulebook):
        return build_registered_text(tables.text)
    if isinstance(tables, Mapping):
        return {read_text("word", name): _read_values(value, name, depth + 1) for name, value in tables.items()}
    if isinstance(tables, list | tuple):
        return [_read_values(value, key, depth + 1) for value in tables]
    if isinstance(tables, float):
        return Decimal(repr(tables))
    if isinstance(tables, int) and tables.bit_length() > _BITS_MAX:
        raise WrongArgument.of(f"{key}:数的位数太多", f"{key}: the number has too many digits")
    if isinstance(tables, str):
        read_text(key, tables)
        try:
            return date.fromisoformat(tables) if key in _DAYS else tables
        except ValueError:
            return tables
    return tables
