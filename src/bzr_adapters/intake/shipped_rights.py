"""The rights that are shipped (roles.toml): who may take which step unless a school says otherwise."""

import tomllib
from importlib import resources

from bzr_domain.register.people import Right


def list_shipped_rights() -> tuple[Right, ...]:
    """Return the rights of roles.toml that a school with persons registers."""
    return _read_rights("right")


def list_usual_rights() -> tuple[Right, ...]:
    """Return the rights of roles.toml that hold where a school has registered none for their steps."""
    return _read_rights("usual")


def _read_rights(word: str) -> tuple[Right, ...]:
    text = (resources.files("bzr_domain.register") / "roles.toml").read_text(encoding="utf-8")
    return tuple(
        Right(step=_name_step(table), roles=tuple(table["roles"]), title=table["title"], cite=table["cite"])
        for table in tomllib.loads(text)[word]
    )


def find_shipped_right(step: str) -> Right:
    """Return the right of roles.toml for a step that has one."""
    return next(right for right in (*list_shipped_rights(), *list_usual_rights()) if right.step == step)


def _name_step(table: dict[str, str]) -> str:
    return f"record.{table['record']}" if "record" in table else table["step"]
