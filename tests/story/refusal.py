"""What a server's "no" says, read from the `google.rpc` details."""

import dataclasses

import grpc
from google.rpc import error_details_pb2, status_pb2


@dataclasses.dataclass
class Unmet:
    """One rule that is not met."""

    reason: str
    subject: str
    sentence: str


class Refused(Exception):
    """An error answer with everything it says."""

    def __init__(self, code, message, metadata=()):
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        self.reason = ""
        self.domain = ""
        self.facts = {}
        self.fields = {}  # path -> description
        self.unmet = []
        self.error_id = ""
        self.retry_after_s = None
        self.outcome = ""  # `none`, `unknown`; empty counts as unknown
        for key, value in metadata:
            if key == "ev-outcome":
                self.outcome = value
            elif key == "grpc-status-details-bin":
                self._read(status_pb2.Status.FromString(value))

    def _read(self, status):
        for detail in status.details:
            kind = detail.type_url.rsplit(".", 1)[-1]
            message = getattr(error_details_pb2, kind, lambda: None)()
            if message is None or not detail.Unpack(message):
                continue
            if kind == "ErrorInfo":
                self.reason, self.domain = message.reason, message.domain
                self.facts = dict(message.metadata)
            elif kind == "BadRequest":
                self.fields = {v.field: v.description for v in message.field_violations}
            elif kind == "PreconditionFailure":
                self.unmet = [Unmet(v.type, v.subject, v.description) for v in message.violations]
            elif kind == "RetryInfo":
                self.retry_after_s = message.retry_delay.ToTimedelta().total_seconds()
            elif kind == "RequestInfo":
                self.error_id = message.request_id

    @classmethod
    def of(cls, error: grpc.RpcError) -> "Refused":
        """Reads a call's error."""
        metadata = list(error.initial_metadata() or ()) + list(error.trailing_metadata() or ())
        return cls(error.code(), error.details(), metadata)

    @property
    def reasons(self) -> list:
        """Every reason, in the order given."""
        named = [one.reason for one in self.unmet]
        return named or ([self.reason] if self.reason else [])

    def __str__(self):
        more = "".join(f"\n  - {one.reason} {one.subject}: {one.sentence}" for one in self.unmet)
        more += "".join(f"\n  - {path}: {text}" for path, text in self.fields.items())
        return f"{self.code.name} {self.reason} {self.facts}: {self.message}{more}"
