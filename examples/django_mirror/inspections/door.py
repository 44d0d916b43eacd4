"""The school of this process."""

from functools import cache
from threading import Lock

from django.conf import settings

from bzr_adapters import School

_opening = Lock()


def get_school() -> School:
    """Return the school, opened when it is first asked for, and so in each worker after the fork."""
    with _opening:
        return _open_school()


@cache
def _open_school() -> School:
    return School.open(settings.BZR_STORE)
