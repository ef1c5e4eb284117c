"""The words that `huiyin` knows."""

import click

from huiyin import __version__
from huiyin.cli.audit import audit
from huiyin.cli.backup import backup, restore
from huiyin.cli.demo import demo
from huiyin.cli.init import init
from huiyin.cli.plan import plan
from huiyin.cli.problems import problems
from huiyin.cli.retention import retention
from huiyin.cli.run import run
from huiyin.cli.serve import serve, work
from huiyin.cli.template import template
from huiyin.cli.text import text
from huiyin.cli.user import user


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="huiyin")
def huiyin() -> None:
    """回音：事事有回音，件件有着落。 Every matter gets an answer, every item is settled."""


huiyin.add_command(run)
huiyin.add_command(plan)
huiyin.add_command(demo)
huiyin.add_command(init)
huiyin.add_command(serve)
huiyin.add_command(work)
huiyin.add_command(user)
huiyin.add_command(problems)
huiyin.add_command(audit)
huiyin.add_command(backup)
huiyin.add_command(restore)
huiyin.add_command(retention)
huiyin.add_command(template)
huiyin.add_command(text)
