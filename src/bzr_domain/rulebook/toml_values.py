"""Read the values of one TOML table of a rulebook — texts, exact numbers, references, tests — and note what is wrong with them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs

from bzr_domain.kernel.messages import Message, Problem, report_unknown
from bzr_domain.kernel.quantities import is_sane
from bzr_domain.rulebook.language import UNSET, Limit, Ref, Share, Test, Tests, Word

DOTTED_ID = Message(
    '编号写在表里并加引号:[[clause]],下一行 id = "2.1"',
    'an id stands inside its table, in quotes: [[clause]], and below it id = "2.1"',
)
"""What to do where an id with a point was written into the brackets, in which the point makes tables within tables."""
_TEST_WORDS = {
    "is": "among",
    "from": "lowest",
    "over": "above",
    "upto": "highest",
    "under": "below",
    "given": "present",
}
_UNSET = "unset"
_UNKNOWN = ("没有“{}”", "there is no {!r}")
_NO_SUCH_WORD = ("没有这个词", "there is no such word")
_Choice = TypeVar("_Choice", bound=str)
_Value = TypeVar("_Value")


def parse_reference(value: object) -> Limit | None:
    """Parse `"@id"`, `"-@id"` or `"unset"`; None for anything else.

    >>> parse_reference("-@pay")
    Ref(node='pay', negative=True)
    """
    if value == _UNSET:
        return UNSET
    if isinstance(value, str) and value.removeprefix("-").startswith("@"):
        return Ref(value.removeprefix("-")[1:], negative=value.startswith("-"))
    return None


def parse_number(value: object) -> Decimal | None:
    """Parse a TOML number as an exact decimal; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if is_sane(number) else None


def parse_day(value: object) -> date | None:
    """Parse a TOML day; None for anything else, a moment included."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def parse_ratio(value: object) -> Fraction | None:
    """Parse a number, a percentage or a fraction exactly; None for anything else.

    >>> parse_ratio("35%"), parse_ratio("2/3"), parse_ratio(-1)
    (Fraction(7, 20), Fraction(2, 3), Fraction(-1, 1))
    """
    number = parse_number(value)
    if number is not None:
        return Fraction(number)
    if not isinstance(value, str):
        return None
    try:
        return Fraction(Decimal(value[:-1])) / 100 if value.endswith("%") else Fraction(value)
    except (ValueError, ArithmeticError):
        return None


def show_value(value: object) -> str:
    """Return a value as it is written in a TOML text, a table in short.

    >>> show_value(True), show_value([Decimal("1.5"), "x"]), show_value({"a": 1})
    ('true', '[1.5, x]', '{…}')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(show_value, value))}]"
    if isinstance(value, int):
        return str(Decimal(value))  # str refuses whole numbers of some thousand digits
    return "{…}" if isinstance(value, dict) else str(value)


