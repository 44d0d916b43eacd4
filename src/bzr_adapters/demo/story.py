"""The story of the demonstration, step by step (演示)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import attrs

from bzr_adapters.demo import term
from bzr_adapters.demo.dispute import dispute_lines, month_cell, month_report, month_statement
from bzr_adapters.demo.files import MONTHS, WIDE_NAME, rows, write_files
from bzr_adapters.demo.term import Acted, act, find_fact
from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words, corrections, short
from bzr_adapters.documents.what_if import WhatIf
from bzr_adapters.intake.rulebook_files import read_common_kinds, read_rulebook_text
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import month_lines
from bzr_adapters.reports.shell import format_command
from bzr_adapters.reports.what_if import whatif_lines
from bzr_domain.application.explain_class import explain_class
from bzr_domain.application.ports import EventStore
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.what_if import try_rulebook
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.explanation import Explanation
from bzr_domain.rulebook.parse_rulebook import parse_rulebook

_NOTICE = timedelta(days=7)


@attrs.frozen(kw_only=True)
class Story:
    """Tells the story in a folder of its own.

    Attributes:
        folder: An empty folder for the files of the demonstration.
        store: An empty store for what happens in it.
        address: The store's address where a command has to say it; empty where every command finds it by itself.
        kept: Whether files and store are left when the story is over.
        now: The present moment, from which the notices of the last commands run.
    """

    folder: Path
    store: EventStore
    address: str = ""
    kept: bool
    now: datetime
    lang: Lang
    ink: Ink

    def tell(self) -> Iterator[str]:
        """Every line of it."""
        sheets = write_files(self.folder)
        acted = act(self.store, self.folder / "school.toml", sheets)
        yield from self._set_up()
        yield from self._recorded(acted)
        yield from self._month(acted)
        yield from self._explained(acted)
        yield from self._voided(acted)
        yield from self._appealed(acted)
        yield from self._term(acted)
        yield from self._what_if(acted)
        yield from self._commands(acted)

    def _set_up(self) -> Iterator[str]:
        yield from self._title("1 登记学校", "1 set up the school", "setup", "school.toml")
        yield self._say(
            "三个班;高一(2)班10月21日由李老师换成陈老师;采用细则 monthly-quantified(B9)。",
            "Three classes; g1c2 passes from t02 to t04 on 21 October; the rulebook is monthly-quantified (B9).",
        )

    def _recorded(self, acted: Acted) -> Iterator[str]:
        yield from self._title("2 记录事实", "2 record facts", "record", "2024-10.csv")
        sheet = rows(term.MONTH)
        yield self._say("表里只有看到的事,没有分数:", "A sheet says what was seen, and no points:")
        yield from (self.ink.dim(f"    {','.join(row)}") for row in (*sheet[:4], ("…",)))
        for name in MONTHS:
            found = acted.recordings[name]
            yield self._say(f"  {name}.csv:新记录{found.new}条", f"  {name}.csv: {found.new} new facts")

    def _month(self, acted: Acted) -> Iterator[str]:
        command = ("month", term.MONTH, "--as-of", term.BEFORE)
        yield from self._title("3 月考核", "3 the month's statements", *command)
        reader = acted.reader(term.BEFORE)
        yield from month_lines(month_report(reader), self.lang, self.ink)

    def _explained(self, acted: Acted) -> Iterator[str]:
        command = ("explain", term.CLASS, term.MONTH, "hygiene")
        yield from self._title("4 有人问:卫生为什么扣分", "4 somebody asks about hygiene", *command)
        yield from self._explanation(acted.reader(term.BEFORE))

    def _voided(self, acted: Acted) -> Iterator[str]:
        command = ("void", short(acted.voided), "--reason", term.REASON)
        yield from self._title("5 查明误记,作废这条事实", "5 it was recorded by mistake: void it", *command)
        for as_of in (term.BEFORE, term.VOIDED_AT):
            statement = month_statement(acted.reader(as_of), term.CLASS, term.MONTH)
            total = values.points(statement.total)
            yield self._say(f"  --as-of {as_of}  总分 {total}", f"  --as-of {as_of}  total {total}")
        yield self._say(
            "什么都没有抹去,作废的也还看得见:", "Nothing was wiped out; what is void can still be seen:"
        )
        yield from self._explanation(acted.reader())

    def _appealed(self, acted: Acted) -> Iterator[str]:
        yield from self._title("6 公示、发放、申诉:记错了班", "6 published, paid, appealed: the wrong class")
        yield from dispute_lines(acted, self.lang, self.ink, self._show_command)

    def _term(self, acted: Acted) -> Iterator[str]:
        yield from self._title("7 一个学期", "7 the whole term", "month", "2025-01")
        table = _totals(acted.reader())
        head = [self._say("班级", "class"), *MONTHS]
        yield from aligned([head, *([name, *totals] for name, totals in table.items())], range(1, 6), "  ")

    def _what_if(self, acted: Acted) -> Iterator[str]:
        name = self._harder()
        command = ("whatif", "--rulebook", name.name, term.MONTH)
        yield from self._title(
            "8 如果 2.1 每次扣2分而不是1分", "8 what if 2.1 took 2 points, not 1", *command
        )
        reader = acted.reader()
        other = parse_rulebook(name.read_text(encoding="utf-8"), read_common_kinds())
        report = WhatIf(
            school=month_report(reader).school,
            periods=term.MONTH,
            as_of=reader.as_of.astimezone(reader.zone),
            comparison=try_rulebook(reader, other, [month_cell(term.MONTH)]),
            kinds=reader.kinds,
        )
        yield from whatif_lines(report, self.lang, self.ink)

    def _commands(self, acted: Acted) -> Iterator[str]:
        yield from self._title("轮到您了", "your turn")
        yield from self._tell_folder()
        first, second = (f"高一({number})班" for number in (2, 3))
        fact = short(find_fact(acted.reader(), "g1c3", "2025-01", "早操").id)
        until = ("--until", (self.now.astimezone(acted.reader().zone).date() + _NOTICE).isoformat())
        for words in (
            ("facts", first, term.MONTH),
            ("explain", first, term.MONTH, "卫生"),
            ("audit", first),
            ("assert", term.APPEALED),
            ("month", term.MONTH, "--as-of", "2024-11-05", "--json"),
            ("record", "--layout", "layout.toml", WIDE_NAME),
            ("publish", "2025-01", *until),
            ("appeal", second, "2025-01", fact, "--grounds", f"那天是{first}", "--by", "王老师"),
            (
                "decide",
                second,
                "2025-01",
                "--upheld",
                "--set",
                f"班级={first}",
                "--reason",
                "查实",
                "--by",
                "政教处主任",
            ),
            ("publish", "2025-01", first, second, *until),
        ):
            yield f"  {self._format_command(*words)}"

    def _tell_folder(self) -> Iterator[str]:
        """Where the files of the story are, or how to have them."""
        if self.kept:
            yield self._say(
                f"文件和存储留下了;在“{self.folder}”里,上面和下面的命令都能照着运行:",
                f"The files and the store are left; in {str(self.folder)!r} every command above and below runs:",
            )
        else:
            yield self._say(
                "先把这个学校留下来;上面和下面的命令,在那个文件夹里都能照着运行:",
                "First have this school left to you; in its folder every command above and below runs:",
            )
            yield "  bzr demo --keep demo"
            yield "  cd demo"

    def _title(self, zh: str, en: str, *words: str) -> Iterator[str]:
        yield ""
        yield self.ink.bold(f"── {self._say(zh, en)}")
        if words:
            yield self._show_command(*words)

    def _show_command(self, *words: str) -> str:
        """A command as it is typed in a shell."""
        return self.ink.green(f"  $ {self._format_command(*words)}")

    def _format_command(self, *words: str) -> str:
        return format_command(*words, *(("--store", self.address) if self.address else ()))

    def _say(self, zh: str, en: str) -> str:
        return Message(zh, en).in_(self.lang)

    def _explanation(self, reader: SchoolReader) -> Iterator[str]:
        cell = month_cell(term.MONTH)
        found = explain_class(reader, term.CLASS, cell, "hygiene")
        assert isinstance(found, Explanation)
        reach = reader.register.calendar.widen_to_weeks(cell)
        words = Words(
            kinds=reader.kinds,
            zone=reader.zone,
            amendments=found.amendments,
            corrections=corrections(reader.class_histories(term.CLASS, reach)),
        )
        heading = attrs.evolve(month_report(reader), statements=())
        yield from explain_lines(found, heading, words, self.lang, self.ink)

    def _harder(self) -> Path:
        """A rulebook that differs in one number."""
        text = read_rulebook_text("monthly-quantified", self.folder)
        head, clause, rest = text.partition('id = "2.1"')
        path = self.folder / "harder.toml"
        path.write_text(head + clause + rest.replace("points = -1", "points = -2", 1), encoding="utf-8")
        return path


def _totals(reader: SchoolReader) -> dict[str, list[str]]:
    return {
        one.name: [values.points(month_statement(reader, one.id, name).total) for name in MONTHS]
        for one in reader.register.classes.values()
    }
