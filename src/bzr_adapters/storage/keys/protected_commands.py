"""Commands as they are stored and as they read (受保护的命令): no name in them, and no receipt that holds more than ids."""

import re

import attrs

from bzr_adapters.storage.errors import bad_command_error
from bzr_adapters.storage.keys.keys import Guard, Keys
from bzr_adapters.storage.keys.protected_texts import is_label
from bzr_adapters.storage.stored_forms import BadForm
from bzr_domain.application.ports import KnownCommand

_SHA256 = re.compile("[0-9a-f]{64}")
_ID_RECEIPT = re.compile(r'(?:"[a-z_]+":|"[0-9a-f]{20}"|[\[\]{},])*')
"""A receipt of nothing but ids that are made here."""


def seal_command(known: KnownCommand, guard: Guard) -> KnownCommand:
    """Return a command as it is stored: its actor a pseudonym, and its receipt ciphertext where it holds more than ids."""
    receipt = known.receipt
    if not _ID_RECEIPT.fullmatch(receipt):
        receipt = guard.seal_text(receipt, ("command", known.id))
    return attrs.evolve(known, actor=guard.seal_name(known.actor), receipt=receipt)


def open_command(known: KnownCommand, keys: Keys) -> KnownCommand:
    """Return a stored command as it reads now; of an erased receipt nothing is left.

    Raises:
        StoreUnavailable: When it, or the keys, were changed by hand.
    """
    keys.refresh()
    try:
        receipt, actor = keys.open_text(known.receipt, ("command", known.id)), keys.open_text(known.actor)
    except BadForm as bad:
        raise bad_command_error(known.id, bad.message) from bad
    if receipt != known.receipt and is_label(receipt):
        receipt = ""
    return attrs.evolve(blind_digest(known, keys), actor=actor, receipt=receipt)


def blind_digest(known: KnownCommand, keys: Keys) -> KnownCommand:
    """Return a command with the keyed hash of its digest, where that is one of before there were keys."""
    return attrs.evolve(known, digest=keys.blind(known.digest)) if _SHA256.fullmatch(known.digest) else known
