"""Persons and rights of a school file (`[[person]]`, `[[right]]`), over the rights that are shipped."""

import tomllib
from collections.abc import Collection, Sequence
from importlib import resources

from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.register.people import ROLES, People, Person, Right
from bzr_domain.rulebook.toml_values import TableReader

_BY_TITLE = {title: role for role, title in ROLES.items()}


def read_people(
    persons: Sequence[TableReader], rights: Sequence[TableReader], kinds: Collection[str]
) -> People:
    """The persons with every right: the school's own, and the shipped ones for all other steps.

    A school without persons has no rights either: everybody may do everything.

    Args:
        kinds: The fact kinds that a right can be about.
    """
    everybody = tuple(_person(reader) for reader in persons)
    shipped = shipped_rights()
    own = tuple(_right(reader, {right.step: right for right in shipped}, kinds) for reader in rights)
    if not everybody:
        for reader in rights[:1]:
            hint = Message("请用 [[person]] 登记人员和角色", "register people and roles as [[person]]")
            reader.add_problem("roles", "没有登记任何人员", "no person is registered", hint)
        return People()
    taken = {right.step for right in own}
    return People(persons=everybody, rights=(*own, *(one for one in shipped if one.step not in taken)))


def shipped_rights() -> tuple[Right, ...]:
    """The rights of roles.toml: who may take which step unless a school says otherwise."""
    text = (resources.files("bzr_domain.register") / "roles.toml").read_text(encoding="utf-8")
    return tuple(
        Right(step=_step(table), roles=tuple(table["roles"]), title=table["title"], cite=table["cite"])
        for table in tomllib.loads(text)["right"]
    )


def usual_right(step: str) -> Right:
    """The right of roles.toml for a step that has one."""
    return next(one for one in shipped_rights() if one.step == step)


def _step(table: dict[str, str]) -> str:
    return f"record.{table['record']}" if "record" in table else table["step"]


def _person(reader: TableReader) -> Person:
    reader.reject_unknown_words(("name", "roles"))
    return Person(name=reader.read_text("name"), roles=_roles(reader))


def _roles(reader: TableReader) -> tuple[str, ...]:
    """The roles by their ids; each may be written by its Chinese word."""
    return tuple(_BY_TITLE.get(role, role) for role in reader.read_texts("roles"))


def _right(reader: TableReader, shipped: dict[str, Right], kinds: Collection[str]) -> Right:
    reader.reject_unknown_words(("step", "record", "roles", "title", "cite"))
    if ("step" in reader.table) == ("record" in reader.table):
        reader.add_problem("step", "step 和 record 写且只写一个", "write either step or record")
        return Right(step="", roles=_roles(reader))
    word = "step" if "step" in reader.table else "record"
    name = reader.read_text(word)
    steps = [one for one in shipped if not one.startswith("record.")]
    known = steps if word == "step" else kinds
    if name not in known:
        reader.add_problem(word, f"没有“{name}”", f"there is no {name!r}", did_you_mean(name, known))
    step = name if word == "step" else f"record.{name}"
    usual = shipped.get(step) or shipped["record"]
    return Right(
        step=step,
        roles=_roles(reader),
        title=reader.read_text("title", usual.title),
        cite=reader.read_text("cite", ""),
    )
