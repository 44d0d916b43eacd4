"""检查规则: every check over one rulebook, and what its readings have settled already."""

from collections.abc import Callable, Iterator
from itertools import chain

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import (
    applicability,
    discretion_ranges,
    disproportionate_jumps,
    fact_coverage,
    gaps_and_overlaps,
    ineffective_clauses,
    missing_limits,
    settled_findings,
    title_contradictions,
    unset_figures,
    unstated_rules,
    unused_parts,
    weights_and_bounds,
)
from bzr_domain.rulebook.lint.finding import BOOK, Code, Finding, Raised, Text
from bzr_domain.rulebook.lint.value_ranges import Reach
from bzr_domain.rulebook.lint.value_steps import Grains

CHECKS: tuple[Callable[[Text], Iterator[Raised]], ...] = (
    *weights_and_bounds.CHECKS, *gaps_and_overlaps.CHECKS, *disproportionate_jumps.CHECKS, *missing_limits.CHECKS, *discretion_ranges.CHECKS, *fact_coverage.CHECKS, *ineffective_clauses.CHECKS, *applicability.CHECKS,
    *unset_figures.CHECKS, *unstated_rules.CHECKS, *unused_parts.CHECKS, *title_contradictions.CHECKS,
)  # fmt: skip
CODES: dict[str, Code] = {
    **weights_and_bounds.CODES, **gaps_and_overlaps.CODES, **disproportionate_jumps.CODES, **missing_limits.CODES, **discretion_ranges.CODES, **fact_coverage.CODES, **ineffective_clauses.CODES, **applicability.CODES,
    **unset_figures.CODES, **unstated_rules.CODES, **unused_parts.CODES, **title_contradictions.CODES, **settled_findings.CODES,
}  # fmt: skip
"""Every code with why it matters and what to write: the codes are stored in rulebooks, so they stay."""


@attrs.frozen
class Stated:
    """A reading that the text itself states (读法): where, and in which words; no fault, but worth knowing."""

    key: str
    words: str


@attrs.frozen(kw_only=True)
class Report:
    """What reading a rulebook against itself came to.

    Attributes:
        findings: Every fault, the whole rulebook's first, then in the order of the file.
        readings: Every reading stated, in that order.
        remarks: What is no fault and may still be missed.
    """

    findings: tuple[Finding, ...]
    readings: tuple[Stated, ...]
    remarks: tuple[Message, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """The faults that nobody has acknowledged."""
        return tuple(one for one in self.findings if not one.acknowledged)


def lint_rulebook(book: Book) -> Report:
    """Read a rulebook against itself: every place where it is silent or contradicts itself."""
    text = Text(book, Reach(book), Grains(book))
    raised = list(chain.from_iterable(check(text) for check in CHECKS))
    raised += settled_findings.misplaced(text, raised, CODES)
    order = {key: index for index, key in enumerate((BOOK, *book.nodes))}
    return Report(
        findings=tuple(
            _finding(one, acknowledged=settled_findings.settled(text, one))
            for one in sorted(dict.fromkeys(raised), key=lambda one: order[one.key])
        ),
        readings=tuple(
            Stated(key, words.strip()) for key, words, _ in settled_findings.places(text) if words
        ),
        remarks=tuple(_remarks(book)),
    )


def _finding(one: Raised, *, acknowledged: bool) -> Finding:
    code = CODES[one.code]
    return Finding(
        code=one.code,
        key=one.key,
        what=one.what,
        why=code.why,
        write=code.write,
        acknowledged=acknowledged,
    )


def _remarks(book: Book) -> Iterator[Message]:
    if book.since is None:
        yield Message(
            "规则没有写自何日施行(since),由学校登记采用的日子决定",
            "it does not say from when it is in force (since): the day of adoption decides",
        )
    rows = [node.source for node in book.nodes.values() if isinstance(node.source, lang.FactRows)]
    counted = {
        name for one in rows for selector in one.selectors for name in book.kinds if selector.takes(name)
    }
    families = {name.split(".")[0] for name in counted}
    unused = [
        kind
        for name, kind in book.kinds.items()
        if name not in counted and name not in book.own_kinds and name.split(".")[0] in families
    ]
    if unused:
        yield Message(
            f"同类的事项计分,而这些没有条款计算:{'、'.join(kind.title for kind in unused)}",
            f"kinds that no clause counts, though others of their family are: {', '.join(kind.id for kind in unused)}",
        )
