"""Persist, send, retry, ask: a caller of Lumbung as every caller should be.

Before a writing call is sent, its request id is kept in a file. A call whose
outcome is not known is sent again with the same id, with growing pauses; when
that does not settle it, GetOutcome does.
"""

import json
import os
import random
import threading
import time
import uuid

import grpc
from google.protobuf import descriptor_pool, message_factory

from refusal import Refused

DEADLINE_S = 30
RETRY_FIRST_S = 0.2
RETRY_MOST_S = 10
RETRY_FOR_S = 120
_RETRIED = (
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
)
# What is said after the server looked for an earlier copy; anything else is said at the door, and
# says nothing of a copy that was lost.
_LOOKED_UP = (grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND)


def uuid7() -> str:
    """A UUID whose first 48 bits are the time in milliseconds (RFC 9562)."""
    number = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))


class Method:
    """One RPC: its path, its messages, and whether it writes."""

    def __init__(self, descriptor, rule):
        self.path = f"/{descriptor.containing_service.full_name}/{descriptor.name}"
        self.request = message_factory.GetMessageClass(descriptor.input_type)
        self.answer = message_factory.GetMessageClass(descriptor.output_type)
        self.streams = descriptor.server_streaming
        self.writes = descriptor.GetOptions().Extensions[rule].writes


def methods(modules) -> dict:
    """`Service.Method` -> Method for everything in the stubs."""
    rule = next(m.rule for m in modules if m.DESCRIPTOR.package == "lumbung.access.v1")
    found = {}
    for module in modules:
        file = descriptor_pool.Default().FindFileByName(module.DESCRIPTOR.name)
        for service in file.services_by_name.values():
            for method in service.methods:
                found[f"{service.name}.{method.name}"] = Method(method, rule)
    return found


def place_of(request) -> str:
    """The place a writing request acts on, as GetOutcome wants it."""
    fields = request.DESCRIPTOR.fields_by_name
    if "area" in fields:  # a mandate
        return place_name(request.area)
    named = (getattr(request, f) for f in ("place", "parent", "name") if f in fields)
    text = next((text for text in named if text), "")  # an empty parent leaves it to the name
    if text.startswith("area/"):
        return place_name(text.split("/")[1].strip("-"))
    return "/".join(text.split("/")[:2])


def place_name(code: str) -> str:
    """`desa/35.10.25.2010`, `kecamatan/35.10.25`, `kabupaten/35.10` or `platform`."""
    kinds = {2: "kabupaten", 3: "kecamatan", 4: "desa"}
    return f"{kinds[len(code.split('.'))]}/{code}" if code else "platform"


class Answer:
    """An accepted call: the message, its bytes, and whether it is a replay."""

    def __init__(self, message, raw, replayed, request_id):
        self.message = message
        self.raw = raw
        self.replayed = replayed
        self.request_id = request_id


class Connection:
    """A server, the methods it has, and the request ids sent to it."""

    def __init__(self, address, modules, journal_path):
        self.channel = grpc.insecure_channel(address)
        self.methods = methods(modules)
        self._journal = open(journal_path, "a", encoding="utf-8")
        self._lock = threading.Lock()
        self.sent = []  # one dict a request id

    def close(self):
        self.channel.close()
        self._journal.close()

    @staticmethod
    def name_of(message, field):
        """The name of the value of an enum field."""
        values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
        return values[getattr(message, field)].name

    def keep(self, **entry):
        """Writes to the journal and waits until it is on the disk."""
        with self._lock:
            self._journal.write(json.dumps(entry) + "\n")
            self._journal.flush()
            os.fsync(self._journal.fileno())

    def watch(self, name, request, token, deadline_s=DEADLINE_S):
        """The messages of a stream as they come; closing the generator ends the call."""
        method = self.methods[name]
        metadata = (("authorization", f"Bearer {token}"),)
        call = self.channel.unary_stream(method.path)(
            request.SerializeToString(), timeout=deadline_s, metadata=metadata
        )
        try:
            for raw in call:
                yield method.answer.FromString(raw)
        finally:
            call.cancel()

    def once(self, name, request: bytes, token=None, deadline_s=DEADLINE_S):
        """Sends bytes once; answers bytes and whether they are a replay."""
        method = self.methods[name]
        metadata = (("authorization", f"Bearer {token}"),) if token else ()
        if method.streams:
            stream = self.channel.unary_stream(method.path)
            try:
                return list(stream(request, timeout=deadline_s, metadata=metadata)), False
            except grpc.RpcError as error:
                raise Refused.of(error) from None
        call = self.channel.unary_unary(method.path)
        try:
            raw, done = call.with_call(request, timeout=deadline_s, metadata=metadata)
        except grpc.RpcError as error:
            raise Refused.of(error) from None
        replayed = any(k == "ev-replayed" and v == "1" for k, v in done.initial_metadata() or ())
        return raw, replayed


