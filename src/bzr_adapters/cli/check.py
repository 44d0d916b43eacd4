"""`bzr check`: the laws of scoring tried on generated histories for one rulebook, and its worked examples."""

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bzr_adapters.cli.arguments import JSON
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.documents import values
from bzr_adapters.intake.rulebook_files import find_shipped_rulebook, load_rulebook, open_shelf
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.book import Book

if TYPE_CHECKING:
    from bzr_domain.testing import Case, LawTrial

RULEBOOK = Argument(
    "rulebook",
    label=Message("规则", "RULEBOOK"),
    about=Message("随程序提供的规则的名称,或规则文件", "the name of a shipped rulebook, or a file"),
)
EXAMPLES = Option(
    "--examples",
    about=Message("每条规律试多少段历史", "how many histories each law is tried on"),
    value=Message("个数", "N"),
    type=int,
    default=100,
    show_default=True,
)


@command(
    "check",
    Message("用生成的历史检验一份规则", "try a rulebook on generated histories"),
    RULEBOOK,
    EXAMPLES,
    JSON,
    examples=("bzr check monthly-quantified", "bzr check 本校.toml --examples 1000"),
)
def check_command(call: Call, rulebook: str, examples: int, as_json: bool) -> int:
    """Check a rulebook."""
    from bzr_domain.testing import LAWS

    book = load_rulebook(rulebook)
    differences = _check_worked_examples(rulebook, book)
    trials = []
    show_step = call.show_progress(Message("检验", "checking"))
    for number, law in enumerate(LAWS, 1):
        trials.append(law.try_on(book, examples=max(1, examples)))
        show_step(number, len(LAWS))
    if as_json:
        call.show_document(_build_document(book, trials, differences, call.lang))
    else:
        call.show_lines(_list_lines(book, trials, differences, call.lang))
    return NO if differences or any(trial.broken is not None for trial in trials) else DONE


def _check_worked_examples(rulebook: str, book: Book) -> list[str] | None:
    """Return what the examples beside the rulebook do not come to; None where there are no examples."""
    from bzr_domain.testing.examples import find_differences

    shipped = find_shipped_rulebook(rulebook)
    file = open_shelf() / f"{shipped}.examples.toml" if shipped else Path(rulebook).with_suffix(".examples.toml")
    if not file.is_file():
        return None
    document = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    return find_differences(book, document) if "case" in document else None


def _build_document(
    book: Book, trials: "Sequence[LawTrial]", differences: list[str] | None, lang: Lang
) -> dict[str, Any]:
    return {
        "schema": "bzr.check/1",
        "rulebook": book.id,
        "rulebook_version": book.version,
        "examples": None if differences is None else {"differences": differences},
        "laws": [
            {
                "law": trial.law.name,
                "tried": trial.tried,
                "holds": trial.broken is None,
                "broken": None if trial.broken is None else trial.broken.reason.in_(lang),
                "history": [] if trial.broken is None else list(_describe_history(trial.broken.case, book, lang)),
            }
            for trial in trials
        ],
    }


def _list_lines(book: Book, trials: "Sequence[LawTrial]", differences: list[str] | None, lang: Lang) -> Iterator[str]:
    yield Message(f"检验 {book.title}({book.id})", f"checking {book.id}").in_(lang)
    if differences is not None:
        number = len(differences)
        yield (
            Message(f"  手算例子:{number}处不对", f"  worked examples: {number} differ")
            if differences
            else Message("  手算例子:都对", "  worked examples: all come out")
        ).in_(lang)
        yield from (f"    {line}" for line in differences)
    for trial in trials:
        title = Message.same("  ") + trial.law.sentence + Message(":", ": ")
        if trial.broken is None:
            holds = Message(f"成立(试了{trial.tried}段历史)", f"holds ({trial.tried} histories tried)")
            yield (title + holds).in_(lang)
            continue
        yield (title + trial.broken.reason).in_(lang)
        yield Message("    最小的一段历史:", "    the smallest history:").in_(lang)
        yield from (f"      {line}" for line in _describe_history(trial.broken.case, book, lang))


def _describe_history(case: "Case", book: Book, lang: Lang) -> Iterator[str]:
    """Return what a person needs to try the case by hand: the period, the terms, and a line for each fact."""
    yield Message(f"{case.period.name},截至 {case.as_of}", f"{case.period.name}, as of {case.as_of}").in_(lang)
    for term in case.register.calendar.terms:
        yield Message(f"学期 {term.start} – {term.end}", f"term {term.start} – {term.end}").in_(lang)
    for fact in case.facts:
        kind = book.kinds[fact.kind]
        yield f"{fact.on} {values.kind_label(kind, fact, lang)} {values.content(fact, kind, lang)}".rstrip()


COMMANDS = {"check": check_command}
