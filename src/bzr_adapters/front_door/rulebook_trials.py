"""Try a rulebook without a school (检验规则): read it against itself, and hold the laws of scoring on generated histories."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from bzr_adapters.documents.check import check_document
from bzr_adapters.documents.lint import lint_document
from bzr_adapters.front_door.errors import build_invalid
from bzr_adapters.front_door.open_school import ShowProgress, show_no_progress
from bzr_adapters.front_door.rulebooks import Book, Rulebook, load_rulebook
from bzr_adapters.front_door.values import Document
from bzr_adapters.intake.rulebook_files import find_shipped_rulebook, open_shelf
from bzr_adapters.intake.toml_files import read_toml_text
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook import lint
from bzr_domain.rulebook.toml_faults import load_toml

if TYPE_CHECKING:
    from bzr_domain.testing import LawTrial


@attrs.frozen(kw_only=True)
class LintReport(Document):
    """What reading a rulebook against itself found (检查), `bzr.lint/1`.

    Attributes:
        open: How many faults are not acknowledged by a reading.
    """

    rulebook: Rulebook
    open: int
    source: lint.Report = attrs.field(repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the document, with its sentences in both languages."""
        return lint_document(self.rulebook.source, self.source)


def lint_rulebook(rulebook: Book, *, lang: Lang = "zh") -> LintReport:
    """Hold a rulebook against itself: where it is silent, contradicts itself, or cites nothing.

    Raises:
        NotFound: When there is no such rulebook or file.
        Invalid: When its text has faults.
    """
    loaded = load_rulebook(rulebook, lang=lang)
    report = lint.lint_rulebook(loaded.source)
    return LintReport(rulebook=loaded, open=len(report.open), source=report)


@attrs.frozen(kw_only=True)
class CheckReport(Document):
    """The laws of scoring tried on one rulebook, and its worked examples (检验), `bzr.check/1`.

    Attributes:
        holds: Whether every law holds and every example comes out.
        differences: What does not come out of the examples beside the rulebook; None where there are none.
    """

    rulebook: Rulebook
    holds: bool
    differences: tuple[str, ...] | None
    source: "Sequence[LawTrial]" = attrs.field(repr=False, eq=False)
    lang: Lang = attrs.field(default="zh", repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the document."""
        return check_document(self.rulebook.source, self.source, self.differences, self.lang)


def check_rulebook(
    rulebook: Book, *, examples: int = 100, lang: Lang = "zh", show_progress: ShowProgress = show_no_progress
) -> CheckReport:
    """Try the laws of scoring on so many generated histories each, and the examples worked by hand beside the rulebook.

    Raises:
        MissingExtra: When the extra `testing` is not installed.
        NotFound: When there is no such rulebook or file.
        Invalid: When its text has faults.
    """
    from bzr_domain.testing import LAWS

    loaded = load_rulebook(rulebook, lang=lang)
    differences = _check_worked_examples(loaded, lang)
    show_step, trials = show_progress(Message("检验", "checking")), []
    for number, law in enumerate(LAWS, 1):
        trials.append(law.try_on(loaded.source, examples=max(1, examples)))
        show_step(number, len(LAWS))
    return CheckReport(
        rulebook=loaded,
        holds=not differences and all(trial.broken is None for trial in trials),
        differences=differences,
        source=trials,
        lang=lang,
    )


def _check_worked_examples(rulebook: Rulebook, lang: Lang) -> tuple[str, ...] | None:
    """Return what the examples beside the rulebook do not come to; None where there are no examples."""
    from bzr_domain.testing.example_files import find_file_problems
    from bzr_domain.testing.examples import find_differences

    if not rulebook.name:
        return None
    shipped = find_shipped_rulebook(rulebook.name)
    own = Path(rulebook.name).with_suffix(".examples.toml")
    file = open_shelf() / f"{shipped}.examples.toml" if shipped else own
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8") if shipped else read_toml_text(own)
    document = load_toml(text) if isinstance(text, str) else text
    if isinstance(document, kernel.Problem):
        raise build_invalid([attrs.evolve(document, sheet=file.name)], lang)
    if "case" not in document:
        return None
    problems = find_file_problems(document)
    if problems:
        raise build_invalid([attrs.evolve(problem, sheet=file.name) for problem in problems], lang)
    return tuple(line.in_(lang) for line in find_differences(rulebook.source, document))
