"""Every change to units, to who holds what in them, and to other people's accounts: one door each."""

from huiyin.platform.orgs.commands.accounts import close_account, hand_out_slip, open_account
from huiyin.platform.orgs.commands.handing_over import hand_over
from huiyin.platform.orgs.commands.holding import end_grant, end_post, give_grant, give_post
from huiyin.platform.orgs.commands.moving import move_unit
from huiyin.platform.orgs.commands.people import import_people
from huiyin.platform.orgs.commands.recusing import declare_recusal, lift_recusal
from huiyin.platform.orgs.commands.units import ensure_root, import_units

__all__ = [
    "close_account",
    "declare_recusal",
    "end_grant",
    "end_post",
    "ensure_root",
    "give_grant",
    "give_post",
    "hand_out_slip",
    "hand_over",
    "import_people",
    "import_units",
    "lift_recusal",
    "move_unit",
    "open_account",
]
