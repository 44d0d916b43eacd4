"""Readings that refuse, in both languages."""

from bzr_domain.kernel import readings
from bzr_domain.kernel.readings import describe_clause


def test_every_reading_is_told_in_english() -> None:
    """No Chinese stands in an English answer for want of a translation."""
    known = [value for name, value in vars(readings).items() if name.isupper() and isinstance(value, str)]

    assert known
    assert [] == [text for text in known if not describe_clause(text).en.isascii()]
    assert known == [describe_clause(text).zh for text in known]
