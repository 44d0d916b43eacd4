"""For people, below a term's table: whom a rule disqualifies (认定), and the commendation list (评先名单)."""

from collections.abc import Iterator

from bzr_adapters.documents.spreadsheet import Block
from bzr_adapters.documents.term_table import list_disqualified, list_nominees, list_shares, list_titles
from bzr_adapters.front_door.statements import TermTable
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.ink import Ink

_INDENT = "  "


def standing_lines(answer: TermTable, ink: Ink) -> Iterator[str]:
    """Whom a rule disqualifies, by name and month, and the commendation list of each rulebook."""
    semester, lang = answer.semester, answer.lang
    lists = (list_nominees(each, lang) for each in semester.commendation)
    below = (*list_shares(semester.results, lang), *list_disqualified(semester.results, lang))
    for listed in (*below, *list_titles(semester, lang), *lists):
        yield ""
        if isinstance(listed, Block):
            yield ink.bold(listed.title)
            yield from block_lines(listed, indent=_INDENT)
        else:
            yield ink.dim(listed.in_(lang))
