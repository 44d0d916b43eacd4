"""The language of one call: decided before anything is parsed, because usage errors speak it too."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from bzr_domain.kernel.messages import Lang, Message

_LANG: ContextVar[Lang] = ContextVar("lang", default="zh")
_LANGS: dict[str, Lang] = {"zh": "zh", "en": "en"}


def language_of(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language asked for by `--lang` or BZR_LANG; Chinese when nothing valid is said.

    >>> language_of(["month", "--lang", "en", "2024-09"], {}), language_of([], {"BZR_LANG": "en"}), language_of([], {})
    ('en', 'en', 'zh')
    """
    words = list(arguments)
    found = environ.get("BZR_LANG", "")
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            found = word.removeprefix("--lang=")
        elif word == "--lang" and at + 1 < len(words):
            found = words[at + 1]
    return _LANGS.get(found, "zh")


def speak(lang: Lang) -> None:
    """Use a language from here on."""
    _LANG.set(lang)


def lang() -> Lang:
    """The language of this call."""
    return _LANG.get()


def say(message: Message) -> str:
    """A message in the language of this call."""
    return message.in_(lang())
