"""Give up what a reader of files does not need: the network, new privileges, more than so much memory, processor, output and files.

What holds on Linux: a network namespace without any interface where the system lets one be made, no new privileges, the limits of
`setrlimit`. Elsewhere the limits that the system knows. Everywhere a Python audit hook refuses sockets; it binds Python code alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

import msgspec

ORPHAN = 3
"""After so many times its time a process ends itself, should nobody have ended it: the parent may be gone. Not sooner, since the parent
does not count the time in which it was busy itself."""

_NEWUSER, _NEWNET, _NO_NEW_PRIVS = 0x10000000, 0x40000000, 38


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one document may cost: `seconds` of the clock, `processor` seconds, bytes of `memory` (`RLIMIT_DATA`), bytes of `output`
    (the answer, and any file written meanwhile), open `files`."""

    seconds: float = 120.0
    processor: int = 120
    memory: int = 2 << 30
    output: int = 1 << 29
    files: int = 256


def unshare() -> bool:
    """Leave the network: whether this process now has a network namespace of its own. Call it before any thread is started."""
    if sys.platform != "linux":
        return False
    libc, who, group = ctypes.CDLL(None), os.geteuid(), os.getegid()
    if libc.unshare(_NEWNET) == 0:
        return True
    if libc.unshare(_NEWUSER | _NEWNET):
        return False
    with contextlib.suppress(
        OSError
    ):  # the same person inside as outside; else "nobody", who may read what everybody may
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        Path("/proc/self/uid_map").write_text(f"{who} {who} 1")
    return True


def confine(limits: Limits) -> None:
    """Hold this process to `limits`, for good, and keep it from sockets and from new privileges."""
    for kind, most in (
        (getattr(resource, "RLIMIT_DATA", resource.RLIMIT_AS), limits.memory),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise PermissionError("a reader may not use the network")


def begin(limits: Limits) -> None:
    """Start the clocks of one document. Both end this process, whatever code it is in."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + limits.processor + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, ORPHAN * limits.seconds)


def end() -> None:
    """The document is done: stop the clock."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def held() -> int:
    """Bytes of memory that this process holds now; what it held at most where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as told:  # noqa: PTH123 - asked after each document: a Path takes longer than the answer
            return int(told.read().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
