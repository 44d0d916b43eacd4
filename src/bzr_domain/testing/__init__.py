"""Published for tests (检验): strategies that generate schools, facts and rulebooks, and the laws that every rulebook has to keep.

Whatever a user needs to test rules of their own enters here and is published here; nothing else in the domain may import it.

- `facts(rulebook)`, `histories(rulebook)`, `cases(rulebook)` and `rulebooks(kinds)` are strategies of Hypothesis
- `LAWS` are the laws by name; `Law(name=…, holds=…)` is one of your own, and `check(rulebook)` tries it
- `read_history(events)` gives the facts of a history as they stand after its voids and corrections
"""

try:
    import hypothesis as _hypothesis  # noqa: F401 (asked for here, so that what is missing is named with its extra)
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "bzr_domain.testing needs Hypothesis · 没有安装hypothesis: pip install 'bzr-domain[testing]'",
        name=error.name,
    ) from error

from bzr_domain.testing.law import Law, LawBroken, LawTrial
from bzr_domain.testing.laws import LAWS
from bzr_domain.testing.made_up_rulebooks import rulebooks
from bzr_domain.testing.recorded_facts import read_history
from bzr_domain.testing.strategies import Case, cases, facts, histories

__all__ = [
    "LAWS",
    "Case",
    "Law",
    "LawBroken",
    "LawTrial",
    "cases",
    "facts",
    "histories",
    "read_history",
    "rulebooks",
]
