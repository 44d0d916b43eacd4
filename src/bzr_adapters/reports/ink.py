"""Ink: how a text is marked for a terminal, or left plain where colours cannot be shown."""

import re

import attrs

from bzr_domain.kernel.hidden_characters import show_hidden

_MARK = re.compile(r"(\x1b\[(?:0|1|2|2;9|31|32|33)m)")


@attrs.frozen
class Ink:
    r"""Marks texts; one that is not coloured leaves them as they are.

    >>> Ink(coloured=False).bold("总分"), Ink(coloured=True).red("x")
    ('总分', '\x1b[31mx\x1b[0m')
    """

    coloured: bool = attrs.field(kw_only=True)

    def bold(self, text: str) -> str:
        """For headings."""
        return self._marked("1", text)

    def section(self, title: str) -> tuple[str, str]:
        """An empty line, then a heading."""
        return "", self.bold(title)

    def dim(self, text: str) -> str:
        """For what stands behind a number."""
        return self._marked("2", text)

    def strike_out(self, text: str) -> str:
        """For what no longer counts."""
        return self._marked("2;9", text)

    def red(self, text: str) -> str:
        """For what went wrong."""
        return self._marked("31", text)

    def green(self, text: str) -> str:
        """For what was done."""
        return self._marked("32", text)

    def yellow(self, text: str) -> str:
        """For what may change yet."""
        return self._marked("33", text)

    def show(self, line: str) -> str:
        r"""Return a line for a terminal: whatever nobody sees in it is written out, but for the marks of this ink.

        >>> Ink(coloured=False).show("a\x1b[31mb") == r"a\x1b[31mb"
        True
        """
        if not self.coloured:
            return show_hidden(line)
        return "".join(part if _MARK.fullmatch(part) else show_hidden(part) for part in _MARK.split(line))

    def _marked(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured and text else text


PLAIN = Ink(coloured=False)
