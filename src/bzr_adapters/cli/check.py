"""`bzr check`: the laws of scoring tried on generated histories for one rulebook, and its worked examples."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.frame import JSON, Argument, Option, command
from bzr_adapters.documents import values
from bzr_adapters.intake.rulebook_files import common_kinds, rulebook_text, shipped
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook

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

    read = parse_rulebook(rulebook_text(rulebook, Path()), common_kinds())
    worked = _worked(rulebook, read)
    verdicts = []
    progress = call.progress(Message("检验", "checking"))
    for done, law in enumerate(LAWS, 1):
        verdicts.append(check_law(read, law, max(1, examples)))
        progress(done, len(LAWS))
    if as_json:
        call.document(_document(read, verdicts, worked, call.lang))
    else:
        call.show(_lines(read, verdicts, worked, call.lang))
    return NO if worked or any(one.broken is not None for one in verdicts) else DONE


def _worked(rulebook: str, read: Book) -> list[str] | None:
    """What does not come out of the examples beside the rulebook; None where there are none."""
    from bzr_domain.testing.examples import find_differences

    if rulebook in shipped():
        file = resources.files("bzr_domain.rulebook.shelf") / f"{rulebook}.examples.toml"
        text = file.read_text(encoding="utf-8") if file.is_file() else None
    else:
        beside = Path(rulebook).with_suffix(".examples.toml")
        text = beside.read_text(encoding="utf-8") if beside.is_file() else None
    if text is None:
        return None
    data = tomllib.loads(text, parse_float=Decimal)
    return find_differences(read, data) if "case" in data else None


def _document(read: Book, verdicts: "list[LawCheck]", worked: list[str] | None, lang: Lang) -> dict[str, Any]:
    return {
        "schema": "bzr.check/1",
        "rulebook": read.id,
        "rulebook_version": read.version,
        "examples": None if worked is None else {"differences": worked},
        "laws": [
            {
                "law": one.law,
                "tried": one.tried,
                "holds": one.broken is None,
                "broken": None if one.broken is None else one.broken.in_(lang),
                "history": [] if one.case is None else list(_history(one.case, read, lang)),
            }
            for one in verdicts
        ],
    }


def _lines(read: Book, verdicts: "list[LawCheck]", worked: list[str] | None, lang: Lang) -> Iterator[str]:
    yield Message(f"检验 {read.title}({read.id})", f"checking {read.id}").in_(lang)
    if worked is not None:
        yield (
            Message("  手算例子:都对", "  worked examples: all come out")
            if not worked
            else Message(f"  手算例子:{len(worked)}处不对", f"  worked examples: {len(worked)} differ")
        ).in_(lang)
        yield from (f"    {line}" for line in worked)
    for one in verdicts:
        held = Message(f"成立(试了{one.tried}段历史)", f"holds ({one.tried} histories tried)").in_(lang)
        name = _LAWS.get(one.law, Message(one.law, one.law)).in_(lang)
        if one.broken is None or one.case is None:
            yield f"  {name}:{held}" if lang == "zh" else f"  {name}: {held}"
            continue
        yield f"  {name}:{one.broken.zh}" if lang == "zh" else f"  {name}: {one.broken.en}"
        yield Message("    最小的一段历史:", "    the smallest history:").in_(lang)
        yield from (f"      {line}" for line in _history(one.case, read, lang))


_LAWS = {
    "the-total-is-the-sum": Message("总分为各项之和", "the total is the sum"),
    "items-keep-their-bounds": Message("各项在其限度之内", "items keep their bounds"),
    "order-is-free": Message("与记录的先后无关", "the order of recording is free"),
    "void-is-never": Message("作废如同从未记录", "void is as if never recorded"),
    "waiting-changes-nothing-final": Message("已定的结果不因时间而变", "waiting changes nothing final"),
    "others-do-not-matter": Message("别班的记录不影响本班", "other classes do not matter"),
}


def _history(case: "Case", read: Book, lang: Lang) -> Iterator[str]:
    """What a person needs to try the case by hand: the period, the terms, and a line for each fact."""
    yield Message(f"{case.period.name},截至 {case.as_of}", f"{case.period.name}, as of {case.as_of}").in_(
        lang
    )
    for term in case.register.calendar.terms:
        yield Message(f"学期 {term.start} – {term.end}", f"term {term.start} – {term.end}").in_(lang)
    for fact in case.facts:
        kind = read.kinds[fact.kind]
        yield f"{fact.on} {values.kind_label(kind, fact, lang)} {values.content(fact, kind, lang)}".rstrip()


COMMANDS = {"check": check_command}
