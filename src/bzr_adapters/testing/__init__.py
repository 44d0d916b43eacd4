"""Published for tests (测试用): a school in memory with a clock, a state machine over it, the contract of stores.

What a user needs to test a program that stands on the front door enters here; it needs the extra `testing`.

- `create_school(declaration=…, clock=…)` is a school in memory, `Clock` one that is set; `school` and `clock` are fixtures of pytest
- `SchoolMachine` does to a school in any order what can be done to one: extend it with rules and invariants of your own
- `StoreContract` is what every store has to keep: subclass it for a store of your own
"""

try:
    import hypothesis as _hypothesis  # noqa: F401 (asked for here, so that what is missing is named with its extra)
    import pytest as _pytest  # noqa: F401, PT013 (asked for here too)
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"bzr_adapters.testing needs {error.name} · 没有安装{error.name}: pip install 'bzr-domain[testing]'",
        name=error.name,
    ) from error

from bzr_adapters.storage.testing import StoreContract
from bzr_adapters.testing.machine import SchoolMachine
from bzr_adapters.testing.schools import DECLARATION, Clock, clock, create_school, school

__all__ = ["DECLARATION", "Clock", "SchoolMachine", "StoreContract", "clock", "create_school", "school"]
