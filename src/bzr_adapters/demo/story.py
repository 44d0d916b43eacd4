"""The story of the demonstration, step by step (演示)."""

from collections.abc import Iterator
from pathlib import Path

import attrs

from bzr_adapters.demo import term
from bzr_adapters.demo.dispute import dispute_lines, month_cell, month_report, month_statement
from bzr_adapters.demo.files import MONTHS, rows, write_files
from bzr_adapters.demo.term import Acted, act
from bzr_adapters.intake.rulebook_files import common_kinds, rulebook_text
from bzr_adapters.reports import values
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.corrected import corrections
from bzr_adapters.reports.evidence import short
from bzr_adapters.reports.explanation_text import explain_lines
from bzr_adapters.reports.facts import Words
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month_table import month_lines
from bzr_adapters.reports.whatif import WhatIf
from bzr_adapters.reports.whatif_text import whatif_lines
from bzr_domain.application.comparing import recomputed
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.explanation import Explanation
from bzr_domain.rulebook.parse_rulebook import parse_rulebook


@attrs.frozen(kw_only=True)
class Story:
    """Tells the story in a folder of its own.

    Attributes:
        folder: An empty folder for the files of the demonstration.
    """

    folder: Path
    lang: Lang
    ink: Ink

    def told(self) -> Iterator[str]:
        """Every line of it."""
        sheets = write_files(self.folder)
        acted = act(self.folder / "school.toml", sheets)
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
        yield from self._title("1 登记学校", "1 set up the school", "bzr setup school.toml")
        yield self._say(
            "三个班;高一(2)班10月21日由李老师换成陈老师;采用细则 monthly-quantified(B9)。",
            "Three classes; g1c2 passes from t02 to t04 on 21 October; the rulebook is monthly-quantified (B9).",
        )

    def _recorded(self, acted: Acted) -> Iterator[str]:
        yield from self._title("2 记录事实", "2 record facts", "bzr record 2024-10.csv")
        sheet = rows(term.MONTH)
        yield self._say("表里只有看到的事,没有分数:", "A sheet says what was seen, and no points:")
        yield from (self.ink.dim(f"    {','.join(row)}") for row in (*sheet[:4], ("…",)))
        for name in MONTHS:
            found = acted.recordings[name]
            yield self._say(f"  {name}.csv:新记录{found.new}条", f"  {name}.csv: {found.new} new facts")

    def _month(self, acted: Acted) -> Iterator[str]:
        command = f"bzr month {term.MONTH} --as-of {term.BEFORE}"
        yield from self._title("3 月考核", "3 the month's statements", command)
        reader = acted.reader(term.BEFORE)
        yield from month_lines(month_report(reader), self.lang, self.ink)

    def _explained(self, acted: Acted) -> Iterator[str]:
        command = f"bzr explain {term.CLASS} {term.MONTH} hygiene"
        yield from self._title("4 有人问:卫生为什么扣分", "4 somebody asks about hygiene", command)
        yield from self._explanation(acted.reader(term.BEFORE))

    def _voided(self, acted: Acted) -> Iterator[str]:
        command = f"bzr void {short(acted.voided)} --reason {term.REASON}"
        yield from self._title("5 查明误记,作废这条事实", "5 it was recorded by mistake: void it", command)
        for as_of in (term.BEFORE, term.VOIDED_AT):
            statement = month_statement(acted.reader(as_of), term.CLASS, term.MONTH)
            total = values.points(statement.total)
            yield self._say(f"  --as-of {as_of}  总分 {total}", f"  --as-of {as_of}  total {total}")
        yield self._say(
            "什么都没有抹去,作废的也还看得见:", "Nothing was wiped out; what is void can still be seen:"
        )
        yield from self._explanation(acted.reader())

    def _appealed(self, acted: Acted) -> Iterator[str]:
        command = f"bzr publish {term.APPEALED} --until {term.NOTICE_ENDS}"
        yield from self._title(
            "6 公示、发放、申诉:记错了班", "6 published, paid, appealed: the wrong class", command
        )
        yield from dispute_lines(acted, self.lang, self.ink)

    def _term(self, acted: Acted) -> Iterator[str]:
        yield from self._title("7 一个学期", "7 the whole term", "bzr month 2025-01")
        table = _totals(acted.reader())
        head = [self._say("班级", "class"), *MONTHS]
        yield from aligned([head, *([name, *totals] for name, totals in table.items())], range(1, 6), "  ")

    def _what_if(self, acted: Acted) -> Iterator[str]:
        name = self._harder()
        command = f"bzr whatif --rulebook {name.name} {term.MONTH}"
        yield from self._title("8 如果 2.1 每次扣2分而不是1分", "8 what if 2.1 took 2 points, not 1", command)
        reader = acted.reader()
        other = parse_rulebook(name.read_text(encoding="utf-8"), common_kinds())
        report = WhatIf(
            school=month_report(reader).school,
            periods=term.MONTH,
            as_of=reader.as_of.astimezone(reader.zone),
            found=recomputed(reader, other, [month_cell(term.MONTH)]),
            kinds=reader.kinds,
        )
        yield from whatif_lines(report, self.lang, self.ink)

    def _commands(self, acted: Acted) -> Iterator[str]:
        yield from self._title("轮到您了", "your turn")
        yield from (
            f"  {line}"
            for line in (
                "bzr setup school.toml",
                "bzr record 2024-09.csv 2024-10.csv",
                "bzr facts g1c2 2024-10",
                "bzr month 2024-10",
                "bzr explain g1c2 2024-10 卫生",
                f"bzr void {short(acted.voided)} --reason …",
                "bzr audit g1c2",
                "bzr assert 2024-12",
                "bzr month 2024-10 --as-of 2024-11-05 --json",
            )
        )

    def _title(self, zh: str, en: str, command: str = "") -> Iterator[str]:
        yield ""
        yield self.ink.bold(f"── {self._say(zh, en)}")
        if command:
            yield self.ink.green(f"  $ {command}")

    def _say(self, zh: str, en: str) -> str:
        return Message(zh, en).in_(self.lang)

    def _explanation(self, reader: SchoolReader) -> Iterator[str]:
        cell = month_cell(term.MONTH)
        found = reader.explanation(term.CLASS, cell, "hygiene")
        assert isinstance(found, Explanation)
        reach = reader.register.calendar.reach(cell)
        words = Words(
            kinds=reader.kinds,
            zone=reader.zone,
            marks=found.marks,
            corrections=corrections(reader.class_histories(term.CLASS, reach)),
        )
        heading = attrs.evolve(month_report(reader), statements=())
        yield from explain_lines(found, heading, words, self.lang, self.ink)

    def _harder(self) -> Path:
        """A rulebook that differs in one number."""
        text = rulebook_text("monthly-quantified", self.folder)
        head, clause, rest = text.partition('id = "2.1"')
        path = self.folder / "harder.toml"
        path.write_text(head + clause + rest.replace("points = -1", "points = -2", 1), encoding="utf-8")
        return path


def _totals(reader: SchoolReader) -> dict[str, list[str]]:
    return {
        one.name: [values.points(month_statement(reader, one.id, name).total) for name in MONTHS]
        for one in reader.register.classes.values()
    }
