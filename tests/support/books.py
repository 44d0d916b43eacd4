"""Rulebooks made up at random: every form of the language, in combinations that nobody would print."""

from hypothesis import strategies as st

from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.reading import read_book
from tests.support.builders import HEAD, KINDS

SOURCES = (
    'facts = "safety.*"',
    'facts = "hygiene.finding"',
    'facts = ["assembly.missed", "assembly.disorder"]',
    'facts = "safety.sanction"\nwhere.level.from = "记过"',
    'facts = "council.decision"\nwhere.item = "x"\nnumber = "chosen"',
    'facts = "hygiene.score"\nnumber = "value"\ntake = "TAKE"',
    'facts = "award.student"\nprice.level = { "国家级" = 5, "省级" = 3, "市级" = "unset", "校级" = 2 }\ntake = "TAKE"',
    'facts = "meeting.held"\ntake = "days"',
)
SCALES = (
    "",
    "points = -2",
    'points = "35%"',
    'points = "1/3"\nround = 0.1\nrounding = "down"',
    "free = 1\npoints = -1",
    "short_of = 2\npoints = -3",
    "base = 3\npoints = -1",
    "table = [{ is = 0, gives = 3 }, { from = 90, gives = 2 }, { gives = -1 }]",
    "table = { over = 1, gives = -4 }",
)
EXTRAS = (
    "",
    "most = 3",
    "floor = 0",
    "cap = 2\nfloor = -2",
    'joins = "outside"',
    "empty = 1",
    'when.stage = "senior"',
    'unless.stage = "senior"\notherwise = 2',
    "since = 2023-09-20",
    "until = 2023-10-10",
)
PERS = ("", 'per = "week"', 'per = "day"', 'per = ["month", "fact"]', 'per = ["week", "fact"]')
BOUNDS = ("", "base = 10\nfloor = 0\ncap = 10", "floor = 0", "base = 5\ncap = 7", "floor = -3\ncap = 3")


@st.composite
def clauses(draw: st.DrawFn, name: str, into: str) -> str:
    """One clause: which facts, measure, scale and bound each drawn by itself."""
    take = draw(st.sampled_from(["total", "mean", "highest", "lowest", "last"]))
    words = [draw(st.sampled_from(choice)) for choice in (SOURCES, SCALES, EXTRAS, PERS)]
    body = "\n".join(words).replace("TAKE", take)
    return f'[[clause]]\nid = "{name}"\ntitle = "{name}"\ncite = "试"\ninto = "{into}"\n{body}\n'


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A rulebook of two items, one with an item inside it, and up to six clauses."""
    text = HEAD
    for name, into in (("x", "total"), ("y", "total"), ("x.1", "x")):
        bound = draw(st.sampled_from(BOUNDS))
        text += f'[[item]]\nid = "{name}"\ntitle = "{name}"\ninto = "{into}"\n{bound}\n'
    for number in range(draw(st.integers(1, 6))):
        text += draw(clauses(f"c{number}", draw(st.sampled_from(["x", "x", "y", "x.1"]))))
    return read_book(text, KINDS)