class Person:
    """Somebody who calls: a token, and a name for messages."""

    def __init__(self, connection, name="", token=None):
        self.connection = connection
        self.name = name
        self.token = token

    def message(self, rpc, /, **fields):
        """The request of a method; nested messages are dicts."""
        return self.connection.methods[rpc].request(**fields)

    def call(self, rpc, /, **fields):
        """Calls a method and answers its message."""
        return self.answer(rpc, **fields).message

    def answer(self, rpc, /, **fields) -> Answer:
        """Calls a method and answers everything about the answer."""
        method = self.connection.methods[rpc]
        if not method.writes:
            raw, replayed = self.connection.once(
                rpc, method.request(**fields).SerializeToString(), self.token
            )
            if method.streams:
                return Answer([method.answer.FromString(one) for one in raw], raw, False, "")
            return Answer(method.answer.FromString(raw), raw, replayed, "")
        fields.setdefault("request_id", uuid7())
        return self._write(rpc, method.request(**fields))

    def _write(self, name, request) -> Answer:
        connection, identity = self.connection, request.request_id
        entry = {"request_id": identity, "method": name, "person": self.name}
        entry["place"] = place_of(request)
        connection.keep(**entry, request=request.SerializeToString().hex())
        try:
            answer = self._until_known(name, request)
        except Refused as refused:
            entry.update(outcome="refused", reason=refused.reason, kind=refused.code.name)
            self._remember(entry)
            raise
        entry.update(outcome="done", receipt=answer.message.receipt.SerializeToString())
        self._remember(entry)
        return answer

    def _remember(self, entry):
        kept = {k: v.hex() if isinstance(v, bytes) else v for k, v in entry.items()}
        self.connection.keep(**kept)
        self.connection.sent.append({**entry, "caller": self})

    def _until_known(self, name, request) -> Answer:
        method, pause_s = self.connection.methods[name], RETRY_FIRST_S
        give_up, lost = time.monotonic() + RETRY_FOR_S, False
        while True:
            try:
                raw, replayed = self.connection.once(name, request.SerializeToString(), self.token)
                return Answer(method.answer.FromString(raw), raw, replayed, request.request_id)
            except Refused as refused:
                again = refused.code in _RETRIED or refused.reason == "CONTENTION"
                lost = lost or (refused.code in _RETRIED and refused.outcome != "none")
                if not again and not (lost and refused.code not in _LOOKED_UP):
                    raise
                if not again or time.monotonic() > give_up:
                    return self._ask(method, request, refused)
                pause_s = max(pause_s, refused.retry_after_s or 0)
            time.sleep(pause_s * random.uniform(0.5, 1.0))
            pause_s = min(pause_s * 2, RETRY_MOST_S)

    def outcome(self, place, request_id):
        """What became of this person's request; an id that was never used is closed."""
        return self.call("ExchangeService.GetOutcome", name=place, request_id=request_id)

    def _ask(self, method, request, refused) -> Answer:
        """The last resort: a request that took effect is sent once more for its stored answer."""
        found = self.outcome(place_of(request), request.request_id)
        if found.WhichOneof("outcome") != "done":
            raise refused
        name = next(n for n, m in self.connection.methods.items() if m is method)
        try:
            raw, replayed = self.connection.once(name, request.SerializeToString(), self.token)
        except Refused as turned_away:  # it is done all the same
            raise RuntimeError(f"{name} took effect, its answer is not told") from turned_away
        return Answer(method.answer.FromString(raw), raw, replayed, request.request_id)

    def refused(self, rpc, /, *reasons, **fields) -> Refused:
        """Calls a method that must be refused for at least these reasons."""
        try:
            self.call(rpc, **fields)
        except Refused as refused:
            missing = [reason for reason in reasons if reason not in refused.reasons]
            if missing:
                raise AssertionError(f"{rpc}: {missing} not among the reasons of {refused}") from None
            return refused
        raise AssertionError(f"{rpc} by {self.name} was accepted, expected {reasons}")
