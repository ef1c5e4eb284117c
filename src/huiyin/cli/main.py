"""`huiyin`: what is typed. Each word calls the same commands as every other door.

Exit codes (docs/run.md): 0 done · 1 a fault of ours · 2 a word mistyped · 3 a file or an option that can't be used ·
4 refused · 5 the record doesn't verify · 130 interrupted.
"""

import json
import signal
import sys
from types import FrameType

import click

from huiyin import __version__
from huiyin.cli.audit import audit
from huiyin.cli.init import init
from huiyin.cli.run import run
from huiyin.cli.template import template
from huiyin.kit.errors import HuiyinError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="huiyin")
def huiyin() -> None:
    """回音：事事有回音，件件有着落。 Every matter gets an answer, every item is settled."""


huiyin.add_command(run)
huiyin.add_command(init)
huiyin.add_command(audit)
huiyin.add_command(template)


def main() -> None:
    """The console script: errors that a person is meant to read are printed in two languages, never as a traceback."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_outcome(sys.argv[1:]))


def _outcome(arguments: list[str]) -> int:
    try:
        huiyin.main(args=arguments, prog_name="huiyin", standalone_mode=False)
    except HuiyinError as error:
        _explain(error.zh, error.en, error.exit_code, as_json="--json" in arguments)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        zh = "已中断。已收录的意见都在库中，再运行同一条命令会接着做。"
        en = "Interrupted. What was taken in is kept; the same command goes on from there."
        _explain(zh, en, INTERRUPTED, as_json="--json" in arguments)
        return INTERRUPTED
    return 0


def _explain(zh: str, en: str, code: int, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"error": {"code": code, "zh": zh, "en": en}}, ensure_ascii=False))
    click.echo(zh, err=True)
    click.echo(en, err=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
