"""How much memory a process holds and held at most, from /proc (Linux).

`resource.getrusage` won't do: what a process is told there as its own peak begins with that of the process that started it.
"""

from pathlib import Path

_KIB = 1024


def held() -> float:
    """MB that this process holds now."""
    return _status("VmRSS")


def peak() -> float:
    """MB that it held at most since it began, or since `forget_peak`."""
    return _status("VmHWM")


def forget_peak() -> None:
    """Begin to watch for the peak anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        field, _, value = line.partition(":")
        if field == name:
            return float(value.split()[0]) / _KIB
    raise LookupError(name)
