"""How bzr meets the world (适配器). The front door is here: `from bzr_adapters import School` opens everything.

The names below are public, with what stands in docs/reference/python.md; they are imported when they are first asked for,
so that what needs only one room of this package does not load the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bzr_adapters.front_door.actor import Actor
    from bzr_adapters.front_door.answers import Past
    from bzr_adapters.front_door.arguments import Period
    from bzr_adapters.front_door.comparisons import Change, Comparison, PayChange
    from bzr_adapters.front_door.errors import (
        BzrError,
        CommandReused,
        Conflict,
        Forbidden,
        Invalid,
        NotFound,
        Problem,
        Refused,
        StoreDamaged,
        StoreUnavailable,
    )
    from bzr_adapters.front_door.facts import FactTable
    from bzr_adapters.front_door.following import Batch, Subscription
    from bzr_adapters.front_door.new_year import ClassStep, NewYearDraft, draft_new_year
    from bzr_adapters.front_door.pay_desk import PayDesk
    from bzr_adapters.front_door.results import (
        Appeal,
        AppealList,
        PayLine,
        PaySheet,
        Report,
        Result,
    )
    from bzr_adapters.front_door.rulebook_trials import CheckReport, LintReport, check_rulebook, lint_rulebook
    from bzr_adapters.front_door.rulebooks import Rulebook, list_rulebooks, load_rulebook
    from bzr_adapters.front_door.schemas import find_schema, list_schemas
    from bzr_adapters.front_door.school import School
    from bzr_adapters.front_door.school_draft import SchoolDraft, draft_school_file
    from bzr_adapters.front_door.school_list import ListedSchool, SchoolList
    from bzr_adapters.front_door.schools import Schools
    from bzr_adapters.front_door.statements import (
        Clause,
        Explanation,
        Item,
        MonthTable,
        Statement,
        TermRow,
        TermTable,
    )
    from bzr_adapters.front_door.tables import Table
    from bzr_adapters.front_door.values import (
        Answer,
        Bookmark,
        Document,
        Event,
        Fact,
        PassedOver,
        Receipt,
        RepeatedRow,
    )

_NAMES = {
    "actor": "Actor",
    "answers": "Past",
    "arguments": "Period",
    "comparisons": "Change Comparison PayChange",
    "errors": "BzrError CommandReused Conflict Forbidden Invalid NotFound Problem Refused StoreDamaged StoreUnavailable",
    "facts": "FactTable",
    "following": "Batch Subscription",
    "new_year": "ClassStep NewYearDraft draft_new_year",
    "pay_desk": "PayDesk",
    "results": "Appeal AppealList PayLine PaySheet Report Result",
    "rulebook_trials": "CheckReport LintReport check_rulebook lint_rulebook",
    "rulebooks": "Rulebook list_rulebooks load_rulebook",
    "schemas": "find_schema list_schemas",
    "school": "School",
    "school_draft": "SchoolDraft draft_school_file",
    "school_list": "ListedSchool SchoolList",
    "schools": "Schools",
    "statements": "Clause Explanation Item MonthTable Statement TermRow TermTable",
    "tables": "Table",
    "values": "Answer Bookmark Document Event Fact PassedOver Receipt RepeatedRow",
}
"""Module of the front door → its public names."""
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}
__all__ = [
    "Actor",
    "Answer",
    "Appeal",
    "AppealList",
    "Batch",
    "Bookmark",
    "BzrError",
    "Change",
    "CheckReport",
    "ClassStep",
    "Clause",
    "CommandReused",
    "Comparison",
    "Conflict",
    "Document",
    "Event",
    "Explanation",
    "Fact",
    "FactTable",
    "Forbidden",
    "Invalid",
    "Item",
    "LintReport",
    "ListedSchool",
    "MonthTable",
    "NewYearDraft",
    "NotFound",
    "PassedOver",
    "Past",
    "PayChange",
    "PayDesk",
    "PayLine",
    "PaySheet",
    "Period",
    "Problem",
    "Receipt",
    "Refused",
    "RepeatedRow",
    "Report",
    "Result",
    "Rulebook",
    "School",
    "SchoolDraft",
    "SchoolList",
    "Schools",
    "Statement",
    "StoreDamaged",
    "StoreUnavailable",
    "Subscription",
    "Table",
    "TermRow",
    "TermTable",
    "check_rulebook",
    "draft_new_year",
    "draft_school_file",
    "find_schema",
    "lint_rulebook",
    "list_rulebooks",
    "list_schemas",
    "load_rulebook",
]


def __getattr__(name: str) -> Any:
    """Return a public name, imported when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.front_door.{_MODULES[name]}"), name)
