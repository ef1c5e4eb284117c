"""The editable ledger through a real spreadsheet program: LibreOffice opens, recalculates and saves it, and nothing has changed.

Runs only where `soffice` is found (Debian: libreoffice-calc); `make check` doesn't need it.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.rectification.models import Measure
from tests.web.conftest import ON_THE_PAGES, PASSWORD, TODAY, account, signed_in
from tests.web.problems.rectified import HERE, rectifying, second
from tests.world import World

__all__ = ["PASSWORD", "account", "signed_in"]

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice isn't installed")


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ON_THE_PAGES.items():
        setattr(settings, name, value)
    monkeypatch.setenv(*TODAY)


def saved_again(data: bytes, folder: Path, form: str) -> bytes:
    """The workbook as LibreOffice saves it, in the format of `form`."""
    came = folder / "台账.xlsx"
    came.write_bytes(data)
    out = folder / form
    command = [
        str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to", form, "--outdir", str(out), str(came),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return next(out.iterdir()).read_bytes()


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_saving_it_elsewhere_changes_nothing(
    signed_in: "type", world: World, tmp_path: Path, form: str
) -> None:
    one = rectifying(world)
    second(one, "=1+1 \t“引号” 100% 2014-5-23\n第二行")
    second(one, "007")
    second(one, "5-23 前“公示”，@所有人 -并- +答复")
    clerk: Client = signed_in(Role.CLERK, world.school)
    out = clerk.get(f"{HERE}/exchange.xlsx").content
    data = saved_again(out, tmp_path, form)
    assert data != out
    file = SimpleUploadedFile(f"台账.{form}", data)
    text = clerk.post(f"{HERE}/exchange", {"step": "check", "file": file}).text
    assert "没有要写入的：5 行和现在一样" in text
    assert "不采用的" not in text
    assert "系统里不改的" not in text
    assert Measure.objects.count() == 4
