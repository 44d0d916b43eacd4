"""Help: every command and every option explains itself in both languages and stands in the reference."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bzr_adapters.cli.app import MODULES, build_group
from bzr_adapters.cli.command import Argument, Command, Group, Option
from bzr_domain.kernel.messages import Lang
from tests.adapters.cli.calling import Shell
from tests.adapters.cli.golden import golden

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "commands.md"


def _commands() -> Iterator[tuple[str, Command | Group]]:
    bzr = build_group()
    context = click.Context(bzr)
    yield "bzr", bzr
    for name in bzr.list_commands(context):
        found = bzr.get_command(context, name)
        assert isinstance(found, Command)
        yield name, found


def _parameters() -> Iterator[tuple[str, click.Parameter]]:
    for name, found in _commands():
        for parameter in found.get_params(click.Context(found)):
            yield name, parameter


def test_every_command_says_in_both_languages_what_it_does() -> None:
    """Neither language is missing, and they are not the same words."""
    for name, found in _commands():
        assert found.about.zh, name
        assert found.about.en, name
        assert not found.about.zh.isascii(), name
        assert found.about.en.isascii(), name


def test_every_parameter_says_in_both_languages_what_it_is_for() -> None:
    """Neither language is missing for any argument or option."""
    for name, parameter in _parameters():
        assert isinstance(parameter, Argument | Option), (name, parameter)
        assert parameter.about.zh, (name, parameter.name)
        assert parameter.about.en, (name, parameter.name)
        assert not parameter.about.zh.isascii(), (name, parameter.name)


def test_the_reference_names_every_command_and_option() -> None:
    """Given a new option, then docs/reference/commands.md has to speak of it."""
    text = REFERENCE.read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])

    assert [name for name in MODULES if f"bzr {name}" not in sections] == []
    for name, parameter in _parameters():
        if isinstance(parameter, Option):
            wanted = parameter.opts[0]
            own = sections.get(f"bzr {name}", "") + sections.get("每个命令都有的选项", "")
            assert f"`{wanted}" in own, f"{REFERENCE.name}: bzr {name} lacks {wanted}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_help_holds_what_its_command_says(shell: Shell, lang: Lang) -> None:
    """In the language asked for: what it does, each argument and option with what it is for, and its examples."""
    for name, found in _commands():
        answer = shell.bzr(*([] if name == "bzr" else [name]), "--help", "--lang", lang)

        parameters = [parameter for owner, parameter in _parameters() if owner == name]
        abouts = [one.about for one in parameters if isinstance(one, Argument | Option)]
        wanted = [*(about.in_(lang) for about in (found.about, *abouts)), *found.examples]
        assert (0, "") == (answer.status, answer.err)
        assert [] == [words for words in wanted if words not in answer.out], name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["", "record", "month", "appoint", "pay"])
def test_help_reads_like_this(shell: Shell, name: str, lang: str) -> None:
    """A few whole pages, word for word."""
    answer = shell.bzr(*([name] if name else []), "--help", "--lang", lang)

    assert (0, "") == (answer.status, answer.err)
    assert golden(f"help-{name or 'bzr'}.{lang}", answer.out) == answer.out


def test_bzr_alone_shows_its_help_and_status_2(shell: Shell) -> None:
    """Nothing was asked, so nothing goes to standard output."""
    answer = shell.bzr()

    assert (2, "") == (answer.status, answer.out)
    assert golden("help-bzr.zh", answer.err) == answer.err
