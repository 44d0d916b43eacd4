"""How facts, and the moment of an answer, are called in a text."""

from bzr_adapters.documents import facts, values
from bzr_adapters.front_door.values import Answer


def short_id(entry: str) -> str:
    """An id as it is shown; commands show ids as reports do."""
    return facts.short_id(entry)


def describe_moment(answer: Answer) -> str:
    """The moment of an answer and the position it was read at, as `--as-of` takes either."""
    return f"{values.minute(answer.as_of)} #{answer.position}"
