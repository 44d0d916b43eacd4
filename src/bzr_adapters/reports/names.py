"""How classes, head teachers, outcomes and values are called in a text, by its language."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bzr_adapters.documents import facts, values
from bzr_adapters.front_door.values import Answer
from bzr_domain.counterfactual.compare_statements import LineChange
from bzr_domain.kernel.messages import Lang
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement

Titled = Node | ItemLine | ClauseLine | Duty | LineChange[Any]
"""What has an id, and a title in the rulebook's words."""


def short_id(entry: str) -> str:
    """An id as it is shown; commands show ids as reports do."""
    return facts.short_id(entry)


def describe_moment(answer: Answer) -> str:
    """The moment of an answer and the position it was read at, as `--as-of` takes either."""
    return f"{values.minute(answer.as_of)} #{answer.position}"


def label(line: Titled, lang: Lang) -> str:
    """The title in Chinese, the id in English."""
    return line.title if lang == "zh" else line.id


def short_label(line: Titled, lang: Lang) -> str:
    """The title up to its first stop: 方案一:60分以上… is 方案一; in English the id."""
    return re.split(r"[:,;(:,;(。]", line.title)[0] if lang == "zh" else line.id


def class_label(statement: Statement, lang: Lang) -> str:
    """The name of a statement's class in Chinese, its id in English."""
    return statement.school_class.name if lang == "zh" else statement.school_class.id


def class_name(class_id: str, names: Mapping[str, str], lang: Lang) -> str:
    """The name of a class in Chinese, where it has one; its id in English."""
    return names.get(class_id, class_id) if lang == "zh" else class_id


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


def outcome_text(value: object, lang: Lang) -> str:
    """An outcome in words: money or points, yes or no, a label, a dash for nothing."""
    if isinstance(value, bool):
        yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
        return yes if value else no
    shown = values.outcome(value)  # type: ignore[arg-type]  # a value of a node
    return "—" if shown is None else str(shown)
