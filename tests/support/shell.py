"""What a POSIX shell makes of a command line."""

import re
import shlex


def shell_words(line: str) -> list[str]:
    """The words of one plain command; nothing in them that a shell would take as its own: ( ) ; < > | & $ ` * ? [ ~ #."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    assert words == shlex.split(line), f"a shell reads more than words in: {line}"
    bare = re.sub(r"'[^']*'|\"[^\"$`]*\"", "", line)
    assert not re.search(r"[$`*?\[~#]", bare), f"a shell replaces something in: {line}"
    return words
