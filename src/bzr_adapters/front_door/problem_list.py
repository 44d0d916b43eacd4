"""All problems of what was handed in, as a file: a screen shows the first of them only (问题清单)."""

from collections.abc import Iterable
from pathlib import Path

from bzr_adapters.documents.output import write_whole
from bzr_adapters.documents.spreadsheet import Block, Sheet, list_lines, write_csv
from bzr_adapters.front_door.errors import Problem
from bzr_domain.kernel.messages import Lang, Message


def write_problems(file: Path, problems: Iterable[Problem], lang: Lang) -> None:
    """Write problems to a CSV file, one a row: where it is, what is wrong, what would be right.

    Raises:
        UnwritableFile: When its folder is not there, or it cannot be written.
        DatabaseAsOutput: When the file is a database.
    """
    name = Message("问题清单", "problems")
    heads = Message("位置|问题|应为", "place|problem|expected").in_(lang).split("|")
    rows = [[" ".join(map(str, problem.at)), problem.text, problem.expected] for problem in problems]
    sheet = Sheet(name=name, blocks=[Block(heads=heads, rows=rows)])
    write_whole(file, b"".join(write_csv(list_lines(name.in_(lang), sheet))))
