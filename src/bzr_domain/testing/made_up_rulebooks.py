"""Rulebooks made up at random (随机规则): every form of the language, in combinations that nobody would print.

A law of scoring that holds for a school's rulebook only because its clauses happen to be plain is no law. These
rulebooks try it on the rest: places, weights, factors, ceilings, exemptions, deadlines, earlier periods, totals of terms.
"""

from hypothesis import strategies as st

from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook

HEAD = """\
[rulebook]
id = "made-up"
title = "随机规则"
[[kind]]
id = "lateness"
title = "迟到"
fields = { count = {}, student = "text", at = "time", why = ["因公", "因私"], cost = "number", size = ["轻", "重"] }
[[kind]]
id = "return"
title = "交表"
fields = { due = "date", count = {} }
[[kind]]
id = "visit.graded"
title = "走访评定"
about = "teacher"
fields = { grade = ["差", "中", "好"], points = { optional = true } }
[[item]]
id = "total"
title = "总分"
"""
_COUNTED = (
    'facts = "safety.*"',
    'facts = "hygiene.finding"',
    'facts = ["assembly.missed", "assembly.disorder"]',
    'facts = "safety.sanction"\nwhere.level.from = "记过"',
    'facts = "meeting.held"\ntake = "days"',
    'facts = "lateness"\nexcept.why = "因公"',
    'facts = "lateness"\nwhere.at.from = 07:30:00\nexcept.evidence.given = true',
    'facts = "safety.*"\nreach = "term"',
    'facts = "hygiene.finding"\nreach = "previous"',
    'facts = "visit.graded"\nwhere.grade = ["中", "好"]',
)
_MEASURED = (
    'facts = "hygiene.score"\nnumber = "value"\ntake = "TAKE"',
    'facts = "award.student"\nprice.level = { "国家级" = 5, "省级" = 3, "市级" = "unset", "校级" = 2 }\ntake = "TAKE"',
    'facts = "lateness"\nnumber = "cost"\ntake = "TAKE"',
    'facts = "lateness"\nprice.why = { "因公" = -1, "因私" = 2 }\nprice.size = { "轻" = 0.5, "重" = "unset" }\ntake = "TAKE"',
    'facts = "class.score"\nnumber = "value"\ntake = "mean"\ntrim = 1\nquorum = 2',
    'facts = "class.score"\nnumber = "value"\ntake = "mean"\nquorum = "5%"\nquorum_of = "@students"',
    'facts = "class.score"\nnumber = "value"\nrange = [0, 100]\ntake = "highest"\nbest = 2',
    'facts = "duty.hours"\nnumber = "value"\ntake = "total"\ndivide_by = "count"',
    'facts = "return"\nnumber = "late"\ndue = "due + 2 days"\ntake = "TAKE"',
    'facts = "return"\nnumber = "late"\ndeadline = "start + 3 days"\ntake = "TAKE"',
    'facts = "visit.graded"\nprice.grade = { "好" = 2, "中" = 1, "差" = -1 }\ntake = "TAKE"',
)
_GROUPED = (
    'facts = "lateness"\nper = ["month", "student"]\nhighest_groups = 1',
    'facts = "lateness"\nnumber = "cost"\ntake = "highest"\nper = ["week", "student"]\nlowest_groups = 1',
    'facts = "award.student"\nprice.level = { "国家级" = 5, "省级" = 3, "市级" = 1, "校级" = 2 }\ntake = "TAKE"\nper = ["month", "level"]\nhighest_groups = 2',
)
_OPTIONAL = (
    'facts = "class.score"\nnumber = "value"\ntake = "mean"\npoints = "5%"\noptional = true',
    'facts = "duty.hours"\nnumber = "value"\ntake = "total"\ndivide_by = "count"\nper = "week"\noptional = true',
)
_CHOSEN = (
    'facts = "council.decision"\nwhere.item = "x"\nnumber = "chosen"\ntake = "total"',
    'facts = "visit.graded"\nnumber = "chosen"\nrange = [-5, 5]\ntake = "total"',
)
_WITH_CASES = (
    'facts = "safety.sanction"\ncases = [{ where.level.from = "留校察看", points = -3 }, { where.level = "记过", most = 2 }]',
    'facts = "lateness"\ncases = [{ where.why = "因公", points = 0 }, { where.why = "因私", where.at.from = 08:00:00, table = [{ over = 1, gives = -4 }] }]',
    'facts = "hygiene.score"\nnumber = "value"\ntake = "TAKE"\ncases = [{ where.value.under = 60, number = "count", points = -2 }]',
)
_SCALES = (
    "",
    "points = -2",
    'points = "35%"',
    'points = "1/3"\nround = 0.1\nrounding = "down"',
    "free = 1\npoints = -1",
    "short_of = 2\npoints = -3",
    "base = 3\npoints = -1",
    'block = 2\npoints = -1\nrounding = "down"',
    'points = "@v"',
    "table = [{ is = 0, gives = 3 }, { from = 90, gives = 2 }, { gives = -1 }]",
    "table = { over = 1, gives = -4 }",
    'table = [{ from = "@v", gives = 1 }, { gives = -1 }]',
)
_EXTRAS = (
    "",
    "most = 3",
    "floor = 0",
    "cap = 2\nfloor = -2",
    'cap = "@students"',
    'joins = "outside"',
    "empty = 1",
    'when.stage = "senior"',
    'unless.stage = "senior"\notherwise = 2',
    "when.years.from = 3",
    "since = 2023-09-20",
    "until = 2023-10-10",
    'weight = "40%"',
)
_PERS = (
    "",
    'per = "week"',
    'per = "2 weeks"',
    'per = "day"',
    'per = ["month", "fact"]',
    'per = ["week", "fact"]',
    'per = ["month", "fact"]\nhighest_groups = 2',
)
_BOUNDS = ("", "base = 10\nfloor = 0\ncap = 10", "floor = 0", "base = 5\ncap = 7", "floor = -3\ncap = 3")
_JOINED = ("", "", 'weight = "60%"', 'take = "mean"', 'joins = "outside"')
_RANKS = (
    'among = "school"\nties = "best"\ntable = [{ is = 1, gives = 3 }, { gives = 0 }]',
    'among = "grade"\nties = "split"\ntable = [{ upto = "50%", gives = 2 }, { gives = -2 }]\nrounding = "up"',
    'among = "school"\nties = "worst"\nplaces_of = "all"\ntable = [{ upto = "40%", gives = 2 }, { gives = -1 }]\nrounding = "down"',
    'among = "school"\nties = "dense"\nthen = "v"',
)
_OUTCOMES = (
    'scores = "total"\nlabels = ["差", "中", "好"]\ntable = [{ from = 8, gives = "好" }, { from = 2, gives = "中" }, { gives = "差" }]',
    'scores = "total"\nunit = "元"\npoints = 100\nfloor = 0\ncap = 600\nround = 10',
    'scores = "total"\nwhere.score.under = 5\ntake = "streak"\nreach = "ever"',
    'facts = "safety.criminal"\nreach = "year"\ntable = [{ from = 1, gives = true }, { gives = false }]',
    'about = "grade"\nscores = "total"\ntake = "mean"',
    'about = "teacher"\nscores = "years"\ntable = [{ from = 3, gives = 300 }, { gives = 0 }]',
)
_SIDES = (
    'scores = "x.deducted"\ntable = [{ from = 3, gives = true }, { gives = false }]',
    'scores = "y.earned"\nfree = "@x.bonus"\nwhen."y.deducted".under = 9',
    'per = "term"\nscores = "x.earned"\ntake = "total"',
)
_WIDE = (
    'per = "term"\nscores = "total"\ntake = "mean"',
    'per = "term"\nscores = "total"\ntake = "lowest"\nbest = 2',
    'per = "year"\nscores = "total"\ntake = "total"\ncap = 20',
    'per = "quarter"\nscores = "total"\ntake = "mean"',
    'per = "2 months"\nscores = "x.1"\ntake = "total"\nfloor = 0',
)


