"""Gaps between the printed bands of a table (印出的两档之间的缝): where 50-59 and 60 and more leave 59.5 to no band."""

from collections.abc import Iterator
from decimal import Decimal

from bzr_domain.rulebook import language as lang

_WIDEST = 1
"""Two bands are printed side by side where one begins at most so much above the end of the other."""


def find_printed_gaps(rows: tuple[lang.Row, ...]) -> tuple[lang.Test, ...]:
    """Find what lies between two bands that are printed side by side, and in no other, as tests that it passes.

    A row without a test takes such a number, though it is meant for what is above or below all bands.

    Returns:
        The gaps, lowest first; none where a limit is known only in the month.
    """
    bands = [row.test for row in rows if row.test != lang.Test()]
    if not all(isinstance(limit, Decimal) for band in bands for limit in lang.list_limits(band)):
        return ()
    ends = sorted({end for band in bands for end in (band.highest, band.below) if isinstance(end, Decimal)})
    starts = sorted({start for band in bands for start in (band.lowest, band.above) if isinstance(start, Decimal)})
    return tuple(_find_gaps(bands, ends, starts))


def _find_gaps(bands: list[lang.Test], ends: list[Decimal], starts: list[Decimal]) -> Iterator[lang.Test]:
    for end in ends:
        start = next((start for start in starts if start > end), None)
        if start is not None and start - end <= _WIDEST and not any(_holds(band, end, start) for band in bands):
            yield lang.Test(above=end, below=start)


def _holds(band: lang.Test, low: Decimal, high: Decimal) -> bool:
    """Whether a band takes all that lies between two of the limits of its table."""
    start, end = (next((limit for limit in pair if limit is not None), None) for pair in (band.ends[:2], band.ends[2:]))
    begins = not isinstance(start, Decimal) or start <= low
    return band.among is None and begins and (not isinstance(end, Decimal) or end >= high)
