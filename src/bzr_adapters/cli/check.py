"""`bzr check`: the laws of scoring tried on generated histories for one rulebook, and its worked examples."""

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bzr_adapters.cli.arguments import JSON
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.documents import values
from bzr_adapters.intake.rulebook_files import list_shipped_rulebooks, load_rulebook
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.book import Book

if TYPE_CHECKING:
    from bzr_domain.testing.checking import LawCheck
    from bzr_domain.testing.strategies import Case

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
    from bzr_domain.testing.checking import check_law
    from bzr_domain.testing.laws import LAWS

    book = load_rulebook(rulebook)
    differences = _check_worked_examples(rulebook, book)
    checks = []
    show_step = call.show_progress(Message("检验", "checking"))
    for number, law in enumerate(LAWS, 1):
        checks.append(check_law(book, law, max(1, examples)))
        show_step(number, len(LAWS))
    if as_json:
        call.show_document(_build_document(book, checks, differences, call.lang))
    else:
        call.show_lines(_list_lines(book, checks, differences, call.lang))
    return NO if differences or any(check.broken is not None for check in checks) else DONE


def _check_worked_examples(rulebook: str, book: Book) -> list[str] | None:
    """Return what the examples beside the rulebook do not come to; None where there are no examples."""
    from bzr_domain.testing.examples import find_differences

    shelf = resources.files("bzr_domain.rulebook.shelf")
    is_shipped = rulebook in list_shipped_rulebooks()
    file = shelf / f"{rulebook}.examples.toml" if is_shipped else Path(rulebook).with_suffix(".examples.toml")
    if not file.is_file():
        return None
    document = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    return find_differences(book, document) if "case" in document else None


def _build_document(
    book: Book, checks: "Sequence[LawCheck]", differences: list[str] | None, lang: Lang
) -> dict[str, Any]:
    return {
        "schema": "bzr.check/1",
        "rulebook": book.id,
        "rulebook_version": book.version,
        "examples": None if differences is None else {"differences": differences},
        "laws": [
            {
                "law": check.law,
                "tried": check.tried,
                "holds": check.broken is None,
                "broken": None if check.broken is None else check.broken.in_(lang),
                "history": [] if check.case is None else list(_describe_history(check.case, book, lang)),
            }
            for check in checks
        ],
    }


def _list_lines(book: Book, checks: "Sequence[LawCheck]", differences: list[str] | None, lang: Lang) -> Iterator[str]:
    yield Message(f"检验 {book.title}({book.id})", f"checking {book.id}").in_(lang)
    if differences is not None:
        number = len(differences)
        yield (
            Message(f"  手算例子:{number}处不对", f"  worked examples: {number} differ")
            if differences
            else Message("  手算例子:都对", "  worked examples: all come out")
        ).in_(lang)
        yield from (f"    {line}" for line in differences)
    for check in checks:
        title = Message.same("  ") + _LAWS.get(check.law, Message.same(check.law)) + Message(":", ": ")
        if check.broken is None or check.case is None:
            holds = Message(f"成立(试了{check.tried}段历史)", f"holds ({check.tried} histories tried)")
            yield (title + holds).in_(lang)
            continue
        yield (title + check.broken).in_(lang)
        yield Message("    最小的一段历史:", "    the smallest history:").in_(lang)
        yield from (f"      {line}" for line in _describe_history(check.case, book, lang))


_LAWS = {
    "the-total-is-the-sum": Message("总分为各项之和", "the total is the sum"),
    "items-keep-their-bounds": Message("各项在其限度之内", "items keep their bounds"),
    "order-is-free": Message("与记录的先后无关", "the order of recording is free"),
    "void-is-never": Message("作废如同从未记录", "void is as if never recorded"),
    "waiting-changes-nothing-final": Message("已定的结果不因时间而变", "waiting changes nothing final"),
    "others-do-not-matter": Message("别班的记录不影响本班", "other classes do not matter"),
}


def _describe_history(case: "Case", book: Book, lang: Lang) -> Iterator[str]:
    """Return what a person needs to try the case by hand: the period, the terms, and a line for each fact."""
    yield Message(f"{case.period.name},截至 {case.as_of}", f"{case.period.name}, as of {case.as_of}").in_(lang)
    for term in case.register.calendar.terms:
        yield Message(f"学期 {term.start} – {term.end}", f"term {term.start} – {term.end}").in_(lang)
    for fact in case.facts:
        kind = book.kinds[fact.kind]
        yield f"{fact.on} {values.kind_label(kind, fact, lang)} {values.content(fact, kind, lang)}".rstrip()


COMMANDS = {"check": check_command}
