"""What students are called (学生的称呼), kept among the names of persons: each student of a class has a pseudonym of their own."""

import secrets
from collections.abc import Callable, Iterable
from typing import TypeAlias

from bzr_adapters.storage.keys.protected_texts import make_pseudonym, normalize_form
from bzr_adapters.storage.keys.tables import KeptName, KeptText
from bzr_domain.application.ports import Conflict
from bzr_domain.facts.students import PREFIX
from bzr_domain.kernel.messages import Message

FindNames: TypeAlias = Callable[[str], Iterable[KeptName]]
"""A name in its one form → every kept entry of it."""


def make_owner(class_id: str) -> str:
    """Return whose name it is where a student of a class is called by it."""
    return f"{PREFIX}{class_id}"


class StudentNames:
    """Finds the pseudonym of a student, and remembers new ones until an append keeps them; from any thread."""

    def __init__(self, find_names: FindNames) -> None:
        """Stand on the kept names."""
        self._find_names = find_names
        self._new: dict[tuple[str, str], tuple[KeptName, KeptText]] = {}
        self._by_pseudonym: dict[str, tuple[KeptName, KeptText]] = {}

    def find_kept(self, class_id: str, name: str) -> KeptName | None:
        """The kept student of a class whom a name or a number means, however it is spelt."""
        return self._find(make_owner(class_id), normalize_form(name))

    def _find(self, owner: str, form: str) -> KeptName | None:
        return next((kept for kept in self._find_names(form) if kept.owner == owner), None)

    def find(self, class_id: str, name: str) -> KeptName:
        """The student of a class whom a name or a number means; a new one where none is kept."""
        kept = self.find_kept(class_id, name)
        if kept is not None:
            return kept
        owner, form = make_owner(class_id), normalize_form(name)
        salt = secrets.token_bytes(32)
        token = PREFIX + make_pseudonym(salt, owner, name, "")
        student = KeptName(token, token, owner, form, name), KeptText(token, salt)
        new = self._new.setdefault((owner, form), student)
        return self._by_pseudonym.setdefault(new[0].token, new)[0]

    def find_new(self, pseudonym: str) -> tuple[KeptName, KeptText] | None:
        """The new student of a pseudonym with its salt, to be kept now; None where they are kept already. Nobody else may append.

        Raises:
            Conflict: When somebody else was first and kept another pseudonym of that student.
        """
        new = self._by_pseudonym.get(pseudonym)
        kept = None if new is None else self._find(new[0].owner, new[0].form)
        if kept is None or kept.token == pseudonym:
            return new if kept is None else None
        message = Message(
            "这个学生的假名别处刚刚写入;什么都没有写,请重新读取后再试",
            "the pseudonym of this student was written elsewhere just now; nothing was written, read it again and retry",
        )
        raise Conflict(message)

    def forget_new(self, kept: Iterable[KeptName]) -> None:
        """Remember those no longer that are kept."""
        for name in kept:
            if self._by_pseudonym.pop(name.token, None) is not None:
                self._new.pop((name.owner, name.form), None)
