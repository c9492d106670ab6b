"""The child's side of the sandbox: read one document after the other, as asked on standard input."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import py3langid

from firsthand.documents.confine import Limits, begin, confine, end, held
from firsthand.documents.read import items
from firsthand.documents.sandbox import BYE, KINDS, NEXT, ROOM, Item, Job, hear, tell, unread
from firsthand.flaws import Flaw

KIND = {kind: mark for mark, kind in KINDS.items()}

FULL = 0.25
"""Share of its memory that a child may still hold between two documents; one that holds more makes room for a fresh one."""

GARBAGE = 50_000
"""Objects more than before at which those that hold one another are looked for: a document makes many, and few of such. At Python's own 700 that
takes a tenth of the time of a reader."""


def serve(apart: bool) -> None:
    """Be a child: take limits, then jobs, from standard input until it ends; answer each on standard output.

    `apart`: whether this process has left the network, which is the first thing that it says.
    """
    asked, answer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", ROOM)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):  # a parser that prints must not garble the answers, nor one that asks eat the questions
        os.dup2(nothing, standard)
    limits = msgspec.msgpack.decode(hear(asked) or b"", type=Limits)
    py3langid.classify(
        ""
    )  # loads its model now, by way of a scratch file that may be larger than what a reader may write
    gc.freeze()  # what is loaded stays, and is not gone through again and again
    gc.set_threshold(GARBAGE)
    confine(limits)
    tell(answer, b"namespace" if apart else b"hook")
    jobs = msgspec.msgpack.Decoder(Job)
    while (message := hear(asked)) is not None:
        job = jobs.decode(message)
        begin(limits)
        try:
            for piece in pieces(job):
                tell(answer, KIND[type(piece)] + msgspec.msgpack.encode(piece))
        except MemoryError:
            tell(
                answer,
                KIND[Flaw] + msgspec.msgpack.encode(unread(job.document, "it needs more memory than it may use")),
            )
        end()
        full = held() > FULL * limits.memory
        tell(answer, BYE if full else NEXT)
        if full:
            return


def pieces(job: Job) -> Iterator[Item]:
    """What is read out of a document."""
    return items(job.document, Path(job.path), job.how)
