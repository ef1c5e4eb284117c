"""`huiyin`: what is typed. Each word calls the same commands as every other door.

Exit codes (docs/run.md): 0 done · 1 a fault of ours · 2 a word mistyped · 3 a file or an option that can't be used ·
4 refused · 5 the record doesn't verify · 130 interrupted.
"""

import json
import os
import signal
import sys
from types import FrameType

from huiyin.kit.clock import DEMO_DAY

INTERRUPTED = 130
MISTYPED = 2
BAD_INPUT = 3


def main() -> None:
    """The console script: errors that a person is meant to read are printed in two languages, never as a traceback."""
    signal.signal(signal.SIGTERM, _interrupt)
    os.umask(0o077)  # databases, keys and papers hold raw words: for their owner only
    os.environ.pop(DEMO_DAY, None)  # only `huiyin demo` plays on another day: ended roles must not come back
    sys.exit(outcome(sys.argv[1:]))


def outcome(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    as_json = "--json" in arguments
    try:
        return _run(arguments, as_json=as_json)
    except KeyboardInterrupt:
        zh = "已中断。已经收进库中的不会丢，再运行同一条命令会接着做。"
        en = "Interrupted. What was already taken in is kept; the same command goes on from there."
        return _explain(zh, en, INTERRUPTED, as_json=as_json)


def _run(arguments: list[str], *, as_json: bool) -> int:
    # Loading the libraries takes half a second: an interrupt then must be as polite as later.
    import click  # noqa: PLC0415
    from django.db.utils import DatabaseError  # noqa: PLC0415

    from huiyin.cli.words import huiyin  # noqa: PLC0415
    from huiyin.kit.errors import HuiyinError  # noqa: PLC0415

    try:
        huiyin.main(args=arguments, prog_name="huiyin", standalone_mode=False)
    except HuiyinError as error:
        return _explain(error.zh, error.en, error.exit_code, as_json=as_json)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        zh = "命令写得不对，见下面一行；huiyin --help 列出全部用法，docs/run.md 有中文说明。"
        return _explain(zh, error.format_message(), error.exit_code, as_json=as_json)
    except FileNotFoundError as error:
        what = error.filename or error
        zh = f"没有“{what}”这个文件或文件夹。请核对名称和所在的位置，然后重新运行。"
        return _explain(zh, f"There is no file or folder {what}.", BAD_INPUT, as_json=as_json)
    except OSError as error:
        where = f"“{error.filename}”" if error.filename else "文件"
        zh = f"{where}读写不了。若它正在 Excel 或 WPS 中打开，请关闭；再检查磁盘空间和文件夹权限，然后重新运行。"
        return _explain(
            zh, f"{error.filename or 'A file'} can't be read or written: {error}.", BAD_INPUT, as_json=as_json
        )
    except DatabaseError as error:
        zh = "数据库读写出错，本步没有写入。若磁盘已满请清理；若另一个回音正在建库或升级，请等它完成，然后重新运行。"
        return _explain(
            zh, f"The database failed, this step wrote nothing: {error}", BAD_INPUT, as_json=as_json
        )
    return 0


def _explain(zh: str, en: str, code: int, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": {"code": code, "zh": zh, "en": en}}, ensure_ascii=False))  # noqa: T201
    print(zh, en, sep="\n", file=sys.stderr)  # noqa: T201 - before click may be there
    return code


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
