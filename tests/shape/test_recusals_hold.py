"""What an inspector is recused from is cut out of the Actor's ground: nobody asks the bare scope whether it reaches a unit."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "huiyin"
BARE = re.compile(r"(?<!root\.)\bpath\.startswith\(\w+\.scope|in_scopes\([\[(]\w+\.scope|under\(\w+\.scope")
# Declaring one for a unit asks for the bare scope: it would never be in the ground again.
ALLOWED = {"platform/orgs/commands/recusing.py"}


def test_reaching_a_unit_asks_the_ground() -> None:
    """Use `actor.covers(path)`, or `actor.ground` in a list of scopes."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if BARE.search(path.read_text(encoding="utf-8"))
    }
    # The campaign's root is asked whether somebody acts for all of it, not whether they reach it.
    assert found - ALLOWED - {"platform/orgs/rules/rights.py", "reports/desk/todo.py"} == set()
