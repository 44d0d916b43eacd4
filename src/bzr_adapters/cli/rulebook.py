"""`bzr rulebook list`: the shipped rulebooks."""

from pathlib import Path

import click

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.frame import JSON, Argument, command
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.rulebooks import book, common_kinds, rulebook_text, shipped
from bzr_domain.errors import Message
from bzr_domain.rulebook.book import Book

DOES = Argument(
    "does", label=Message("list", "list"), about=Message("列出", "list them"), type=click.Choice(["list"])
)


@command(
    "rulebook",
    Message("列出随程序提供的规则", "list the shipped rulebooks"),
    DOES,
    JSON,
    examples=("bzr rulebook list",),
)
def rulebook_command(call: Call, does: str, as_json: bool) -> int:  # noqa: ARG001 (`show` comes beside `list`)
    """List the shipped rulebooks."""
    found = [(name, _shipped(name)) for name in shipped()]
    if as_json:
        rows = [
            {"name": name, "id": one.id, "version": one.version, "title": one.title, "cite": one.cite}
            for name, one in found
        ]
        call.document({"schema": "bzr.rulebooks/1", "rulebooks": rows})
        return DONE
    version = Message("第{}版", "version {}").in_(call.lang)
    call.show(aligned([(name, version.format(one.version), one.cite, one.title) for name, one in found]))
    return DONE


def _shipped(name: str) -> Book:
    return book(rulebook_text(name, Path()), common_kinds())


COMMANDS = {"rulebook": rulebook_command}
