"""docs/permissions.md is the table of the code, printed."""

import os
from pathlib import Path

from huiyin.platform.orgs.rules.permissions import permissions_table

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_the_table() -> None:
    if os.environ.get("HUIYIN_WRITE_DOCS") == "1":
        PAGE.write_text(permissions_table(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == permissions_table(), (
        "docs/permissions.md is not what rights.py says. Write it anew: "
        "HUIYIN_WRITE_DOCS=1 python -m pytest tests/shape/test_permissions.py"
    )
