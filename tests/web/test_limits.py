"""What is too long is refused by its announced length, before anything of it is kept."""

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.web.frame.limits import LONGEST_FORM, LONGEST_UPLOAD
from tests.web.conftest import SignedIn
from tests.world import World


@pytest.mark.parametrize("address", ["/sign-in", "/slip", "/people/import", "/language"])
def test_a_stranger_sends_no_more_than_a_form(world: World, address: str) -> None:
    answer = Client().post(address, {"login": "x" * (LONGEST_FORM + 1)})
    assert answer.status_code == 413
    assert "太大" in answer.text


def test_who_is_signed_in_may_send_a_workbook_to_the_imports_only(signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    assert office.post("/people/import", {"step": "check", "x": "x" * (LONGEST_FORM + 1)}).status_code != 413
    assert office.post("/password", {"x": "x" * (LONGEST_FORM + 1)}).status_code == 413
    assert office.post("/people/import", {"x": "x" * (LONGEST_UPLOAD + 1)}).status_code == 413
