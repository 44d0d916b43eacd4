"""Check the fields of a rulebook's own kinds (自有事项的栏目): a field that no sheet can fill in as it says is no use."""

from collections.abc import Iterable
from typing import Final

from bzr_domain.facts.kinds import FIELDS, HEADERS, Field, Kind
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.names import normalize_name
from bzr_domain.rulebook.toml_values import TableReader

UNUSABLE: Final = "rulebook.unusable-field"
"""The code of a field that no sheet can fill in: a new text with one is refused, an adopted one stays readable."""

_NUMBERS: Final = ("count", "value", "points")
_EVERYWHERE: Final = {normalize_name(title) for title in HEADERS.values()}


def check_kinds(kinds: Iterable[Kind]) -> list[Problem]:
    """Find every field whose header, type or range nobody can fill in, and every header that means two fields."""
    problems: list[Problem] = []
    headers: dict[str, str] = {}
    for kind in kinds:
        for field in kind.fields:
            reader = TableReader({}, f"kind {kind.id} fields.{field.name}", problems)
            _check_header(reader, field, headers)
            _check_content(reader, field)
        for field in [field for field in kind.own if field.type == "student"][1:]:
            reader = TableReader({}, f"kind {kind.id} fields.{field.name}", problems)
            zh, en = "一个事项只有一栏是学生", "a kind has one field at most that is a student"
            reader.add_problem("type", zh, en, code=UNUSABLE)
    return problems


def _check_header(reader: TableReader, field: Field, headers: dict[str, str]) -> None:
    """Check that the header of a field stands for it alone, in the sheets of all kinds."""
    if field.name in FIELDS:
        if field.title:
            own = f"要另一个表头,用自有的栏目,如 fields.rank = {{ title = “{field.title}” }}"
            expected = Message(
                own, f'for another header take a field of your own: fields.rank = {{ title = "{field.title}" }}'
            )
            zh, en = f"这一栏的表头总是“{HEADERS[field.name]}”", f"its header is always {HEADERS[field.name]}"
            reader.add_problem("title", zh, en, expected, code="rulebook.unusable-field")
        return
    title = normalize_name(field.title)
    named = headers.setdefault(title, field.name)
    if title in _EVERYWHERE:
        zh, en = (
            f"每张表都有“{field.title}”一栏:换一个表头",
            f"every sheet has a column {field.title}: give it another header",
        )
        reader.add_problem("title", zh, en, code="rulebook.unusable-field")
    elif named != field.name:
        zh = f"表头“{field.title}”已经是 {named} 一栏的:换一个表头,或都叫 {named}"
        en = f"the header {field.title} is that of the field {named}: give it another, or call both {named}"
        reader.add_problem("title", zh, en, code="rulebook.unusable-field")


def _check_content(reader: TableReader, field: Field) -> None:
    """Check that the type fits the field and its other words, and that there is a number from its lowest to its highest."""
    if field.name in _NUMBERS and field.type != "number":
        reader.add_problem("type", "这一栏总是数", "this field is always a number", code="rulebook.unusable-field")
    elif field.name in FIELDS and field.type == "student":
        zh, en = (
            "学生是自有的栏目,如 fields.student",
            "a student stands in a field of the kind's own, such as fields.student",
        )
        reader.add_problem("type", zh, en, code=UNUSABLE)
    elif (field.type == "scale") != bool(field.scale):
        zh, en = "等级写在 scale 里,类型是 scale", "the steps of a scale stand in scale, and its type is scale"
        reader.add_problem("scale", zh, en, code="rulebook.unusable-field")
    elif field.type != "number" and not field.lowest is field.highest is None:
        reader.add_problem(
            "from", "from 与 upto 只用于数", "from and upto go with numbers only", code="rulebook.unusable-field"
        )
    if field.lowest is not None and field.highest is not None and field.lowest > field.highest:
        reader.add_problem(
            "from", f"大于 upto = {field.highest}", f"above upto = {field.highest}", code="rulebook.unusable-field"
        )
    for step in field.words.values():
        if step not in field.scale:
            zh, en = f"scale 里没有“{step}”", f"there is no step {step} in scale"
            reader.add_problem("words", zh, en, code="rulebook.unusable-field")
