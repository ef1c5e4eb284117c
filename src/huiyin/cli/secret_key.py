"""The keys that never lie in the database: of sessions and signatures, and of what givers are protected by. Given, or kept beside it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from huiyin.kit.errors import BadInput

VARIABLE = "HUIYIN_SECRET_KEY"
GIVERS_VARIABLE = "HUIYIN_GIVERS_KEY"
SUFFIX = ".key"
_SHORTEST = 40


@dataclass(frozen=True)
class _Key:
    """One key: its variable, the setting that it becomes, the ending of its file, and what deleting a broken file costs."""

    variable: str
    setting: str
    suffix: str
    lost_zh: str
    lost_en: str


_SESSIONS = _Key(
    VARIABLE,
    "SECRET_KEY",
    SUFFIX,
    "请删去它再启动：会新建一个，已登录的人要重新登录。",
    "Delete it and start again: a new one is made, and everybody signs in anew.",
)
_GIVERS = _Key(
    GIVERS_VARIABLE,
    "HUIYIN_GIVERS_KEY",
    ".givers" + SUFFIX,
    "请从备份恢复它：换了密钥，已出具的回执都查不到，联系方式也读不出。",
    "Restore it from a backup: under another key no receipt opens any more and no contact can be read.",
)


def make_sure_of_secret_key() -> None:
    """Use HUIYIN_SECRET_KEY and HUIYIN_GIVERS_KEY, else files beside the SQLite database, made once and readable by their owner only.

    BadInput on PostgreSQL without the variables: several processes and machines must share the keys.
    """
    for key in (_SESSIONS, _GIVERS):
        _make_sure_of(key)


def use_givers_key() -> None:
    """Use the key of givers where it lies beside the SQLite database, for a command that only reads; makes none."""
    path = Path(str(connection.settings_dict["NAME"]) + _GIVERS.suffix)
    if not os.environ.get(GIVERS_VARIABLE) and connection.vendor == "sqlite" and path.is_file():
        setattr(settings, _GIVERS.setting, _kept_key(_GIVERS, path))


def _make_sure_of(key: _Key) -> None:
    given = os.environ.get(key.variable)
    if given and len(given) < _SHORTEST:
        raise BadInput(
            f"环境变量 {key.variable} 太短，容易被猜到：请用不少于 {_SHORTEST} 个字符的随机文字，例如 openssl rand -base64 48 的结果。",
            f"{key.variable} is too short: {_SHORTEST} characters of random text at least, e.g. from openssl rand -base64 48.",
        )
    if given:
        return
    if connection.vendor != "sqlite":
        raise BadInput(
            f"用 PostgreSQL 时要设环境变量 {key.variable}：各进程共用的一串不少于 40 个字符的随机文字，例如 openssl rand -base64 48 的结果。",
            f"With PostgreSQL set {key.variable}: random text of 40 characters or more that all processes share, e.g. from openssl rand -base64 48.",
        )
    kept = _key_of(key, str(connection.settings_dict["NAME"]))
    os.environ[key.variable] = kept
    # Settings are read before anybody knows the file; nothing has been signed yet.
    setattr(settings, key.setting, kept)


def _key_of(key: _Key, database: str) -> str:
    """A database in memory is gone with its process, and so is its key."""
    if ":memory:" in database or "mode=memory" in database:
        return secrets.token_urlsafe(48)
    return _kept_key(key, Path(database + key.suffix))


def _kept_key(key: _Key, path: Path) -> str:
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii", errors="replace").strip()
        if len(kept) < _SHORTEST:
            raise BadInput(
                f"密钥文件“{path}”不完整。{key.lost_zh}",
                f"The key file '{path}' isn't whole. {key.lost_en}",
            ) from None
        return kept
    with os.fdopen(opened, "w", encoding="ascii") as file:
        made = secrets.token_urlsafe(48)
        file.write(made + "\n")
    return made
