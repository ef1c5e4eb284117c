"""The words that `huiyin` knows."""

from importlib import import_module

import click

from huiyin import __version__

# Each word's command is in the module of its name, but for these.
_ELSEWHERE = {"work": "serve", "restore": "backup"}
_WORDS = (
    "audit", "backup", "counts", "demo", "init", "lookback", "plan", "problems", "restore", "retention",
    "run", "sample", "serve", "template", "text", "user", "work",
)  # fmt: skip


class _Words(click.Group):
    """Loads what a word needs when it is typed: to load everything takes a second, and each word needs a part of it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        return list(_WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _WORDS:
            return None
        found = getattr(import_module(f"huiyin.cli.{_ELSEWHERE.get(cmd_name, cmd_name)}"), cmd_name)
        assert isinstance(found, click.Command)  # noqa: S101 - for the type checker
        return found


@click.group(cls=_Words, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="huiyin")
def huiyin() -> None:
    """回音：事事有回音，件件有着落。 Every matter gets an answer, every item is settled."""
