"""Read rulebooks: the shipped ones, and files of a school's own.

On the shelf, `NAME.toml` is the newest version of a rulebook, `NAME.1.toml` its version 1, where that is an older one.
"""

import re
import tomllib
from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bzr_adapters.intake.regular_files import is_there
from bzr_adapters.intake.toml_files import read_toml_text
from bzr_domain.kernel.messages import BadRulebook, Message, Problem, UnknownReference
from bzr_domain.register.roster import RulebookText
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_adopted_rulebook, parse_rulebook

_OLDER = re.compile(r"(.+)\.([0-9]+)")


def open_shelf() -> Traversable:
    """Return the folder of what is shipped: rulebooks, their worked examples, the common fact kinds."""
    return resources.files("bzr_domain.rulebook.shelf")


def list_shipped_rulebooks() -> list[str]:
    """Return the names of the shipped rulebooks, sorted; each has one version or several."""
    return sorted(name for name in _list_shelf() if not _OLDER.fullmatch(name))


def list_shipped_versions(name: str) -> list[int]:
    """Return the versions of a shipped rulebook, the newest first."""
    older = (_OLDER.fullmatch(stem) for stem in _list_shelf())
    return sorted(
        {_read_version(name), *(int(match[2]) for match in older if match and match[1] == name)}, reverse=True
    )


def _list_shelf() -> list[str]:
    """Return the file names of all versions of the shipped rulebooks, without their ending."""
    files = (file.name for file in open_shelf().iterdir())
    names = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return [name for name in names if name != "kinds" and not name.endswith(".examples")]


def find_shipped_rulebook(name: str) -> str | None:
    """Return the file name, without its ending, of a shipped rulebook: `NAME` is its newest version, `NAME/1` version 1.

    None where no shipped rulebook is meant.

    Raises:
        UnknownReference: When it has no such version.
    """
    rulebook, slash, version = name.partition("/")
    if rulebook not in list_shipped_rulebooks() or (slash and not version.isdecimal()):
        return None
    if not slash or int(version) == _read_version(rulebook):
        return rulebook
    versions = list_shipped_versions(rulebook)
    if int(version) in versions:
        return f"{rulebook}.{int(version)}"
    listed = "、".join(map(str, versions))
    raise UnknownReference.of(
        f"规则“{rulebook}”没有第{version}版;有的是:{listed}",
        f"rulebook {rulebook!r} has no version {version}; there are: {listed.replace('、', ', ')}",
        code="rulebook.unknown-version",
        near=tuple(f"{rulebook}/{known}" for known in versions),
    )


def _read_version(stem: str) -> int:
    return int(tomllib.loads(_read_shipped(stem))["rulebook"].get("version", 1))


def _read_shipped(stem: str) -> str:
    return (open_shelf() / f"{stem}.toml").read_text(encoding="utf-8")


def read_common_kinds() -> str:
    """Return the TOML text of the fact kinds that every rulebook knows."""
    return _read_shipped("kinds")


def load_registered_text(name: str, beside: Path) -> RulebookText:
    """Return a rulebook of that name or path as the register keeps it; it may be one that was adopted before.

    Raises:
        UnknownReference: When there is no such rulebook or the file cannot be read.
        BadRulebook: When its text has faults that leave open what it means.
    """
    return _build_text(read_rulebook_text(name, beside), parse_adopted_rulebook)


def build_registered_text(text: str) -> RulebookText:
    """Return a new rulebook's text as the register keeps it.

    Raises:
        BadRulebook: When it has faults.
    """
    return _build_text(text, parse_rulebook)


def _build_text(text: str, parse: Callable[[str, str], Book]) -> RulebookText:
    kinds = read_common_kinds()
    book = parse(text, kinds)
    return RulebookText(id=book.id, version=book.version, digest=book.digest, text=text, kinds=kinds)


def read_rulebook_text(name: str, beside: Path = Path()) -> str:
    """Return the text of a rulebook: a shipped one by name, or name and version, or a file by its path, relative to `beside`.

    Raises:
        UnknownReference: When there is no such rulebook or version, or the file cannot be read.
    """
    shipped = find_shipped_rulebook(name)
    return read_rulebook_file(beside / name, name) if shipped is None else _read_shipped(shipped)


def read_shipped_rulebook(name: str) -> str:
    """Return the text of a shipped rulebook by name, or name and version.

    Raises:
        UnknownReference: When there is no such rulebook or version.
    """
    shipped = find_shipped_rulebook(name)
    if shipped is None:
        raise _explain_unknown(
            name, f"没有规则“{name}”;文件名以.toml结尾", f"no rulebook {name!r}; a file ends in .toml"
        )
    return _read_shipped(shipped)


def read_rulebook_file(path: Path, name: str) -> str:
    """Return the text of a rulebook's file; `name` is how it was asked for.

    Raises:
        UnknownReference: When the file cannot be read.
        BadRulebook: When it is no text in UTF-8 of the size of a rulebook.
    """
    text = read_toml_text(path) if is_there(path) else None
    if text is None:
        raise _explain_unknown(name, f"没有规则“{name}”,也读不到这个文件", f"no rulebook {name!r} and no such file")
    if isinstance(text, Problem):
        raise BadRulebook(Message("规则文件有错误", "the rulebook has faults"), [text])
    return text


def _explain_unknown(name: str, zh: str, en: str) -> UnknownReference:
    return UnknownReference.among(Message(zh, en), name, list_shipped_rulebooks(), code="rulebook.unknown")
