"""The roles and rights as a page of the documentation."""

from huiyin.platform.orgs.rules.rights import APPOINTS, RIGHT_NAMES, RIGHTS, ROLE_NAMES, Right, Role


def permissions_table() -> str:
    """The roles and rights as the Markdown of docs/permissions.md."""
    heads = [f"{ROLE_NAMES[role]} {role}" for role in Role]
    rows = [
        [f"{RIGHT_NAMES[right]} `{right}`", *(_mark(right in RIGHTS[role]) for role in Role)]
        for right in Right
    ]
    givers = [
        [f"{ROLE_NAMES[giver]} {giver}", *(_mark(role in APPOINTS.get(giver, ())) for role in Role)]
        for giver in Role
        if giver in APPOINTS
    ]
    return (
        "# Permissions\n\n"
        "Printed from `src/huiyin/platform/orgs/rules/rights.py`; a test holds the two together.\n\n"
        "A role counts below the unit for which it was given, from its first day to its last. A mark says that the role\n"
        "may; whether this row is theirs is decided by the scope, and by SPEC rules 4, 5 and 13.\n\n"
        "## Rights\n\n" + _markdown(["权限", *heads], rows) + "\n"
        "## Who appoints whom\n\n"
        "Nobody gives a role to themselves. A new slip for an account takes the right to give every role that it holds, and a\n"
        "role can only be given to an account whose last slip came from somebody who may give it. Supervision and leading\n"
        "group come from above: an office gives them for the units below its own, never for its own; for the unit at the\n"
        "top, `huiyin user` on the server does. Whoever holds a role for one campaign gives roles for that one only.\n\n"
        + _markdown(["任命人", *heads], givers)
    )


def _mark(yes: bool) -> str:  # noqa: FBT001 - a table's cell
    return "✓" if yes else ""


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---", *([":-:"] * (len(heads) - 1))], *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)
