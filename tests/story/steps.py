"""The steps of a story: each is one sentence that holds or does not."""

import contextlib
import sys
import time
import traceback


class Stop(Exception):
    """A step failed on which the rest of the story depends."""


class Steps:
    """Counts steps and says how each went."""

    def __init__(self, title):
        self.title = title
        self.passed = 0
        self.failed = []
        self.began = time.monotonic()

    @contextlib.contextmanager
    def step(self, sentence, stop=True):
        """What follows must hold; else the story ends here, unless nothing rests on it."""
        began = time.monotonic()
        try:
            yield
        except Exception:
            self.failed.append(sentence)
            print(f"FAIL {sentence}", flush=True)
            traceback.print_exc(file=sys.stdout)
            if stop:
                raise Stop(sentence) from None
            return
        self.passed += 1
        print(f"ok   {sentence} ({(time.monotonic() - began) * 1000:.0f} ms)", flush=True)

    def finish(self) -> int:
        """Prints the count; answers the exit code."""
        took_s = time.monotonic() - self.began
        print(f"{self.title}: {took_s:.1f} s")
        print(f"{self.passed} passed, {len(self.failed)} failed", flush=True)
        return 1 if self.failed else 0


def equal(found, expected, what=""):
    """Refuses unless two values are equal, and shows both."""
    if found != expected:
        raise AssertionError(f"{what}: found {found!r}, expected {expected!r}")


def holds(condition, what):
    """Refuses unless a condition holds."""
    if not condition:
        raise AssertionError(what)
