"""Small changes to a rulebook's text: another number, another comparison, a bound left out, another word."""

import re
from collections.abc import Iterator

import attrs

_HEADING = re.compile(r"\[\[(\w+)\]\]")
_PROSE = re.compile(r"(id|title|cite|reading|settles|says|unit|into|labels)\b")
_NUMBER = re.compile(r"(?<![\w.\"@-])-?\d+(\.\d+)?(?![\w\"%/.:-])")
_QUOTED = re.compile(r'"(-?\d+(?:\.\d+)?)(%|/\d+)"')
_BOUND = re.compile(r"(most|floor|cap|free|short_of|divide_by|weight|since|until|unless|when|except)\b.*=")
_COMPARISONS = {"from": "over", "over": "from", "upto": "under", "under": "upto"}
_WORDS = {
    '"total"': '"count"', '"last"': '"highest"', '"mean"': '"total"', '"highest"': '"lowest"', '"lowest"': '"highest"',
    '"days"': '"count"', '"count"': '"total"', '"half-up"': '"down"', '"down"': '"up"', '"up"': '"down"',
    '"outside"': '"inside"', '"inside"': '"outside"', '"high"': '"low"', '"low"': '"high"',
    "true": "false", "false": "true",
}  # fmt: skip
_MASK = re.compile(r'"[^"\n]*"')


@attrs.frozen
class Mutant:
    """A changed text, and what was changed in which line."""

    line: int
    was: str
    now: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.was.strip()}  →  {self.now.strip()}"


def mutants(text: str) -> Iterator[Mutant]:
    """Every small change of the nodes of a rulebook, one at a time, in the order of the lines."""
    lines = text.splitlines()
    heading, prose = "", False
    for number, line in enumerate(lines):
        found = _HEADING.match(line)
        heading = found.group(1) if found else "" if line.startswith("[") else heading
        quotes = line.count('"""') % 2 == 1
        if prose or quotes:
            prose = prose != quotes
            continue
        if heading not in ("item", "clause", "value", "outcome") or found or _PROSE.match(line.strip()):
            continue
        for changed in dict.fromkeys(_changes(line.split(" #")[0])):
            now = "\n".join([*lines[:number], changed, *lines[number + 1 :]]) + "\n"
            yield Mutant(number + 1, line, changed, now)


def _changes(line: str) -> Iterator[str]:
    if line.lstrip().startswith("#"):
        return
    masked = _MASK.sub(lambda one: '"' + "·" * (len(one.group()) - 2) + '"', line)
    for one in _NUMBER.finditer(masked):
        for step in (1, -1):
            yield _put(line, one, _moved(one.group(), step))
    for quoted in _QUOTED.finditer(line):
        yield _put(line, quoted, f'"{_moved(quoted.group(1), 1)}{quoted.group(2)}"')
    for word, other in _COMPARISONS.items():
        for one in re.finditer(rf"(?<![\w.]){word}(?= = )|(?<=\.){word}(?= = )", masked):
            yield _put(line, one, other)
    for word, other in _WORDS.items():
        if (at := line.find(f"= {word}")) >= 0:
            yield line[:at] + f"= {other}" + line[at + len(word) + 2 :]
    if _BOUND.match(line.strip()):
        yield ""


def _moved(number: str, step: int) -> str:
    whole, _, part = number.partition(".")
    if not part:
        return str(int(whole) + step)
    scaled = int(whole + part) + step * 10 ** (len(part) - 1)
    sign, digits = ("-", str(-scaled)) if scaled < 0 else ("", str(scaled))
    digits = digits.zfill(len(part) + 1)
    return f"{sign}{digits[: -len(part)]}.{digits[-len(part) :]}"


def _put(line: str, found: re.Match[str], text: str) -> str:
    return line[: found.start()] + text + line[found.end() :]
