"""Python stubs, generated from `proto/` when they are needed.

They go to `target/story-stubs/<digest of the protos>`, so that a changed proto
never meets an old stub.
"""

import hashlib
import importlib
import os
import pathlib
import shutil
import sys
import tempfile

import grpc_tools
from grpc_tools import protoc

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTO = ROOT / "proto"


def generate() -> pathlib.Path:
    """Generates the stubs of the present protos once and answers their folder."""
    files = sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.encode() + b"\0" + (PROTO / file).read_bytes() + b"\0")
    home = ROOT / "target" / "story-stubs"
    folder = home / digest.hexdigest()[:16]
    if folder.is_dir():
        return folder
    home.mkdir(parents=True, exist_ok=True)
    fresh = tempfile.mkdtemp(dir=home)
    google = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    arguments = ["protoc", f"-I{PROTO}", f"-I{google}", f"--python_out={fresh}"]
    if protoc.main(arguments + files) != 0:
        raise SystemExit("the protos do not compile for Python")
    try:
        os.rename(fresh, folder)
    except OSError:  # another run was faster
        shutil.rmtree(fresh)
    return folder


def load() -> list:
    """Imports every generated module."""
    folder = generate()
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    names = sorted(
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*_pb2.py")
    )
    return [importlib.import_module(name) for name in names]
