"""The process that worker processes are forked from: small, without network, and the only one that ends them.

It runs as ``python -m api.zygote FD`` and takes commands, one JSON object a message, on the socket ``FD``:
``{"do": "fork", "id": 7, ...}`` with the worker's own socket beside it, and ``{"do": "end", "id": 7}``. A worker that
has died stays its zombie until it is told to end it, so that no process id is ever another's. When the service goes,
its socket closes, and all workers go with it.

``{"do": "load", ...}`` forks one more process of this kind, which reads a snapshot into memory, says so on its own
socket, and takes commands there: its workers share what it has.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import platform
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import NoReturn

import pyoxigraph as ox

from api import copied, worker

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # linux/sched.h
_SET_DEATH_SIGNAL, _SET_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER = 1, 22, 38, 2  # linux/prctl.h
_SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # audit architecture, number of socket()
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # seccomp: go on; return EPERM


def main() -> None:
    """Take commands until the service is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(BrokenPipeError):  # the service was stopped meanwhile; what follows ends at once
        control.send(json.dumps({"network": isolate()}).encode())
    follow(control)


def follow(control: socket.socket, store: ox.Store | None = None) -> None:
    """Take commands until ``control`` is closed; workers have ``store``, where there is one, else what they open."""
    gc.collect()
    gc.freeze()  # what is there stays, and a worker need not copy it to count references
    children: dict[int, int] = {}
    ending: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not message:
            break
        ending = {pid for pid in ending if os.waitpid(pid, os.WNOHANG) == (0, 0)}
        command = json.loads(message)
        if command["do"] in ("fork", "load"):
            pid = os.fork()
            if pid == 0:
                control.close()
                _become(command, descriptors[0], store)
            children[command["id"]] = pid
            os.close(descriptors[0])
        else:
            ending |= _killed(children.pop(command["id"], 0))
    for pid in children.values():
        ending |= _killed(pid)
    for pid in ending:
        os.waitpid(pid, 0)


def isolate() -> str:
    """Take the network from this process and all that it forks; return by what: namespace, seccomp, or "" (not at all).

    A namespace of its own has no interface that is up; where that is forbidden, the kernel refuses to make sockets.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NET) == 0 or libc.unshare(_NEW_USER | _NEW_NET) == 0:
        return "namespace"
    return "seccomp" if _no_sockets(libc) else ""


def _no_sockets(libc: ctypes.CDLL) -> bool:
    known = _SOCKET_CALL.get(platform.machine())
    if known is None:
        return False
    architecture, number = known
    steps = [
        (_LOAD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 0),
        (_JUMP_IF_EQUAL, 0, 1, number),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.create_string_buffer(program), 0, 0) == 0)


def _load(control: socket.socket, orders: worker.Orders) -> None:
    """Read a snapshot into memory, say that it is there, and be what its workers are forked from."""
    try:
        store = copied.loaded(orders.path, orders.memory)
    except MemoryError:
        control.send(json.dumps({"fits": False}).encode())
        return
    control.send(json.dumps({"fits": True}).encode())
    follow(control, store)


def _become(command: dict[str, object], descriptor: int, store: ox.Store | None) -> NoReturn:
    """Be the worker; a failure is its exit code, for the service sees its socket close."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
        os.setsid()  # a share of the processor of its own, which can be made smaller
        own, orders = socket.socket(fileno=descriptor), worker.Orders(**command["orders"])  # type: ignore[arg-type]
        if command["do"] == "load":
            _load(own, orders)
        else:
            worker.serve(own, orders, store)
        code = 0
    finally:
        os._exit(code)


def _killed(pid: int) -> set[int]:
    """Kill a child and return it, to be waited for later: giving back its memory may take a while."""
    if not pid:
        return set()
    os.kill(pid, signal.SIGKILL)
    return {pid}


if __name__ == "__main__":
    main()
