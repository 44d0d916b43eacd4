"""A word that would change nothing where it stands is refused, so that no number is silently wrong."""

import pytest

from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import HEAD, KINDS


def problems(body: str) -> list[str]:
    """What reading a rulebook with this body complains of."""
    try:
        parse_rulebook(HEAD + body, KINDS)
    except BadRulebook as error:
        return [str(problem.what) for problem in error.problems]
    return []


FACT_WORDS = ["except.value.from = 1", "range = [1, 2]", 'due = "end"']


@pytest.mark.parametrize("line", FACT_WORDS)
def test_words_about_facts_are_refused_without_facts(line: str) -> None:
    """On an item, and beside a score, nothing is selected that they could be about."""
    word = line.split(" ", maxsplit=1)[0].split(".", maxsplit=1)[0]
    item = f'[[item]]\nid = "x"\ntitle = "某项"\ninto = "total"\n{line}\n'
    score = f'[[outcome]]\nid = "x"\ntitle = "某项"\nscores = "total"\n{line}\n'

    assert [f"item x:{word}:只能与 facts 一起写"] == problems(item)
    assert [f"outcome x:{word}:只能与 facts 一起写"] == problems(score)


@pytest.mark.parametrize("line", ["points = -1", "free = 1", "short_of = 1", "table = [{ gives = 1 }]"])
def test_scales_are_refused_where_nothing_is_measured(line: str) -> None:
    """An item gathers; a scale on it would be read and never used."""
    word = line.split(" ", maxsplit=1)[0]

    messages = problems(f'[[item]]\nid = "x"\ntitle = "某项"\ninto = "total"\n{line}\n')

    assert [f"item x:{word}:只能与 facts 或 scores 一起写"] == messages


@pytest.mark.parametrize("version", ["1.5", "0", "-1"])
def test_a_version_is_a_whole_number(version: str) -> None:
    """A version that would be cut to another is refused."""
    head = HEAD.replace("[[item]]", f"version = {version}\n[[item]]", 1)

    with pytest.raises(BadRulebook) as caught:
        parse_rulebook(head, KINDS)

    assert [f"rulebook:version:应为不小于1的整数,而不是{version}"] == [str(p.what) for p in caught.value.problems]


@pytest.mark.parametrize("limits", ["3", "[1]", '["a", 3]', "[1, 2, 3]"])
def test_a_range_has_two_ends(limits: str) -> None:
    """A range that is not two numbers is refused, not read as no limit."""
    clause = '[[clause]]\nid = "1"\ntitle = "t"\ncite = "c"\ninto = "total"\nfacts = "council.decision"\n'

    messages = problems(f'{clause}number = "chosen"\nrange = {limits}\n')

    assert ["clause 1:range:应为 [最低, 最高]"] == messages
