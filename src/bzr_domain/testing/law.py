"""A law (规律): a sentence that holds for every history under a rulebook, and how it is tried on histories made up at random.

The laws of this project stand in `laws`; a user's own is a `Law` with a function of a case.
"""

from collections.abc import Callable

import attrs
from hypothesis import HealthCheck, Phase, given, settings

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book, LoadedRulebook, take_book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.testing.strategies import Case, Scorer, cases, write_row

_BROKEN = Message("不成立", "broken")


@attrs.frozen(kw_only=True)
class Law:
    """What has to hold for every history under a rulebook (规律).

    Attributes:
        name: Its name, for programs.
        holds: Whether it holds for a case: yes, no, or what came out otherwise, which is a no with its reason.
        sentence: What it says; its name where nothing is said.
    """

    name: str
    holds: Callable[[Case], bool | Message]
    sentence: Message = attrs.field(default=attrs.Factory(lambda law: Message.same(law.name), takes_self=True))

    def check(self, rulebook: Book | LoadedRulebook, /, *, examples: int = 100) -> None:
        """Try the law on so many histories under a rulebook, the same ones every time.

        Raises:
            LawBroken: When it does not hold, with the smallest history that breaks it.
        """
        broken = self.try_on(rulebook, examples=examples).broken
        if broken is not None:
            raise broken

    def try_on(
        self, rulebook: Book | LoadedRulebook, *, examples: int = 100, scorer: Scorer = assess_class
    ) -> "LawTrial":
        """Try the law as `check` does, on any engine, and return what came of it."""
        tried = 0
        smallest: list[LawBroken] = []

        @_settle(examples)
        @given(cases(take_book(rulebook), max_facts=15))
        def try_case(case: Case) -> None:
            nonlocal tried
            tried += 1
            case = attrs.evolve(case, scorer=scorer)
            reason = self.find_break(case)
            if reason is not None:
                smallest.append(LawBroken(self, case, reason))
                raise _BrokenError

        run: Callable[[], None] = try_case
        try:
            run()
        except _BrokenError:
            return LawTrial(law=self, tried=tried, broken=smallest[-1])
        return LawTrial(law=self, tried=tried)

    def find_break(self, case: Case) -> Message | None:
        """Return what breaks the law in a case, or None where it holds."""
        verdict = self.holds(case)
        if isinstance(verdict, Message):
            return verdict
        if not isinstance(verdict, bool):
            raise TypeError(f"the law {self.name!r} has to return True, False or a Message, not {verdict!r}")
        return None if verdict else _BROKEN


class LawBroken(AssertionError):
    """A law does not hold under a rulebook (规律不成立).

    Attributes:
        law: The law.
        facts: The smallest history that breaks it, and `case`, the school, the period and the day of asking with it.
        reason: What came out otherwise.
    """

    def __init__(self, law: Law, case: Case, reason: Message) -> None:
        """Keep the smallest case, and what came of it."""
        super().__init__(law, case, reason)
        self.law, self.case, self.reason = law, case, reason
        self.facts: tuple[Fact, ...] = case.facts

    def __str__(self) -> str:
        """The whole message in Chinese: the default language of every message."""
        return self.message.zh

    @property
    def message(self) -> Message:
        """The law, what came out, the numbers, and each fact as a row."""
        return _explain(self)


@attrs.frozen(kw_only=True)
class LawTrial:
    """What came of trying one law under one rulebook.

    Attributes:
        tried: On how many histories it was tried.
        broken: The smallest history that breaks it, with what broke; None where it held.
    """

    law: Law
    tried: int
    broken: LawBroken | None = None


class _BrokenError(AssertionError):
    pass


def _settle(examples: int) -> settings:
    """Settle how histories are drawn: the same ones every time, and the smallest of what breaks."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


def _explain(broken: LawBroken) -> Message:
    law, case, book = broken.law, broken.case, broken.case.book
    period, day = case.period.name, case.as_of
    zh, en = f"规律“{law.sentence.zh}”({law.name}),{book.title}({book.id}):", f"law {law.name!r} under {book.id}: "
    lines = [
        Message(zh, en) + broken.reason,
        Message(f"  {period},截至{day}:", f"  {period}, as of {day}: ") + _list_numbers(case),
    ]
    lines += [
        Message(f"  学期{t.start}至{t.end}", f"  term {t.start} to {t.end}") for t in case.register.calendar.terms
    ]
    rows = [Message.same(f"  {write_row(fact)}") for fact in case.facts]
    return Message.joined(lines + (rows or [Message("  一条事实也没有", "  no fact at all")]), "\n", "\n")


def _list_numbers(case: Case) -> Message:
    statement = case.score()
    total = Message(f"总分{statement.total:.2f}", f"total {statement.total:.2f}")
    return Message.listed([total, *(f"{item.id} {item.score:.2f}" for item in statement.items)])
