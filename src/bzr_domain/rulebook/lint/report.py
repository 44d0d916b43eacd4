"""Lint a rulebook (检查规则): run every check on it, and tell which findings its readings have settled already."""

from collections.abc import Iterator

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import (
    applicability,
    discretion_ranges,
    disproportionate_jumps,
    fact_coverage,
    gaps_and_overlaps,
    ineffective_clauses,
    missing_limits,
    overlapping_cases,
    reversed_scales,
    settled_findings,
    title_contradictions,
    unset_figures,
    unstated_rules,
    unused_parts,
    weights_and_bounds,
)
from bzr_domain.rulebook.lint.finding import BOOK, Analysis, Check, Code, Fault, Finding
from bzr_domain.rulebook.lint.value_ranges import ValueRanges
from bzr_domain.rulebook.lint.value_steps import ValueSteps

_FAMILIES = (
    weights_and_bounds, gaps_and_overlaps, disproportionate_jumps, missing_limits, discretion_ranges, fact_coverage,
    ineffective_clauses, applicability, overlapping_cases, reversed_scales, unset_figures, unstated_rules, unused_parts,
    title_contradictions,
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(check for family in _FAMILIES for check in family.CHECKS)
CODES: dict[str, Code] = {
    code: meaning for family in (*_FAMILIES, settled_findings) for code, meaning in family.CODES.items()
}
"""Every code with why it matters and what to write: the codes are stored in rulebooks, so they stay."""


@attrs.frozen
class StatedReading:
    """An interpretation that the text itself states (读法), and where: no fault, but worth knowing."""

    key: str
    words: str


@attrs.frozen(kw_only=True)
class Report:
    """What lint found in a rulebook.

    Attributes:
        findings: Every fault, those of the rulebook as a whole first, then in the order of the text.
        readings: Every interpretation that the text states, in that order.
        remarks: What is no fault and may still be overlooked.
    """

    findings: tuple[Finding, ...]
    readings: tuple[StatedReading, ...]
    remarks: tuple[Message, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """The faults that nobody has acknowledged."""
        return tuple(finding for finding in self.findings if not finding.acknowledged)


def lint_rulebook(book: Book) -> Report:
    """Check a rulebook against itself: find every place where it is silent or contradicts itself."""
    analysis = Analysis(book, ValueRanges(book), ValueSteps(book))
    faults = [_move_to_clause(book, fault) for check in CHECKS for fault in check(analysis)]
    faults += settled_findings.find_wrong_settles(analysis, faults, CODES)
    settled = settled_findings.find_settled_codes(analysis)
    order = {key: index for index, key in enumerate((BOOK, *book.nodes))}
    return Report(
        findings=tuple(
            _report_fault(fault, acknowledged=fault.code in settled[BOOK] | settled[fault.key])
            for fault in sorted(dict.fromkeys(faults), key=lambda fault: order[fault.key])
        ),
        readings=tuple(
            StatedReading(key, words.strip()) for key, words, _ in settled_findings.list_readings(analysis) if words
        ),
        remarks=tuple(_list_remarks(analysis)),
    )


def _move_to_clause(book: Book, fault: Fault) -> Fault:
    """Report the fault of a case (情形) with its clause, where `reading` and `settles` stand."""
    node = book.nodes.get(fault.key)
    if node is None or node.into is None or not node.is_case:
        return fault
    return Fault(fault.code, node.into, Message(f"{node.title}:", f"{node.id}: ") + fault.what)


def _report_fault(fault: Fault, *, acknowledged: bool) -> Finding:
    code = CODES[fault.code]
    return Finding(
        code=fault.code,
        key=fault.key,
        what=fault.what,
        why=code.why,
        write=code.write,
        acknowledged=acknowledged,
    )


def _list_remarks(analysis: Analysis) -> Iterator[Message]:
    book, counted = analysis.book, analysis.kinds_counted
    if book.since is None:
        yield Message(
            "规则没有写自何日施行(since),由学校登记采用的日子决定",
            "it does not say from when it is in force (since): the day of adoption decides",
        )
    # Work done is one large family, of which a rulebook counts what its regulation asks for.
    families = {name.split(".")[0] for name in counted} - {"work"}
    uncounted = [
        kind
        for name, kind in book.kinds.items()
        if name not in counted and name not in book.own_kinds and name.split(".")[0] in families
    ]
    if uncounted:
        yield Message(
            f"同类的事项计分,而这些没有条款计算:{'、'.join(kind.title for kind in uncounted)}",
            f"kinds that no clause counts, though others of their family are: {', '.join(kind.id for kind in uncounted)}",
        )
