"""`huiyin user`: accounts from the server's own command line, for the first one and for whoever lost all access."""

import json
from datetime import date, datetime

import click

from huiyin.cli.database import database
from huiyin.kit.clock import CHINA, day_in_china, now
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Role

_ADDRESS = click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="给程序读的结果")
_DAY = click.DateTime(["%Y-%m-%d"])
_RULE = "-" * 46


@click.group()
def user() -> None:
    """账号。 Accounts."""


@user.command("open")
@click.argument("login", metavar="登录名")
@click.argument("name", metavar="姓名")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="给什么角色；不给则账号暂时什么也不能做"
)
@click.option("--unit", metavar="单位", help="角色在哪个单位以下；默认唯一的顶层单位；库中还没有单位时就建它")
@click.option("--since", type=_DAY, metavar="日期", help="从哪天起；默认今天")
@click.option("--until", type=_DAY, metavar="日期", help=f"到哪天止；{ROLE_NAMES[Role.SUPERVISION]}必填")
@click.option("--campaign", default="", metavar="代码", help="只在哪个活动中；默认所有活动")
@_ADDRESS
@_JSON
def open_(
    login: str,
    name: str,
    role: str | None,
    unit: str | None,
    since: datetime | None,
    until: datetime | None,
    campaign: str,
    address: str | None,
    *,
    as_json: bool,
) -> None:
    """开设账号，打印登录条（只显示这一次）。 Open an account and print its slip, once."""
    at = now()
    with database(address, migrate=True):
        from huiyin.cli.users import Wanted, open_user  # noqa: PLC0415 - models need a Django that is awake

        wanted = None
        if role is not None:
            first = since.date() if since else day_in_china(at)
            wanted = Wanted(Role(role), unit, first, until.date() if until else None, campaign)
        _show(open_user(login, name, wanted, at=at), as_json=as_json)


@user.command()
@click.argument("login", metavar="登录名")
@_ADDRESS
@_JSON
def slip(login: str, address: str | None, *, as_json: bool) -> None:
    """发一张新的登录条，旧密码和旧条立即作废。 A new slip; the old password and slip stop working at once."""
    with database(address, migrate=False):
        from huiyin.cli.users import new_slip  # noqa: PLC0415

        _show(new_slip(login, at=now()), as_json=as_json)


@user.command()
@click.argument("login", metavar="登录名")
@_ADDRESS
def close(login: str, address: str | None) -> None:
    """停用账号，不能再恢复。 Close an account, for good."""
    with database(address, migrate=False):
        from huiyin.cli.users import close_user  # noqa: PLC0415

        close_user(login, at=now())
    click.echo(f"账号“{login}”已停用。\nThe account '{login}' is closed.")


@user.command("list")
@_ADDRESS
@_JSON
def list_(address: str | None, *, as_json: bool) -> None:
    """列出账号和今天起的角色。 List accounts with the roles that they hold from today on."""
    with database(address, migrate=False):
        from huiyin.cli.users import listed_users  # noqa: PLC0415

        found = listed_users(day_in_china(now()))
    if as_json:
        click.echo(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        roles = "；".join(
            f"{ROLE_NAMES[held.role]} {held.unit} {_days(held.since, held.until)}"
            + (f" {held.campaign}" if held.campaign else "")
            for held in each.held
        )
        click.echo(f"{each.login}\t{each.name}\t{'在用' if each.active else '已停用'}\t{roles or '没有角色'}")


def _days(since: date, until: date | None) -> str:
    return f"{since} 至 {until}" if until else f"{since} 起"


def _show(slip: Slip, *, as_json: bool) -> None:
    until = slip.until.astimezone(CHINA)
    if as_json:
        said = {"login": slip.login, "name": slip.name, "code": slip.code, "until": until.isoformat()}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    lines = [
        f"登录名  Login   {slip.login}",
        f"姓名    Name    {slip.name}",
        f"登录条  Slip    {slip.code}",
        f"有效至  Until   {until:%Y-%m-%d %H:%M}",
        "用法：登录页 → 第一次登录，输入登录名和登录条，设自己的密码。",
        "Use: sign-in page → first time; type login and slip, set your own password.",
        "登录条只显示这一次，丢了请再发一张。 Shown this once only.",
    ]
    click.echo("\n".join([_RULE, *lines, _RULE]))
