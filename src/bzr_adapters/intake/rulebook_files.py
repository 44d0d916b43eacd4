"""Read rulebooks: the shipped ones, and files of a school's own."""

from importlib import resources
from pathlib import Path

from bzr_domain.kernel.messages import UnknownReference, did_you_mean, list_near
from bzr_domain.register.roster import RulebookText
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook

_MAX_BYTES = 4_000_000


def list_shipped_rulebooks() -> list[str]:
    """Return the names of the shipped rulebooks, sorted."""
    files = (file.name for file in resources.files("bzr_domain.rulebook.shelf").iterdir())
    return sorted(n.removesuffix(".toml") for n in files if n.endswith(".toml") and _is_rulebook(n))


def _is_rulebook(name: str) -> bool:
    return name != "kinds.toml" and not name.endswith(".examples.toml")


def read_common_kinds() -> str:
    """Return the TOML text of the fact kinds that every rulebook knows."""
    return (resources.files("bzr_domain.rulebook.shelf") / "kinds.toml").read_text(encoding="utf-8")


def load_rulebook(name: str) -> Book:
    """Return the rulebook of that name or path, parsed.

    Raises:
        UnknownReference: When there is no such rulebook or the file cannot be read.
        BadRulebook: When its text has faults.
    """
    return parse_rulebook(read_rulebook_text(name), read_common_kinds())


def load_registered_text(name: str, beside: Path) -> RulebookText:
    """Return a rulebook of that name or path as the register keeps it.

    Raises:
        UnknownReference: When there is no such rulebook or the file cannot be read.
        BadRulebook: When its text has faults.
    """
    text, kinds = read_rulebook_text(name, beside), read_common_kinds()
    book = parse_rulebook(text, kinds)
    return RulebookText(id=book.id, version=book.version, digest=book.digest, text=text, kinds=kinds)


def read_rulebook_text(name: str, beside: Path = Path()) -> str:
    """Return the text of a rulebook: a shipped one by name, or a file by its path, relative to `beside`.

    Raises:
        UnknownReference: When there is no such rulebook or the file cannot be read.
    """
    if name in list_shipped_rulebooks():
        return (resources.files("bzr_domain.rulebook.shelf") / f"{name}.toml").read_text(encoding="utf-8")
    path = beside / name
    try:
        if path.stat().st_size <= _MAX_BYTES:
            return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise _explain_unknown(name, list_shipped_rulebooks()) from error
    raise _explain_unknown(name, list_shipped_rulebooks())


def _explain_unknown(name: str, known: list[str]) -> UnknownReference:
    near = did_you_mean(name, known)
    return UnknownReference.of(
        f"没有规则“{name}”,也读不到这个文件;{near.zh}",
        f"no rulebook {name!r} and no such file; {near.en}",
        code="rulebook.unknown",
        near=list_near(name, known),
    )
