"""How bzr meets the world (适配器). The front door is here: `from bzr_adapters import School` opens everything.

The names below are public, with what stands in docs/reference/python.md; they are imported when they are first asked for,
so that what needs only one room of this package does not load the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bzr_adapters.front_door.actor import Actor as Actor
    from bzr_adapters.front_door.answers import Past as Past
    from bzr_adapters.front_door.arguments import Period as Period
    from bzr_adapters.front_door.errors import (
        BzrError as BzrError,
    )
    from bzr_adapters.front_door.errors import (
        CommandReused as CommandReused,
    )
    from bzr_adapters.front_door.errors import (
        Conflict as Conflict,
    )
    from bzr_adapters.front_door.errors import (
        Forbidden as Forbidden,
    )
    from bzr_adapters.front_door.errors import (
        Invalid as Invalid,
    )
    from bzr_adapters.front_door.errors import (
        NotFound as NotFound,
    )
    from bzr_adapters.front_door.errors import (
        Problem as Problem,
    )
    from bzr_adapters.front_door.errors import (
        Refused as Refused,
    )
    from bzr_adapters.front_door.errors import (
        StoreDamaged as StoreDamaged,
    )
    from bzr_adapters.front_door.errors import (
        StoreUnavailable as StoreUnavailable,
    )
    from bzr_adapters.front_door.rulebooks import Rulebook as Rulebook
    from bzr_adapters.front_door.rulebooks import load_rulebook as load_rulebook
    from bzr_adapters.front_door.schemas import find_schema as find_schema
    from bzr_adapters.front_door.schemas import list_schemas as list_schemas
    from bzr_adapters.front_door.school import School as School
    from bzr_adapters.front_door.values import Bookmark as Bookmark
    from bzr_adapters.front_door.values import Event as Event
    from bzr_adapters.front_door.values import Fact as Fact
    from bzr_adapters.front_door.values import Receipt as Receipt

_PLACES = {
    "front_door.actor": ("Actor",),
    "front_door.answers": ("Past",),
    "front_door.arguments": ("Period",),
    "front_door.errors": (
        *("BzrError", "CommandReused", "Conflict", "Forbidden", "Invalid", "NotFound", "Problem", "Refused"),
        *("StoreDamaged", "StoreUnavailable"),
    ),
    "front_door.rulebooks": ("Rulebook", "load_rulebook"),
    "front_door.schemas": ("find_schema", "list_schemas"),
    "front_door.school": ("School",),
    "front_door.values": ("Bookmark", "Event", "Fact", "Receipt"),
}
"""Module → its public names."""
_MODULES = {name: module for module, names in _PLACES.items() for name in names}
__all__ = sorted(_MODULES)  # noqa: PLE0605 (the names stand above)


def __getattr__(name: str) -> Any:
    """Return a public name, imported when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
