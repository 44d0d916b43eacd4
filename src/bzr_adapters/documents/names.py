"""How classes, head teachers, outcomes and values are called in a text, by its language (称呼)."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bzr_adapters.documents.spreadsheet import write_cell
from bzr_domain.counterfactual.compare_statements import LineChange
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.register.head_teacher_rules import ONE_HEAD_TEACHER
from bzr_domain.register.roster import Vacancy
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.language import Value
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement

Titled = Node | ItemLine | ClauseLine | Duty | LineChange[Any]
"""What has an id, and a title in the rulebook's words."""


def label(line: Titled, lang: Lang) -> str:
    """The title in Chinese, the id in English."""
    return line.title if lang == "zh" else line.id


def short_label(line: Titled, lang: Lang) -> str:
    """The title up to its first stop: 方案一:60分以上… is 方案一; in English the id."""
    return re.split(r"[:,;(:,;(。]", line.title)[0] if lang == "zh" else line.id


def describe_cite(cite: str | None) -> Message:
    """A citation in brackets; empty where the rulebook cites nothing."""
    return Message(f"({cite})", f" ({cite})") if cite else Message("", "")


def class_label(statement: Statement, lang: Lang) -> str:
    """The name of a statement's class in Chinese, its id in English."""
    return statement.school_class.name if lang == "zh" else statement.school_class.id


def class_name(class_id: str, names: Mapping[str, str], lang: Lang) -> str:
    """The name of a class in Chinese, where it has one; its id in English."""
    return names.get(class_id, class_id) if lang == "zh" else class_id


def count_facts(number: int) -> str:
    """So many facts, in English."""
    return "1 fact" if number == 1 else f"{number} facts"


def describe_vacancy(vacancy: Vacancy) -> Message:
    """On which school days a class has no head teacher, with the article that asks for one."""
    return Message(
        f"{vacancy.span.zh}有{vacancy.school_days}个上课日没有班主任({ONE_HEAD_TEACHER})",
        f"school days without a head teacher: {vacancy.school_days}, {vacancy.span.en} ({ONE_HEAD_TEACHER})",
    )


def teacher_label(statement: Statement, lang: Lang) -> str:
    """The head teacher by name in Chinese, by id in English; a dash where there is none."""
    teacher = statement.teacher
    return "—" if teacher is None else teacher.name if lang == "zh" else teacher.teacher


def describe_weight(weight: Fraction) -> str:
    """A weight as a percentage, or as a multiple from 2 on; empty where it is 1.

    >>> [describe_weight(Fraction(text)) for text in ("1", "0.4", "1/3", "3")]
    ['', '40%', '1/3', '3']
    """
    if weight == 1:
        return ""
    percent = weight * 100
    if weight < 1:
        return f"{percent}%" if percent.denominator == 1 else str(weight)
    return format_number(weight)


def outcome_cell(value: Value | None, lang: Lang) -> Decimal | str | None:
    """An outcome: money or points as the number it is, yes or no in words, a label; None for nothing."""
    if isinstance(value, bool):
        yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
        return yes if value else no
    return value


def outcome_text(value: object, lang: Lang) -> str:
    """An outcome in words; a dash for nothing."""
    cell = outcome_cell(value, lang)  # type: ignore[arg-type]  # a value of a node
    return "—" if cell is None else write_cell(cell)
