"""What holds for every call: replays, reuse, garbage, outcomes, inboxes."""

from client import uuid7
from refusal import Refused
from steps import equal, holds


class Proofs:
    """Checks over everything that was sent in the story."""

    def __init__(self, connection):
        self.connection = connection

    def replay(self, person, rpc, **fields):
        """A copy gets the same bytes with a mark; another payload is refused; one effect."""
        request_id = uuid7()
        first = person.answer(rpc, request_id=request_id, **fields)
        holds(not first.replayed, "the first answer is no replay")
        again = person.answer(rpc, request_id=request_id, **fields)
        holds(again.replayed, "the copy is marked ev-replayed")
        equal(again.raw, first.raw, "bytes of the replay")
        return first

    def reuse(self, person, rpc, request_id, **fields):
        """Another payload under a used request id has no effect."""
        refused = person.refused(rpc, "REQUEST_ID_REUSED", request_id=request_id, **fields)
        equal((refused.code.name, refused.outcome), ("ALREADY_EXISTS", "none"), "reused id")

    def refusals_repeat(self, person, rpc, **fields):
        """A final refusal is given again to a copy."""
        request_id = uuid7()
        first = person.refused(rpc, request_id=request_id, **fields)
        again = person.refused(rpc, request_id=request_id, **fields)
        equal((again.code, again.reasons), (first.code, first.reasons), "repeated refusal")

    def garbage(self, person):
        """Bytes that are no message are the caller's fault, on every method."""
        for rpc, method in sorted(self.connection.methods.items()):
            for bytes_ in (b"\xff" * 9, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x01"):
                try:
                    self.connection.once(rpc, bytes_, person.token)
                except Refused as refused:
                    equal(refused.code.name, "INVALID_ARGUMENT", f"garbage to {method.path}")
                else:
                    raise AssertionError(f"garbage to {method.path} was accepted")

    def bad_ids(self, person, rpc, **fields):
        """A request id that is missing, no UUID or of another version is refused by name."""
        for bad in ("", "x", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"):
            refused = person.refused(rpc, request_id=bad, **fields)
            equal(refused.code.name, "INVALID_ARGUMENT", f"request id {bad!r}")
            holds("request_id" in refused.fields, f"request_id among the bad fields: {refused}")