def _table(heading: str, name: str, *words: str) -> str:
    body = "\n".join(word for word in words if word)
    return f'[[{heading}]]\nid = "{name}"\ntitle = "{name}"\ncite = "试"\n{body}\n'


@st.composite
def _clauses(draw: st.DrawFn, name: str, into: str) -> str:
    """One clause: which facts, measure, scale and bound each drawn by itself."""
    take = draw(st.sampled_from(["total", "mean", "highest", "lowest", "last"]))
    source = draw(st.one_of(*map(st.sampled_from, (_COUNTED, _MEASURED, _CHOSEN, _GROUPED, _WITH_CASES))))
    grouped, has_cases = source in _GROUPED, source in _WITH_CASES
    rank = "" if grouped or has_cases else draw(st.sampled_from(["", "", "", "", "high", "low"]))
    scales = _SCALES[1:] if has_cases else _SCALES  # what fits no case has to be worth something
    scale = draw(st.sampled_from(_RANKS)) if rank else draw(st.sampled_from(scales))
    # Of each fact by itself there is nothing to choose.
    several = any(word in source for word in ("best", "trim", "quorum"))
    pers = [""] if rank or grouped else [per for per in _PERS if not ((several or has_cases) and "fact" in per)]
    per = draw(st.sampled_from(pers))
    # What is added up is never nothing.
    can_be_nothing = source in _MEASURED and not ("TAKE" in source and take == "total") and "fact" not in per
    extras = [extra for extra in _EXTRAS if can_be_nothing or extra != "empty = 1"]
    words = (draw(st.sampled_from(extras)), per)
    ranked = f'rank = "{rank}"' if rank else ""
    return _table("clause", name, f'into = "{into}"', source.replace("TAKE", take), ranked, scale, *words)


