"""How many examples a costly law is tried on: a part of what the profile says, so that the long run still tries many."""

from hypothesis import settings


def fewer(percent: int) -> settings:
    """So many of a hundred of the profile's examples."""
    return settings(max_examples=max(1, settings().max_examples * percent // 100))
