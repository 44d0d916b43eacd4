"""The document `bzr.check/1`: the laws of scoring tried on one rulebook, and its worked examples (检验)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bzr_adapters.documents import values
from bzr_adapters.documents.values import Document
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.book import Book

if TYPE_CHECKING:
    from bzr_domain.testing import Case, LawTrial


def check_document(book: Book, trials: "Sequence[LawTrial]", differences: Sequence[str] | None, lang: Lang) -> Document:
    """`bzr.check/1`; `differences` are those of the worked examples, None where there are none."""
    return {
        "schema": "bzr.check/1",
        "rulebook": book.id,
        "rulebook_version": book.version,
        "examples": None if differences is None else {"differences": list(differences)},
        "laws": [
            {
                "law": trial.law.name,
                "tried": trial.tried,
                "holds": trial.broken is None,
                "broken": None if trial.broken is None else trial.broken.reason.in_(lang),
                "history": [] if trial.broken is None else list(describe_history(trial.broken.case, book, lang)),
            }
            for trial in trials
        ],
    }


def describe_history(case: "Case", book: Book, lang: Lang) -> Iterator[str]:
    """What a person needs to try the case by hand: the period, the terms, and a line for each fact."""
    yield Message(f"{case.period.name},截至 {case.as_of}", f"{case.period.name}, as of {case.as_of}").in_(lang)
    for term in case.register.calendar.terms:
        yield Message(f"学期 {term.start} – {term.end}", f"term {term.start} – {term.end}").in_(lang)
    for fact in case.facts:
        kind = book.kinds[fact.kind]
        yield f"{fact.on} {values.kind_label(kind, fact, lang)} {values.content(fact, kind, lang)}".rstrip()
