"""Looking names up (查名): by id or by name, however its brackets and blanks are written."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bzr_domain.kernel.messages import Message, Problem, report_unknown


@lru_cache(maxsize=4096)
def normalize_name(text: str) -> str:
    """Return a name as it is looked up: full-width letters and brackets made plain, blanks left out.

    >>> normalize_name(" 高一(1)班 ") == normalize_name("高一(1) 班")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def index_names(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return name → the ids it can mean; an id means itself, whoever else has it for a name."""
    names: dict[str, set[str]] = {}
    ids = {}
    for id_, name in pairs:
        names.setdefault(normalize_name(name), set()).add(id_)
        ids[normalize_name(id_)] = {id_}
    return names | ids


def is_among(name: str, others: Iterable[str]) -> bool:
    """Return whether somebody is one of some people, however the names are spelt.

    >>> is_among("王 校长 ", ["张干事", "王校长"]), is_among("王校", ["王校长"])
    (True, False)
    """
    return normalize_name(name) in {normalize_name(other) for other in others}


def find_id(
    field: str, zh: str, ref: str | None, names: Mapping[str, set[str]], *, unknown_code: str, ambiguous_code: str
) -> tuple[str | None, list[Problem]]:
    """Return the one id that a name means; None without a name; a problem when it means nobody or several."""
    if ref is None:
        return None, []
    ids = sorted(names.get(normalize_name(ref), ()))
    if len(ids) == 1:
        return ids[0], []
    if ids:
        what = Message(f"{zh}“{ref}”有{len(ids)}个", f"{ref!r} can mean {len(ids)} of them")
        expected = Message(f"请写编号:{'、'.join(ids)}", f"write the id: {', '.join(ids)}")
        return None, [Problem(code=ambiguous_code, field=field, what=what, expected=expected, near=tuple(ids))]
    what = Message(f"没有{zh}“{ref}”", f"there is no {field} {ref!r}")
    return None, [report_unknown(what, ref, names, code=unknown_code, field=field)]
