"""Compound files (MS-CFB): take a storage in one out as a compound file of its own, byte for byte what it holds.

A message attached to a message, a sheet in a document: each lies in a storage of its container and becomes a document.
"""

from __future__ import annotations

import io
import itertools
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import olefile

SECTOR, MINI, CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NONE = 0xFFFFFFFF


@dataclass
class _Node:
    name: str
    data: bytes | None = None
    children: list[_Node] = field(default_factory=list)
    number: int = 0
    right: int = NONE
    start: int = _END


def storage(ole: olefile.OleFileIO, path: Sequence[str]) -> bytes:
    """The storage at `path` of `ole` as a compound file (version 3). Raises OSError where a stream of it is broken."""
    root = _Node("Root Entry")
    for stream in ole.listdir():
        if stream[: len(path)] == list(path):
            node = root
            for name in stream[len(path) : -1]:
                child = next((c for c in node.children if c.name == name and c.data is None), None)
                if child is None:
                    child = _Node(name)
                    node.children.append(child)
                node = child
            node.children.append(_Node(stream[-1], ole.openstream(stream).read()))
    return _compound(root)


def _compound(root: _Node) -> bytes:
    nodes = list(_numbered(root))
    for node in nodes:
        for child, following in itertools.pairwise(node.children):
            child.right = following.number
    mini = bytearray()
    minifat: list[int] = []
    body = bytearray()
    fat: list[int] = []
    for node in nodes:
        if node.data is not None and 0 < len(node.data) < CUTOFF:
            node.start = _place(mini, minifat, node.data, MINI)
        elif node.data:
            node.start = _place(body, fat, node.data, SECTOR)
    root.start = _place(body, fat, bytes(mini), SECTOR) if mini else _END
    listed = b"".join(struct.pack("<I", n) for n in minifat)
    minifat_start = _place(body, fat, listed, SECTOR, b"\xff") if listed else _END
    directory = b"".join(_entry(n, len(mini) if n is root else len(n.data or b"")) for n in nodes)
    first = _place(body, fat, directory + b"\0" * (-len(directory) % SECTOR), SECTOR)
    return _whole(bytes(body), fat, first, (minifat_start, -(-len(listed) // SECTOR)))


def _numbered(root: _Node) -> Iterator[_Node]:
    """All nodes in the order of their numbers, siblings next to each other."""
    todo = [root]
    count = 0
    while todo:
        node = todo.pop(0)
        node.number = count
        count += 1
        node.children.sort(key=lambda n: (len(n.name), n.name.upper()))
        todo += node.children
        yield node


def _place(body: bytearray, table: list[int], data: bytes, size: int, fill: bytes = b"\0") -> int:
    """Put `data` behind `body` in sectors of this size, chained in `table`; the number of its first sector."""
    start = len(table)
    count = -(-len(data) // size)
    body += data + fill * (count * size - len(data))
    table += [*range(start + 1, start + count), _END]
    return start


def _entry(node: _Node, size: int) -> bytes:
    """A directory entry. Siblings hang on one another to the right: in order, as the tree asks, if not balanced."""
    name = node.name.encode("utf-16-le")[:62]
    kind = 5 if node.name == "Root Entry" and node.number == 0 else 2 if node.data is not None else 1
    child = node.children[0].number if node.children else NONE
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name) + 2, kind, 1, NONE, node.right, child, b"\0" * 16, 0, 0, 0, node.start & 0xFFFFFFFF, size,
    )  # fmt: skip


def _whole(body: bytes, fat: list[int], directory: int, minifat: tuple[int, int]) -> bytes:
    sectors = 1
    while sectors * SECTOR // 4 < len(fat) + sectors + _more(sectors):
        sectors += 1
    first = len(fat)
    table = [*fat, *[_FAT] * sectors, *[0xFFFFFFFC] * _more(sectors)]
    table += [_FREE] * (sectors * SECTOR // 4 - len(table))
    places = list(range(first, first + sectors))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        olefile.MAGIC, b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6, 0, sectors, directory, 0, CUTOFF,
        minifat[0], minifat[1], first + sectors if _more(sectors) else _END, _more(sectors),
    )  # fmt: skip
    head += b"".join(struct.pack("<I", n) for n in (places[:109] + [_FREE] * (109 - len(places[:109]))))
    out = io.BytesIO()
    out.write(head)
    out.write(body)
    out.write(struct.pack(f"<{len(table)}I", *table))
    rest = places[109:]
    for n in range(_more(sectors)):
        chunk = rest[n * 127 : (n + 1) * 127]
        following = first + sectors + n + 1 if n + 1 < _more(sectors) else _END
        out.write(struct.pack("<128I", *chunk, *[_FREE] * (127 - len(chunk)), following))
    return out.getvalue()


def _more(sectors: int) -> int:
    """Sectors that list the table's sectors, for which the head has no room."""
    return max(0, -(-(sectors - 109) // 127))