@st.composite
def rulebook_texts(draw: st.DrawFn) -> str:
    """The texts of the same rulebooks, as files have them."""
    text = HEAD
    for name, into in (("x", "total"), ("y", "total"), ("x.1", "x")):
        bound, joined = draw(st.sampled_from(_BOUNDS)), draw(st.sampled_from(_JOINED))
        text += _table("item", name, f'into = "{into}"', bound, joined)
    text += _table("value", "v", draw(st.sampled_from(_COUNTED)))
    for number in range(draw(st.integers(1, 5))):
        text += draw(_clauses(f"c{number}", draw(st.sampled_from(["x", "x", "y", "x.1"]))))
    for number, words in enumerate(draw(st.lists(st.sampled_from(_OPTIONAL), max_size=1))):
        text += _table("clause", f"p{number}", 'into = "x.1"', words)
    for kind, words in (("factor", "gives = 0"), ("ceiling", "gives = 4")):
        if draw(st.integers(0, 5)) == 0:
            table = f'facts = "safety.criminal"\ntable = {{ from = 1, {words} }}'
            text += _table("clause", kind, 'into = "y"', f'joins = "{kind}"', table)
    for number, words in enumerate(draw(st.lists(st.sampled_from((*_OUTCOMES, *_SIDES)), max_size=2, unique=True))):
        text += _table("outcome", f"o{number}", words)
    if draw(st.booleans()):
        words = draw(st.sampled_from(_WIDE))
        text += _table("item", _name_total(words), words)
        if "quarter" in words:
            text += _table("item", "total.term", 'per = "term"\nscores = "total.quarter"\ntake = "highest"')
    return text


def _name_total(words: str) -> str:
    """The total of the periods that the first of some words speaks of."""
    return f"total.{words.splitlines()[0].removeprefix('per = ').strip(chr(34))}"


def rulebooks(kinds: str) -> st.SearchStrategy[Book]:
    """Rulebooks of three items and up to seven clauses over the common kinds and three kinds of their own.

    Args:
        kinds: The TOML of the common fact kinds.
    """
    return rulebook_texts().map(lambda text: parse_rulebook(text, kinds))
