"""Reading single values of a rulebook's TOML: numbers, percentages, tests — and saying what is wrong with them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal

import attrs

from bzr_domain.kernel.messages import Message, Problem, did_you_mean
from bzr_domain.rulebook.language import Limit, Share, Test, Tests, Word
from bzr_domain.rulebook.numbers import exact, ratio, reference

_TEST_WORDS = {
    "is": "among",
    "from": "lowest",
    "over": "above",
    "upto": "highest",
    "under": "below",
    "given": "given",
}


@attrs.define
class TableReader:
    """Reads the words of one TOML table and collects what is wrong with them.

    Attributes:
        table: The table, as tomllib gives it with exact decimals.
        where: How the table is named in messages: `clause 2.1`.
        problems: Everything found wrong so far.
    """

    table: Mapping[str, object]
    where: str
    problems: list[Problem] = attrs.field(factory=list)

    def add_problem(self, word: str, zh: str, en: str, expected: Message | None = None) -> None:
        """Note one problem under a word of this table."""
        what = Message(f"{self.where}:{word}:{zh}", f"{self.where}: {word}: {en}")
        self.problems.append(Problem(field=word, what=what, expected=expected))

    def reject_unknown_words(self, known: Iterable[str]) -> None:
        """Every word of the table must be one of these; an unknown one is named with the near one."""
        known = list(known)
        for word in self.table:
            if word not in known:
                self.add_problem(word, "没有这个词", "there is no such word", did_you_mean(word, known))

    def read_text(self, word: str, default: str | None = None) -> str:
        """A text; where it is missing and has no default, a problem and an empty text."""
        value = self.table.get(word, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        self.add_problem(word, "缺少文字" if value is None else "应为文字", "a text is needed")
        return ""

    def read_choice(self, word: str, choices: Mapping[str, object], default: str) -> str:
        """One of some words."""
        value = self.table.get(word, default)
        if isinstance(value, str) and value in choices:
            return value
        self.add_problem(word, f"没有“{value}”", f"there is no {value!r}", did_you_mean(str(value), choices))
        return default

    def read_number(self, word: str) -> Decimal | None:
        """An exact number, or None when the word is not there."""
        value = self.table.get(word)
        if value is None:
            return None
        number = exact(value)
        if number is None:
            self.add_problem(word, f"应为数,而不是“{value}”", f"a number is expected, not {value!r}")
        return number

    def read_day(self, word: str) -> date | None:
        """A day, or None when the word is not there."""
        value = self.table.get(word)
        if value is None or type(value) is date:
            return value
        self.add_problem(
            word,
            f"应为日期,如 2024-09-01,不加引号,而不是“{value}”",
            f"a day such as 2024-09-01, without quotes, not {value!r}",
        )
        return None

    def read_whole_number(self, word: str, lowest: int = 0) -> int | None:
        """A whole number of at least so much, or None when the word is not there."""
        number = self.read_number(word)
        if number is None:
            return None
        if number != int(number) or number < lowest:
            self.add_problem(
                word, f"应为不小于{lowest}的整数", f"a whole number of at least {lowest} is expected"
            )
            return None
        return int(number)

    def read_limit(self, word: str) -> Limit | None:
        """An exact number, `"@id"` for another node's value, or `"unset"`; None when the word is not there."""
        value = self.table.get(word)
        found = reference(value)
        return found if found is not None else self.read_number(word)

    def read_texts(self, word: str) -> tuple[str, ...]:
        """A text or a list of texts, none twice; empty when the word is not there."""
        value = self.table.get(word, [])
        found = value if isinstance(value, list) else [value]
        texts = [one for one in found if isinstance(one, str) and one.strip()]
        if len(texts) != len(found) or len(set(texts)) != len(texts):
            self.add_problem(word, "应为互不相同的文字", "texts, no two alike, are expected")
        return tuple(dict.fromkeys(texts))

    def read_tests(self, word: str) -> Tests:
        """A table of tests: field → condition."""
        value = self.table.get(word, {})
        if not isinstance(value, dict):
            self.add_problem(word, "应为条件表", "a table of conditions is expected")
            return {}
        return {name: self.read_test(f"{word}.{name}", condition) for name, condition in value.items()}

    def read_test(self, word: str, condition: object) -> Test:
        """One condition: bare, a list, or from / over / upto / under / given."""
        return self._test(word, condition, self._word)

    def read_row_test(self, word: str, condition: object) -> Test:
        """The condition of a table's row, whose limits may be `"@id"`, `"30%"` of the places, or `"unset"`."""
        return self._test(word, condition, self._row_word)

    def _test(self, word: str, condition: object, read: Callable[[str, object], Word]) -> Test:
        if isinstance(condition, list):
            return Test(among=tuple(read(word, one) for one in condition))
        if not isinstance(condition, dict):
            return Test(among=(read(word, condition),))
        found: dict[str, object] = {}
        for name, value in condition.items():
            if name not in _TEST_WORDS:
                self.add_problem(
                    f"{word}.{name}", "没有这个词", "there is no such word", did_you_mean(name, _TEST_WORDS)
                )
            elif name == "is":
                found["among"] = self._test(word, value, read).among
            elif name == "given" and not isinstance(value, bool):
                self.add_problem(f"{word}.given", "应为 true 或 false", "true or false is expected")
            else:
                found[_TEST_WORDS[name]] = read(word, value)
        return Test(**found)  # type: ignore[arg-type]  # the names come from the table above

    def _word(self, word: str, value: object) -> Word:
        if isinstance(value, bool | time) or type(value) is date or (isinstance(value, str) and value):
            assert isinstance(value, bool | time | date | str)
            return value
        number = exact(value)
        if number is None:
            self.add_problem(word, f"不能与“{value}”比较", f"cannot compare with {value}")
        return number if number is not None else ""

    def _row_word(self, word: str, value: object) -> Word:
        found = reference(value)
        if found is not None:
            return found
        part = ratio(value) if isinstance(value, str) and value.endswith("%") else None
        return Share(part) if part is not None else self._word(word, value)
