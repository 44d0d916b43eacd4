"""Printed examples can be pasted into a shell."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bzr_adapters.cli.app import MODULES, build_group
from bzr_adapters.cli.call import Call
from bzr_adapters.cli.command import Command
from bzr_adapters.reports.shell import format_command
from tests.support.shell import shell_words

ROOT = Path(__file__).parents[3]
PAGES = [path.relative_to(ROOT).as_posix() for path in sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")})]
_CALL = re.compile(rf"^(?:\s*(?:\$ )?|.*`)(bzr (?:{'|'.join(MODULES)})\b[^`\n]*)", re.MULTILINE)


def examples() -> Iterator[str]:
    """Every example of every help page."""
    with click.Context(build_group()) as context:
        for name in MODULES:
            found = build_group().get_command(context, name)
            assert isinstance(found, Command)
            yield from found.examples


@pytest.mark.parametrize("example", list(examples()))
def test_a_shell_takes_the_examples_of_help_as_they_stand(example: str) -> None:
    """Words only, and at most a file that the output goes to."""
    call, _, _file = example.partition(" > ")

    assert "bzr" == shell_words(call)[0]


@pytest.mark.parametrize("page", PAGES)
def test_class_names_are_quoted_in_documents(page: str) -> None:
    """A parenthesis outside of quotes would end the command."""
    for call in _CALL.findall((ROOT / page).read_text(encoding="utf-8")):
        assert not re.search(r"[()]", re.sub(r"'[^']*'|\"[^\"]*\"", "", call)), call


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_documents_are_calls_that_bzr_takes(page: str) -> None:
    """Consoles, scripts and sentences: every command and option is there; where one is only named, its arguments may lack."""
    for text in _CALL.findall((ROOT / page).read_text(encoding="utf-8")):
        if page != "CHANGELOG.md" and not re.search(r"[\[\]…|]|[A-Z]{4}", text):
            parse_call(shlex.split(text.partition(" > ")[0], comments=True)[1:])


def parse_call(words: list[str]) -> None:
    """Read a call as click does, without carrying it out."""
    group = build_group()
    with click.Context(group, obj=Call(environ={})) as context:
        name, found, arguments = group.resolve_command(context, words)
        assert found is not None
        try:
            found.make_context(name, list(arguments), parent=context)
        except click.MissingParameter:
            return
        except click.BadOptionUsage as error:
            assert "requires an argument" in error.format_message(), words


@pytest.mark.parametrize("word", ["高一(2)班", "a b", "", "~", "$x", "it's", "*", "#1", "班级=高一(3)班", "卫生", "…"])
def test_a_command_line_is_read_back_as_its_words(word: str) -> None:
    """What goes in comes out, whatever a shell would make of it."""
    line = format_command("explain", word, "2024-10")

    assert ["bzr", "explain", word, "2024-10"] == shell_words(line) == shlex.split(line)
