"""Check a proof that `bzr checkpoint --proof` or `--since` wrote: `python check_proof.py proof.json [--key bzr.key.pub]`.

It needs neither the store nor bzr: only Python, and the package `cryptography` for the signature. Every step is in RFC
9162, sections 2.1.3.2 and 2.1.4.2, but for the chain, which is told in docs/explanation/tamper-evidence.md.
"""

import argparse
import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from struct import pack
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

MOST = 10_000_000
"""So many bytes of a file are read; no proof is longer."""


class BadProof(Exception):
    """The proof does not prove what it says."""


def demand(holds: bool, what: str) -> None:
    """Go on only where something holds."""
    if not holds:
        raise BadProof(what)


def read_checkpoint(text: str, trusted: bytes | None) -> dict[str, str]:
    """Return the lines of a checkpoint by their first word, once its signature or digest is that of its text."""
    match = re.fullmatch(r"(bzr\.checkpoint/1\n.*\n)((?:signature|digest) [0-9a-f]+)\n", text, re.DOTALL)
    if match is None:
        raise BadProof("there is no checkpoint in it")
    body, last = match.groups()
    lines = dict(line.split(" ", 1) for line in body.splitlines()[1:])
    kind, seal = last.split()
    demand((kind == "signature") == (lines["key"] != "none"), "the checkpoint is signed by nobody, or says so wrongly")
    if kind == "digest":
        demand(trusted is None, "the checkpoint is not signed")
        demand(sha256(body.encode()).hexdigest() == seal, "the checkpoint was changed")
        return lines
    key = bytes.fromhex(lines["key"])
    demand(trusted in (None, key), "the checkpoint is signed by another key")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(seal), body.encode())
    except InvalidSignature as error:
        raise BadProof("the checkpoint was changed, or somebody else signed it") from error
    return lines


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees joined."""
    return sha256(b"\x01" + left + right).digest()


def compute_chain(event: dict[str, Any]) -> bytes:
    """Return the chain of an event, from its place, its stored bytes and the chain before it in its history."""
    stream, name, state = (event[part].encode() for part in ("stream", "name", "state"))
    head = pack(">QQII", event["position"], event["version"], len(stream), len(name))
    return sha256(bytes.fromhex(event["previous"]) + head + stream + name + state).digest()


def check_inclusion(leaf: bytes, place: int, size: int, path: list[bytes], root: bytes) -> None:
    """Check that a leaf is in a tree (RFC 9162, 2.1.3.2)."""
    demand(0 <= place < size, "there is no such leaf")
    node, first, last = sha256(b"\x00" + leaf).digest(), place, size - 1
    for beside in path:
        demand(last > 0, "the path is too long")
        if first & 1 or first == last:
            node = hash_node(beside, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = hash_node(node, beside)
        first, last = first >> 1, last >> 1
    demand(last == 0 and node == root, "the event is not among those of the checkpoint")


def check_consistency(earlier: int, size: int, path: list[bytes], old_root: bytes, root: bytes) -> None:
    """Check that one tree is the beginning of another (RFC 9162, 2.1.4.2)."""
    demand(0 < earlier <= size, "the earlier checkpoint is the later one")
    if earlier == size:
        demand(not path and old_root == root, "two checkpoints of the same size have different roots")
        return
    if earlier & (earlier - 1) == 0:
        path = [old_root, *path]
    demand(bool(path), "the path is too short")
    first, last = earlier - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        demand(last > 0, "the path is too long")
        if first & 1 or first == last:
            old, new = hash_node(beside, old), hash_node(beside, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = hash_node(new, beside)
        first, last = first >> 1, last >> 1
    demand(last == 0 and old == old_root, "the store is not what the earlier checkpoint says")
    demand(new == root, "the store is not what the later checkpoint says")


def check_proof(proof: dict[str, Any], trusted: bytes | None = None) -> str:
    """Return what a proof proves.

    Raises:
        BadProof: When it proves nothing.
    """
    try:
        return _check_proof(proof, trusted)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadProof(f"this is no proof: {error!r}") from error


def _check_proof(proof: dict[str, Any], trusted: bytes | None) -> str:
    later = read_checkpoint(proof["checkpoint"], trusted)
    path, size, root = (
        [bytes.fromhex(node) for node in proof["path"]],
        int(later["events"]),
        bytes.fromhex(later["root"]),
    )
    if proof["schema"] == "bzr.inclusion/1":
        event = proof["event"]
        leaf = compute_chain(event)
        demand(leaf.hex() == event["chain"], "the event was changed")
        check_inclusion(leaf, proof["place"], size, path, root)
        return f"event #{event['position']} ({event['stream']}, version {event['version']}) is in the store of {later['time']}"
    demand(proof["schema"] == "bzr.consistency/1", "this is no proof")
    old = read_checkpoint(proof["earlier"], trusted)
    demand(old["store"] == later["store"], "the checkpoints are of two stores")
    check_consistency(int(old["events"]), size, path, bytes.fromhex(old["root"]), root)
    return f"nothing of the first {old['events']} events was changed between {old['time']} and {later['time']}"


def main(arguments: list[str]) -> int:
    """Check the proof in a file; return 0 where it proves something."""
    parser = argparse.ArgumentParser(description="Check a proof of bzr.")
    parser.add_argument("proof", type=Path)
    parser.add_argument("--key", type=Path, help="the public key of who has to have signed")
    options = parser.parse_args(arguments)
    trusted = None
    if options.key is not None:
        public = load_pem_public_key(options.key.read_bytes())
        assert isinstance(public, Ed25519PublicKey)
        trusted = public.public_bytes_raw()
    try:
        with options.proof.open("rb") as file:
            content = file.read(MOST)
        print(check_proof(json.loads(content), trusted))
    except BadProof as bad:
        print(f"not proved: {bad}", file=sys.stderr)
        return 1
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        print(f"not proved: this is no proof ({error!s:.99})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
