"""EXIF as a phone writes it: when, where, how exactly, and things that nobody must see."""

import struct
import time

SHORT, LONG, ASCII, RATIONAL = 3, 4, 2, 5


def _degrees(value: float) -> list[tuple[int, int]]:
    """Degrees, minutes and seconds in 1/10,000."""
    seconds_e4 = round(abs(value) * 36_000_000)
    minutes, seconds_e4 = divmod(seconds_e4, 600_000)
    degrees, minutes = divmod(minutes, 60)
    return [(degrees, 1), (minutes, 1), (seconds_e4, 10_000)]


def _directory(at: int, entries) -> bytes:
    """A directory of tags that begins at an offset, with its values behind it."""
    head, tail = struct.pack(">H", len(entries)), b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, kind, value in sorted(entries):
        if kind == ASCII:
            packed, count = value.encode() + b"\0", len(value) + 1
        elif kind == RATIONAL:
            packed, count = b"".join(struct.pack(">II", *pair) for pair in value), len(value)
        else:
            packed, count = struct.pack(">H2x" if kind == SHORT else ">I", value), 1
        if len(packed) <= 4:
            field = packed.ljust(4, b"\0")
        else:
            field = struct.pack(">I", values_at + len(tail))
            tail += packed + b"\0" * (len(packed) % 2)
        head += struct.pack(">HHI", tag, kind, count) + field
    return head + struct.pack(">I", 0) + tail


def exif(point, taken: float) -> bytes:
    """The segment of a JPEG taken at (longitude, latitude) and a time, on a clock of WIB."""
    longitude, latitude = point
    clock = time.strftime("%Y:%m:%d %H:%M:%S", time.gmtime(int(taken) + 7 * 3600))
    camera = [(0x9003, ASCII, clock), (0x9011, ASCII, "+07:00")]
    satellites = [
        (0x01, ASCII, "S" if latitude < 0 else "N"),
        (0x02, RATIONAL, _degrees(latitude)),
        (0x03, ASCII, "W" if longitude < 0 else "E"),
        (0x04, RATIONAL, _degrees(longitude)),
        (0x1F, RATIONAL, [(4_000, 1_000)]),
    ]
    main = [(0x010F, ASCII, "Kamera Uji"), (0x0112, SHORT, 1)]

    def whole(camera_at: int, satellites_at: int) -> bytes:
        pointers = [(0x8769, LONG, camera_at), (0x8825, LONG, satellites_at)]
        return _directory(8, main + pointers)

    camera_at = 8 + len(whole(0, 0))
    camera_part = _directory(camera_at, camera)
    satellites_at = camera_at + len(camera_part)
    parts = whole(camera_at, satellites_at) + camera_part + _directory(satellites_at, satellites)
    body = b"Exif\0\0MM\0\x2a" + struct.pack(">I", 8) + parts
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
