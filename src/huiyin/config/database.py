"""One address, two engines: how HUIYIN_DATABASE becomes Django's connection settings."""

from typing import Any
from urllib.parse import unquote, urlsplit

from huiyin.kit.errors import BadInput

# Why each line: docs/decisions/0002-two-databases.md. Deferred mode loses writers to "database is locked" at once,
# without waiting for the timeout; IMMEDIATE makes them queue.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA secure_delete=ON;",
}


def database_settings(address: str) -> dict[str, Any]:
    """Django's settings for `address`: a path, `sqlite:///path` or `postgresql://…`. BadInput for anything else."""
    scheme, separator, rest = address.partition("://")
    if not separator:
        return _sqlite(address)
    if scheme == "sqlite":
        return _sqlite(rest.removeprefix("/"))
    if scheme in {"postgresql", "postgres"}:
        return _postgresql(address)
    raise BadInput(
        f"不认识的数据库地址“{scheme}://…”。可以写文件路径，或 postgresql://用户:口令@主机:5432/库名。",
        f"Unknown database address '{scheme}://…'. Give a file, or postgresql://user:password@host:5432/name.",
    )


def _sqlite(path: str) -> dict[str, Any]:
    if not path:
        raise BadInput("数据库地址里没有文件名。", "The database address names no file.")
    return {
        "ENGINE": "huiyin.config.sqlite",
        "NAME": path,
        "OPTIONS": dict(SQLITE_OPTIONS),
        "CONN_MAX_AGE": None,
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        raise BadInput(
            "PostgreSQL 地址里的端口不是数字。", "The port in the PostgreSQL address is no number."
        ) from None
    name = parts.path.removeprefix("/")
    if not name:
        raise BadInput("PostgreSQL 地址里没有库名。", "The PostgreSQL address names no database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": {
            # A page's query takes milliseconds; compiling one that looks dear to the planner takes seconds.
            "options": "-c jit=off",
            # Of statements whose values go beside them (platform/planned); Django's own carry them inside and are never prepared.
            "prepare_threshold": 2,
        },
        "CONN_MAX_AGE": None,
        # After PostgreSQL was started anew, the next request gets a new connection and no error.
        "CONN_HEALTH_CHECKS": True,
    }
