"""What holds for every call: replays, reuse, garbage, outcomes, inboxes."""

import uuid

from client import uuid7
from refusal import Refused
from steps import equal, holds

# Refusals that are stored under their request id; the others leave no trace.
FINAL = {"FAILED_PRECONDITION", "NOT_FOUND", "ABORTED", "ALREADY_EXISTS"}
# Bytes that no message of ours begins with.
GARBAGE = (b"\xff" * 9, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x01")
# The server's setting `limits.message_bytes` where none is given.
MESSAGE_BYTES_MAX = 256 * 1024


def is_uuid7(text: str) -> bool:
    try:
        return uuid.UUID(text).version == 7
    except ValueError:
        return False


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
        """Bytes that are no message, or too many, are the caller's fault, on every method."""
        sent = [(bytes_, "MESSAGE_UNREADABLE") for bytes_ in GARBAGE]
        sent.append((bytes(MESSAGE_BYTES_MAX + 1), "MESSAGE_TOO_LARGE"))
        for rpc, method in sorted(self.connection.methods.items()):
            for bytes_, reason in sent:
                try:
                    self.connection.once(rpc, bytes_, person.token)
                except Refused as refused:
                    told = (refused.code.name, refused.domain, refused.reason, refused.outcome)
                    expected = ("INVALID_ARGUMENT", "lumbung", reason, "none")
                    equal(told, expected, f"garbage to {method.path}")
                else:
                    raise AssertionError(f"garbage to {method.path} was accepted")

    def bad_ids(self, person, rpc, **fields):
        """A request id that is missing, no UUID or of another version is refused by name."""
        for bad in ("", "x", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"):
            refused = person.refused(rpc, request_id=bad, **fields)
            equal(refused.code.name, "INVALID_ARGUMENT", f"request id {bad!r}")
            holds("request_id" in refused.fields, f"request_id among the bad fields: {refused}")

    def outcomes(self):
        """Every request id of the story: done with its receipt, refused with its reasons, or closed."""
        counts, effects = {}, {}
        for sent in self.connection.sent:
            if sent["outcome"] == "done" or sent["request_id"] not in effects:
                effects[sent["request_id"]] = sent  # a copy that was refused changes nothing
        for sent in list(effects.values()):
            if sent.get("reason") == "REQUEST_ID_FENCED" or not is_uuid7(sent["request_id"]):
                continue
            answer = sent["caller"].outcome(sent["place"], sent["request_id"])
            kind = answer.WhichOneof("outcome")
            method = self.connection.methods[sent["method"]].path
            what = f"{sent['method']} {sent['request_id']}"
            if sent["outcome"] == "done":
                equal(kind, "done", what)
                equal(answer.done.method, method, what)
                equal(answer.done.receipt.SerializeToString(), sent["receipt"], f"receipt of {what}")
            elif sent["kind"] in FINAL:
                equal(kind, "refused", what)
                equal(answer.refused.refusals[0].code, sent["reason"], f"reason of {what}")
            else:
                equal(kind, "fenced", f"{what} ({sent['kind']})")
            counts[kind] = counts.get(kind, 0) + 1
        holds(counts.get("done", 0) > 100 and counts.get("refused", 0) > 10, f"outcomes {counts}")
        print(f"     outcomes: {counts}")

    def fence(self, person, rpc, **fields):
        """A closed id stays closed."""
        request_id = uuid7()
        place = "/".join(fields["parent"].split("/")[:2])
        for _ in range(2):
            answer = person.outcome(place, request_id)
            equal(answer.WhichOneof("outcome"), "fenced", "an id that was never used")
        person.refused(rpc, "REQUEST_ID_FENCED", request_id=request_id, **fields)

    def feed(self, person, desa):
        """The event feed tells a village's log from the first entry on, without a gap."""
        done = [s for s in self.connection.sent if s["place"] == desa and s["outcome"] == "done"]
        request = person.message("ExchangeService.WatchEvents", name=desa, from_start=True)
        told, kinds = [], set()
        stream = self.connection.watch("ExchangeService.WatchEvents", request, person.token)
        for message in stream:
            if message.WhichOneof("message") == "event":
                told.append(message.event.cursor.seq)
                kinds.add(message.event.kind)
                if len(told) >= len({s["request_id"] for s in done}):
                    break
        stream.close()
        equal(told, list(range(1, len(told) + 1)), "numbers of the events")
        holds({"apbdes.enacted", "spp.submitted"} <= kinds, f"kinds of events: {kinds}")
