"""Serve: one process on loopback, for the one person who opened it."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from firsthand.errors import CannotGoOn
from firsthand.inquiry.open import Inquiry
from firsthand.web.app import Workbench
from firsthand.web.guard import Key
from firsthand.web.work import Work


def serve(inquiry: Inquiry, port: int, opened: Callable[[str], None]) -> None:
    """Serve the workbench on `port` of loopback (0: any that is free) until it is stopped. `opened` is called with the address to enter by.

    Raises CannotGoOn where the port is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotGoOn(f"port {port} is taken", "name another with --port, or none") from error
        key = Key(listening.getsockname()[1])
        work = Work(inquiry.folder, {"who": inquiry.settings.who})
        if not inquiry.indexed():
            work.start("index")
        bench = Workbench(inquiry, key, work)
        work.then(bench.warm)
        config = uvicorn.Config(
            bench.app(),
            lifespan="off",
            log_level="warning",
            access_log=False,  # addresses tell what somebody searched for
            server_header=False,
            date_header=False,
            ws="none",
            proxy_headers=False,
        )
        listening.listen(64)
        opened(key.address)
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            work.close()
