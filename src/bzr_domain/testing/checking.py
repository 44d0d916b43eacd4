"""Checking a rulebook: each law tried on generated histories; of what breaks one, the smallest is kept (检验)."""

from collections.abc import Callable

import attrs
from hypothesis import HealthCheck, Phase, given, settings

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.testing.laws import LAWS, Scorer
from bzr_domain.testing.strategies import Case, cases


@attrs.frozen(kw_only=True)
class LawCheck:
    """Whether one law held on generated histories.

    Attributes:
        law: Its name.
        tried: On how many histories it was tried.
        broken: What broke, and `case`, the smallest history that breaks it; None where it held.
    """

    law: str
    tried: int
    broken: Message | None = None
    case: Case | None = None


def check_law(book: Book, law: str, examples: int = 100, scorer: Scorer = assess_class) -> LawCheck:
    """Try one law on so many generated histories, the same ones every time, and keep the smallest that breaks it."""
    tried = 0
    smallest: list[tuple[Case, Message]] = []

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(cases(book, max_facts=15))
    def holds(case: Case) -> None:
        nonlocal tried
        tried += 1
        broken = LAWS[law](case, scorer)
        if broken is not None:
            smallest.append((case, broken))
            raise _BrokenError

    run: Callable[[], None] = holds
    try:
        run()
    except _BrokenError:
        case, broken = smallest[-1]
        return LawCheck(law=law, tried=tried, broken=broken, case=case)
    return LawCheck(law=law, tried=tried)


class _BrokenError(AssertionError):
    pass