@attrs.define
class TableReader:
    """Reads the words of one TOML table and collects every problem with them.

    A word that is wrong is read as its default, so that the rest of the table is checked too.

    Attributes:
        table: The table, as tomllib gives it with exact decimals.
        where: How messages name the table: `clause 2.1`.
        problems: The problems so far.
    """

    table: Mapping[str, object]
    where: str
    problems: list[Problem] = attrs.field(factory=list)

    def add_problem(self, word: str, zh: str, en: str, expected: Message | None = None, *, code: str) -> None:
        """Add a problem with one word of this table."""
        self.problems.append(Problem(code=code, field=word, what=self._place(word, zh, en), expected=expected))

    def check_name(self, word: str, name: object, known: Collection[str], unknown: tuple[str, str] = _UNKNOWN) -> None:
        """Add a problem, `unknown`, where a name is none of the known ones, with the known one that is most like it."""
        if name not in known:
            what = self._place(word, *(text.format(str(name)) for text in unknown))
            self.problems.append(report_unknown(what, str(name), known, code="table.unknown-name", field=word))

    def check_word(self, place: str, word: str, known: Collection[str]) -> None:
        """Add a problem where a word is none of the known ones, with the known one that is most like it."""
        if word not in known:
            what = self._place(place, *_NO_SUCH_WORD)
            self.problems.append(report_unknown(what, word, known, code="table.unknown-word", field=place))

    def reject_unknown_words(self, known: Collection[str]) -> None:
        """Add a problem for each word of the table that is none of the known ones."""
        for word, value in self.table.items():
            if word.isdecimal() and isinstance(value, dict):
                zh, en = "方括号里写了带点的编号", "an id with a point stands in the brackets"
                self.add_problem(word, zh, en, DOTTED_ID, code="table.unknown-word")
            else:
                self.check_word(word, word, known)

    def reject_words(self, words: Iterable[str], zh: str, en: str) -> None:
        """Add a problem for each of some words that the table has, and cannot have beside its other words."""
        for word in words:
            if word in self.table:
                self.add_problem(word, zh, en, code="table.words-conflict")

    def require_word(self, word: str, zh: str, en: str) -> None:
        """Add a problem where the table does not have a word that its other words need."""
        if word not in self.table:
            self.add_problem(word, zh, en, code="table.word-missing")

    def read_text(self, word: str, default: str | None = None) -> str:
        """Read a text; one that is missing and has no default is a problem, and empty."""
        value = self.table.get(word, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        if value is None:
            self.add_problem(word, "缺少文字", "a text is needed", code="table.word-missing")
        else:
            quoted = f'{word} = "{value}"'
            hint = Message(f"加引号:{quoted}", f"write {quoted}") if parse_number(value) is not None else None
            self.add_problem(word, "应为文字", "a text is needed", hint, code="table.bad-value")
        return ""

    def read_choice(self, word: str, choices: Iterable[_Choice], default: _Choice) -> _Choice:
        """Read one of some words."""
        value = self.table.get(word, default)
        for choice in choices:
            if choice == value:
                return choice
        what = self._place(word, f"没有“{show_value(value)}”", f"there is no {show_value(value)!r}")
        self.problems.append(report_unknown(what, str(value), choices, code="table.unknown-name", field=word))
        return default

    def read_value(self, word: str, parse: Callable[[object], _Value | None], zh: str, en: str) -> _Value | None:
        """Read a value by its parser, or say what is expected instead; None where the word is not there."""
        value = self.table.get(word)
        parsed = None if value is None else parse(value)
        if value is not None and parsed is None:
            shown = show_value(value)
            self.add_problem(word, f"应为{zh},而不是“{shown}”", f"{en}, not {shown!r}", code="table.bad-value")
        return parsed

    def read_number(self, word: str) -> Decimal | None:
        """Read an exact number; None where the word is not there."""
        return self.read_value(word, parse_number, "数", "a number is expected")

    def read_day(self, word: str) -> date | None:
        """Read a day; None where the word is not there."""
        zh, en = "日期,如 2024-09-01,不加引号", "a day such as 2024-09-01, without quotes"
        return self.read_value(word, parse_day, zh, en)

    def read_whole_number(self, word: str, lowest: int = 0) -> int | None:
        """Read a whole number that is not below `lowest`; None where the word is not there."""
        number = self.read_number(word)
        if number is None:
            return None
        if number != int(number) or number < lowest:
            en = f"a whole number of at least {lowest} is expected"
            self.add_problem(word, f"应为不小于{lowest}的整数", en, code="table.bad-value")
            return None
        return int(number)

    def read_limit(self, word: str) -> Limit | None:
        """Read an exact number, `"@id"` for another node's value, or `"unset"`; None where the word is not there."""
        reference = parse_reference(self.table.get(word))
        return reference if reference is not None else self.read_number(word)

    def read_texts(self, word: str) -> tuple[str, ...]:
        """Read a text or a list of texts, none twice; empty where the word is not there."""
        value = self.table.get(word, [])
        values = value if isinstance(value, list) else [value]
        texts = [text for text in values if isinstance(text, str) and text.strip()]
        if len(texts) != len(values) or len(set(texts)) != len(texts):
            self.add_problem(word, "应为互不相同的文字", "texts, no two alike, are expected", code="table.bad-value")
        return tuple(dict.fromkeys(texts))

    def read_tests(self, word: str) -> Tests:
        """Read a table of tests: field → condition."""
        value = self.table.get(word, {})
        if not isinstance(value, dict):
            self.add_problem(word, "应为条件表", "a table of conditions is expected", code="table.bad-value")
            return {}
        return {name: self.read_test(f"{word}.{name}", condition) for name, condition in value.items()}

    def read_test(self, word: str, condition: object) -> Test:
        """Read a condition: a value, a list of values, or a table of is / from / over / upto / under / given."""
        return self._read_test(word, condition, self._read_word)

    def read_row_test(self, word: str, condition: object) -> Test:
        """Read the condition of a table's row, whose limits may be `"@id"`, `"30%"` of the places, or `"unset"`."""
        return self._read_test(word, condition, self._read_row_word)

    def _read_test(self, word: str, condition: object, read: Callable[[str, object], Word]) -> Test:
        if isinstance(condition, list):
            return Test(among=tuple(read(word, value) for value in condition))
        if not isinstance(condition, dict):
            return Test(among=(read(word, condition),))
        conditions: dict[str, object] = {}
        for name, value in condition.items():
            if name not in _TEST_WORDS:
                self.check_word(f"{word}.{name}", name, _TEST_WORDS)
            elif name == "is":
                conditions["among"] = self._read_test(word, value, read).among
            elif name == "given" and not isinstance(value, bool):
                self.add_problem(
                    f"{word}.given", "应为 true 或 false", "true or false is expected", code="table.bad-value"
                )
            else:
                conditions[_TEST_WORDS[name]] = read(word, value)
        return Test(**conditions)  # type: ignore[arg-type]  # the names come from the table above

    def _place(self, word: str, zh: str, en: str) -> Message:
        return Message(f"{self.where}:{word}:{zh}", f"{self.where}: {word}: {en}")

    def _read_word(self, word: str, value: object) -> Word:
        if isinstance(value, bool | time | date | str) and value != "" and not isinstance(value, datetime):
            return value
        number = parse_number(value)
        if number is None:
            shown = show_value(value)
            self.add_problem(word, f"不能与“{shown}”比较", f"cannot compare with {shown}", code="table.bad-value")
        return number if number is not None else ""

    def _read_row_word(self, word: str, value: object) -> Word:
        reference = parse_reference(value)
        if reference is not None:
            return reference
        share = parse_ratio(value) if isinstance(value, str) and value.endswith("%") else None
        return Share(share, self.table.get("places_of") == "all") if share is not None else self._read_word(word, value)
