"""The release binary as a child, on an engine of choice, on free ports, in a folder of its own."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
import uuid

import grpc

from stubs import ROOT

BINARY = pathlib.Path(os.environ.get("STORY_BINARY", ROOT / "target" / "release" / "lumbung"))
POSTGRES = "LUMBUNG_TEST_POSTGRES"
READY_S = 60
STOP_S = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_database() -> str:
    """Makes an empty database in the test server and answers its address."""
    base = os.environ.get(POSTGRES)
    if not base:
        raise SystemExit(f"{POSTGRES} is not set; tests/postgres.sh run .. sets it")
    name = f"story_{uuid.uuid4().hex}"
    statement = f"CREATE DATABASE {name}"
    subprocess.run(["psql", "-qX", base, "-c", statement], check=True, stdin=subprocess.DEVNULL)
    address, _, parameters = base.partition("?")
    address = f"{address.rsplit('/', 1)[0]}/{name}"
    return f"{address}?{parameters}" if parameters else address


class Server:
    """One server and everything it wrote."""

    def __init__(self, engine):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lumbung-story-"))
        self.address = f"127.0.0.1:{free_port()}"
        self.log_path = self.folder / "server.log"
        settings = {
            "LUMBUNG_DATA": str(self.folder / "data"),
            "LUMBUNG_LISTEN": self.address,
            "LUMBUNG_ADMIN": f"127.0.0.1:{free_port()}",
            "LUMBUNG_LOG__FORMAT": "human",
            "NO_COLOR": "1",
        }
        if engine == "postgres":
            settings["LUMBUNG_DATABASE__URL"] = postgres_database()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("LUMBUNG_")}
        self.environment = kept | settings
        self.child = None

    def run(self, *arguments):
        """Runs a subcommand to its end; answers its exit code and what it printed."""
        return subprocess.run(
            [BINARY, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=READY_S,
            check=False,
        )

    def command(self, *arguments) -> str:
        """Runs a subcommand that must succeed and answers what it printed."""
        done = self.run(*arguments)
        if done.returncode != 0:
            raise AssertionError(f"lumbung {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        """Starts serving and waits until calls are answered."""
        with open(self.log_path, "ab") as log:
            self.child = subprocess.Popen(
                [BINARY, "serve"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + READY_S
        with grpc.insecure_channel(self.address) as channel:
            ready = grpc.channel_ready_future(channel)
            while True:
                if self.child.poll() is not None:
                    raise AssertionError(f"the server ended: {self.log()}")
                try:
                    return ready.result(timeout=0.2)
                except grpc.FutureTimeoutError:
                    if time.monotonic() > deadline:
                        raise AssertionError(f"the server is not ready: {self.log()}") from None

    def stop(self):
        """Asks the server to end and checks that it ends in order."""
        if self.child is None:
            return
        child, self.child = self.child, None
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        try:
            code = child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise AssertionError("the server did not stop when asked") from None
        if code != 0:
            raise AssertionError(f"the server ended with {code}: {self.log()}")

    def metrics(self) -> dict:
        """Numbers of the admin port by their names with labels."""
        address = f"http://{self.environment['LUMBUNG_ADMIN']}/metrics"
        with urllib.request.urlopen(address, timeout=READY_S) as page:
            lines = page.read().decode().splitlines()
        told = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
        return {name: float(number) for name, number in told}

    def behind(self, *statements):
        """Changes the database while nobody serves it, as somebody with the disk in hand could:
        past the triggers that forbid it to the server."""
        if self.child is not None:
            raise AssertionError("the server is running")
        url = self.environment.get("LUMBUNG_DATABASE__URL")
        if url:
            free = "SET session_replication_role = replica"
            text = "; ".join((free, *statements))
            command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", url, "-c", text]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
            return
        with contextlib.closing(sqlite3.connect(self.folder / "data" / "lumbung.db")) as database:
            triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = triggers.fetchall()
            for name, _ in kept:
                database.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                database.execute(statement)
            for _, definition in kept:
                database.execute(definition)
            database.commit()

    def key(self, name) -> str:
        """The id at the end of a resource name, as a literal of the engine."""
        identity = uuid.UUID(name.rsplit("/", 1)[1])
        if "LUMBUNG_DATABASE__URL" in self.environment:
            return f"'{identity}'"
        return f"x'{identity.hex}'"

    def kill(self):
        if self.child is not None and self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        self.child = None

    def log(self) -> str:
        if not self.log_path.exists():
            return "the server was never started"
        return self.log_path.read_text(encoding="utf-8", errors="replace")[-6_000:]

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
