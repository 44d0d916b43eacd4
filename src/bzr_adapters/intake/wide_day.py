"""The day of a wide table: in its title, in its file's name, or given."""

from datetime import date
from typing import NamedTuple

from bzr_adapters.intake.cells import A_DAY, days_within
from bzr_adapters.intake.layout import Layout
from bzr_adapters.intake.text import normal_header, shown
from bzr_domain.kernel.messages import Message, Problem


class _Place(NamedTuple):
    zh: str
    en: str


_PLACES = {"title": _Place("标题", "the title"), "file": _Place("文件名", "the file's name")}


def day_of(layout: Layout, title: list[str], file_name: str, on: date | None) -> date | Problem:
    """The one day of a table, from where the layout says it stands; a day given must not contradict it."""
    if layout.date == "option":
        return on or Problem(
            field="date",
            what=Message(
                "版式规定日期由选项给出,但没有给出", "by the layout the date is an option, and none is given"
            ),
            expected=Message("--on 2024-09-03", "--on 2024-09-03"),
        )
    place = _PLACES[layout.date]
    found = days_within(" ".join(title) if layout.date == "title" else file_name)
    if not found and on is not None:
        return on
    if len(found) != 1:
        number = "没有日期" if not found else f"有{len(found)}个日期"
        number_en = "no date" if not found else f"{len(found)} dates"
        what = Message(f"{place.zh}里{number}", f"{number_en} in {place.en}")
        return Problem(field="date", what=what, expected=A_DAY, row=1 if layout.date == "title" else None)
    if on is not None and on != found[0]:
        what = Message(
            f"{place.zh}里的日期是{found[0]},给出的却是{on}", f"{place.en} says {found[0]}, but {on} is given"
        )
        return Problem(field="date", what=what, expected=Message("只用其中一个", "use one of them"))
    return found[0]


def title_problems(layout: Layout, title: list[str]) -> list[Problem]:
    """That the text the layout expects above the headers does not stand there."""
    if layout.title is None or normal_header(layout.title) in normal_header(" ".join(title)):
        return []
    what = Message(
        f"标题是“{shown(' '.join(title))}”,不是“{layout.title}”",
        f"the title is {shown(' '.join(title))!r}, not {layout.title!r}",
    )
    expected = Message("换一个版式,或更正版式的title", "use another layout, or correct its title")
    return [Problem(what=what, expected=expected, row=1)]
