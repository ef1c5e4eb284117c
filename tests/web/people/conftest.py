"""A second bureau beside the world's, with people of its own: what nobody of the first may ever see."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import ensure_root, give_grant, give_post, import_units, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from tests.web.conftest import OFFICE
from tests.world import World


@dataclass
class Foreign:
    """Unit and person of another city."""

    bureau: Unit
    school: Unit
    account: Account


@pytest.fixture
def foreign(world: World, at: datetime) -> Foreign:
    bureau = ensure_root("山南市教育局", by=OFFICE, at=at)
    import_units([UnitRow(2, "F1", "山南市第一中学", None, "学校", ())], bureau, by=OFFICE, at=at)
    school = Unit.objects.get(name="山南市第一中学")
    account, _ = open_account("waibian", "外边某", by=OFFICE, at=at)
    give_grant(account, Role.CLERK, school, since=date(2014, 1, 1), by=OFFICE, at=at)
    return Foreign(bureau, school, account)


@pytest.fixture
def head(world: World, at: datetime) -> Account:
    """The head of the first school: post and role."""
    account, _ = open_account("lin", "林某校", by=OFFICE, at=at)
    give_grant(account, Role.HEAD, world.school, since=date(2013, 9, 1), by=OFFICE, at=at)
    give_post(account, PostKind.HEAD, world.school, since=date(2013, 9, 1), by=OFFICE, at=at)
    return account


def workbook(*rows: list[object], name: str = "名单.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    data = BytesIO()
    book.save(data)
    return SimpleUploadedFile(name, data.getvalue())
