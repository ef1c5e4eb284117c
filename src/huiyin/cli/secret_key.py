"""The key of sessions and signatures: given, or kept beside the database."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection

from huiyin.kit.errors import BadInput

VARIABLE = "HUIYIN_SECRET_KEY"
SUFFIX = ".key"
_SHORTEST = 40


def make_sure_of_secret_key() -> None:
    """Use HUIYIN_SECRET_KEY, else the file beside the SQLite database, made once and readable by its owner only.

    BadInput on PostgreSQL without the variable: several processes and machines must share one key.
    """
    given = os.environ.get(VARIABLE)
    if given and len(given) < _SHORTEST:
        raise BadInput(
            f"环境变量 {VARIABLE} 太短，容易被猜到：请用不少于 {_SHORTEST} 个字符的随机文字，例如 openssl rand -base64 48 的结果。",
            f"{VARIABLE} is too short: {_SHORTEST} characters of random text at least, e.g. from openssl rand -base64 48.",
        )
    if given:
        return
    if connection.vendor != "sqlite":
        raise BadInput(
            f"用 PostgreSQL 时要设环境变量 {VARIABLE}：各进程共用的一串不少于 40 个字符的随机文字，例如 openssl rand -base64 48 的结果。",
            f"With PostgreSQL set {VARIABLE}: random text of 40 characters or more that all processes share, e.g. from openssl rand -base64 48.",
        )
    key = _key_of(str(connection.settings_dict["NAME"]))
    os.environ[VARIABLE] = key
    # Settings are read before anybody knows the file; nothing has been signed yet.
    settings.SECRET_KEY = key


def _key_of(database: str) -> str:
    """A database in memory is gone with its process, and so is its key."""
    if ":memory:" in database or "mode=memory" in database:
        return secrets.token_urlsafe(48)
    return _kept_key(Path(database + SUFFIX))


def _kept_key(path: Path) -> str:
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii", errors="replace").strip()
        if len(key) < _SHORTEST:
            raise BadInput(
                f"密钥文件“{path}”不完整。请删去它再启动：会新建一个，已登录的人要重新登录。",
                f"The key file '{path}' isn't whole. Delete it and start again: a new one is made, and everybody signs in anew.",
            ) from None
        return key
    with os.fdopen(opened, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key + "\n")
    return key
