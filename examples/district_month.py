"""A district's month: the totals of every class of every school in one CSV file · 全区一个月的考核,一张表.

    python district_month.py schools.toml 2024-09 month.csv

`schools.toml` has `[[school]]` with `id` and `address` for each. Of a school that cannot answer, standard error says why,
and the exit status is 1; the others stand in the file.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bzr_adapters import BzrError, MonthTable, Schools

HEADS = ("学校", "班级", "班主任", "总分", "细则", "版本", "读到", "截至")


def list_rows(school: str, table: MonthTable) -> Iterator[Sequence[object]]:
    """A row for each statement of a school; where the store stood when it was read, so that it can be asked again."""
    for statement in table.statements:
        texts = (school, statement.class_id, statement.teacher or "")
        yield (
            *map(guard, texts),
            f"{statement.total:.2f}",
            statement.rulebook,
            statement.rulebook_version,
            f"#{table.position}",
            f"{table.as_of:%Y-%m-%d %H:%M}",
        )


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def main(arguments: Sequence[str]) -> int:
    """Ask every school for its month, and write the file."""
    listed, month, file = arguments
    failed = 0
    with Schools(Path(listed)) as schools, Path(file).open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for name, answer in schools.ask(lambda school: school.month(month)).items():
            if isinstance(answer, BzrError):
                failed += 1
                print(f"{name}: {answer}", file=sys.stderr)
            else:
                writer.writerows(list_rows(name, answer))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
