"""Pieces of small rulebooks that lint is tried on, and what it raises of one."""

from bzr_domain.rulebook.lint import lint_rulebook
from tests.support.builders import small_book

CLAUSE = '[[clause]]\nid = "{}"\ntitle = "{}"\ncite = "试"\ninto = "x"\n'
MARK = 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\n'
OWN = '[[kind]]\nid = "o.k"\ntitle = "自有"\nfields.count = {}\nfields.level = ["轻", "重"]\nfields.item = {}\n'
PLAIN = '[[kind]]\nid = "o.n"\ntitle = "学生"\nfields.going = { type = "number", from = 0, upto = 60 }\nfields.eating = "number"\n'
GOING = 'facts = "o.n"\nnumber = "going"\ntake = "last"\npoints = 1\n'
LABELS = (
    '[[outcome]]\nid = "g"\ntitle = "等"\ncite = "试"\nscores = "x"\nlabels = ["差", "好"]\n'
    'table = [{ from = 60, gives = "好" }, { gives = "差" }]\n'
)
MANY = (
    '[[kind]]\nid = "o.m"\ntitle = "多栏"\nfields.at = "time"\nfields.must = "date"\n'
    'fields.how = { scale = ["轻", "重"], optional = true }\nfields.asked = { type = "date", optional = true }\n'
)
SCORES = 'scores = "x"\nreach = "ever"\ntake = "total"\n'
READS = '[[outcome]]\nid = "r"\ntitle = "结果"\ncite = "试"\n'
FINE = READS + 'unit = "元"\nfacts = "o.k"\npoints = -2\n'


def clause(name: str, words: str, title: str = "某条") -> str:
    """One clause of the item."""
    return CLAUSE.format(name, title) + words + "\n"


def codes(body: str) -> set[str]:
    """What lint raises of a small book, its own lack of citations aside."""
    return {finding.code for finding in lint_rulebook(small_book(body)).open} - {
        "cite-missing",
        "bonus-unbounded",
    }
