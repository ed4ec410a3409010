"""Tests of the Python client against a small server that misbehaves on purpose."""

import concurrent.futures
import os
import sys
import tempfile
import unittest
import uuid

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2

import client
import stubs
from refusal import Refused

MODULES = stubs.load()
READ = "RegistryService.GetDesa"


class Misbehaving(grpc.GenericRpcHandler):
    """Answers each call with the next of its replies: bytes, or a status to abort with."""

    def __init__(self):
        self.replies = []
        self.seen = []

    def service(self, details):
        def answer(request, context):
            self.seen.append(request)
            reply = self.replies.pop(0)
            if isinstance(reply, bytes):
                return reply
            context.set_trailing_metadata(
                (("ev-outcome", "none"), ("grpc-status-details-bin", reply.SerializeToString()))
            )
            code = next(c for c in grpc.StatusCode if c.value[0] == reply.code)
            context.abort(code, reply.message)

        return grpc.unary_unary_rpc_method_handler(answer)


def status(code, *details):
    packed = []
    for detail in details:
        packed.append(any_pb2.Any())
        packed[-1].Pack(detail)
    return status_pb2.Status(code=code, message="tidak", details=packed)


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.handler = Misbehaving()
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        self.server.add_generic_rpc_handlers((self.handler,))
        port = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()
        self.journal = tempfile.mktemp(suffix=".jsonl")
        self.connection = client.Connection(f"127.0.0.1:{port}", MODULES, self.journal)
        self.person = client.Person(self.connection, "penguji", "token")

    def tearDown(self):
        self.connection.close()
        self.server.stop(0)
        os.unlink(self.journal)

    def write_method(self):
        name = next(n for n, m in self.connection.methods.items() if m.writes and not m.streams)
        return name, self.connection.methods[name]

    def test_request_ids_are_version_7_and_in_order_of_time(self):
        ids = [uuid.UUID(client.uuid7()) for _ in range(1_000)]
        self.assertTrue(all(one.version == 7 and one.variant == uuid.RFC_4122 for one in ids))
        stamps = [one.int >> 80 for one in ids]
        self.assertEqual(stamps, sorted(stamps))
        self.assertEqual(len(set(ids)), len(ids))

    def test_every_detail_of_a_refusal_is_read(self):
        self.handler.replies = [
            status(
                code_pb2.FAILED_PRECONDITION,
                error_details_pb2.ErrorInfo(
                    reason="FLAG_OPEN", domain="lumbung", metadata={"count": "1"}
                ),
                error_details_pb2.PreconditionFailure(
                    violations=[
                        {"type": "FLAG_OPEN", "subject": "flags/1", "description": "Satu."},
                        {"type": "BUDGET_SHORT", "subject": "lines/2", "description": "Dua."},
                    ]
                ),
            )
        ]
        with self.assertRaises(Refused) as caught:
            self.person.call(READ, name="desa/35.10.25.2010")
        refused = caught.exception
        self.assertEqual(refused.reasons, ["FLAG_OPEN", "BUDGET_SHORT"])
        self.assertEqual(refused.facts, {"count": "1"})
        self.assertEqual(refused.unmet[0].subject, "flags/1")
        self.assertEqual(refused.outcome, "none")

    def test_a_lost_write_is_sent_again_with_the_same_request_id(self):
        name, method = self.write_method()
        lost = status(code_pb2.UNAVAILABLE)
        self.handler.replies = [lost, lost, method.answer().SerializeToString()]
        self.person.call(name)
        sent = {method.request.FromString(one).request_id for one in self.handler.seen}
        self.assertEqual((len(self.handler.seen), len(sent)), (3, 1))

    def test_a_write_is_on_disk_before_it_is_sent(self):
        name, method = self.write_method()
        self.handler.replies = [method.answer().SerializeToString()]
        answer = self.person.answer(name)
        with open(self.journal, encoding="utf-8") as journal:
            self.assertIn(answer.request_id, journal.readline())

    def test_a_refused_write_is_not_repeated(self):
        name, _ = self.write_method()
        self.handler.replies = [status(code_pb2.FAILED_PRECONDITION)]
        with self.assertRaises(Refused):
            self.person.call(name)
        self.assertEqual(len(self.handler.seen), 1)


if __name__ == "__main__":
    result = unittest.main(exit=False, argv=[sys.argv[0]]).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed", flush=True)
    sys.exit(bad > 0)
