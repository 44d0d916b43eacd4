"""The laws of scoring tried on one rulebook, as text for people (检验)."""

from collections.abc import Iterator

from bzr_adapters.documents.check import describe_history
from bzr_adapters.front_door.rulebook_trials import CheckReport
from bzr_domain.kernel.messages import Message


def check_lines(report: CheckReport) -> Iterator[str]:
    """The worked examples, then each law; of what breaks one, the smallest history."""
    book, lang = report.rulebook.source, report.lang
    yield Message(f"检验 {book.title}({book.id})", f"checking {book.id}").in_(lang)
    if report.differences is not None:
        number = len(report.differences)
        yield (
            Message(f"  手算例子:{number}处不对", f"  worked examples: {number} differ")
            if number
            else Message("  手算例子:都对", "  worked examples: all come out")
        ).in_(lang)
        yield from (f"    {line}" for line in report.differences)
    for trial in report.source:
        title = Message.same("  ") + trial.law.sentence + Message(":", ": ")
        if trial.broken is None:
            holds = Message(f"成立(试了{trial.tried}段历史)", f"holds ({trial.tried} histories tried)")
            yield (title + holds).in_(lang)
            continue
        yield (title + trial.broken.reason).in_(lang)
        yield Message("    最小的一段历史:", "    the smallest history:").in_(lang)
        yield from (f"      {line}" for line in describe_history(trial.broken.case, book, lang))
