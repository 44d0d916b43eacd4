"""How many examples a costly law is tried on: a part of what the profile says, so that the long run still tries many."""

from hypothesis import settings


def fewer(percent: int, *, nightly: int | None = None) -> settings:
    """So many of a hundred of the profile's examples; `nightly` is the percentage of the long run where it differs."""
    examples = settings().max_examples
    if nightly is not None and not settings().derandomize:
        percent = nightly
    return settings(max_examples=max(1, examples * percent // 100))
