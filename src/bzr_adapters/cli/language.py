"""The language of one call: decided before anything is parsed, because usage errors speak it too."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from bzr_domain.kernel.messages import Lang, Message

_CURRENT: ContextVar[Lang] = ContextVar("lang", default="zh")
_LANGUAGES: dict[str, Lang] = {"zh": "zh", "en": "en"}


def find_language(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """Return the language that `--lang` or BZR_LANG names; Chinese where neither names one.

    >>> find_language(["month", "--lang", "en", "2024-09"], {}), find_language([], {"BZR_LANG": "en"}), find_language([], {})
    ('en', 'en', 'zh')
    """
    name = environ.get("BZR_LANG", "")
    for position, word in enumerate(arguments):
        if word.startswith("--lang="):
            name = word.removeprefix("--lang=")
        elif word == "--lang" and position + 1 < len(arguments):
            name = arguments[position + 1]
    return _LANGUAGES.get(name, "zh")


def use_language(lang: Lang) -> None:
    """Answer in this language from here on."""
    _CURRENT.set(lang)


def current_language() -> Lang:
    """Return the language of this call."""
    return _CURRENT.get()


def say(message: Message) -> str:
    """Return a message in the language of this call."""
    return message.in_(current_language())
