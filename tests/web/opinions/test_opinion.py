"""An opinion's page: whom it is about is said there, and a slip of the pen is answered there."""

import pytest
from django.test import Client

from huiyin.process.opinions.models import Opinion

HERE = "/c/mass-line/opinions"


@pytest.mark.parametrize("typed", ["没有的学校", "云河"])
def test_a_mistyped_unit_is_answered_in_its_place(
    office: Client, opinions: list[Opinion], typed: str
) -> None:
    one = opinions[0]
    one.refresh_from_db()
    answer = office.post(f"{HERE}/{one.pk}/about", {"unit": typed, "seen": str(one.about_id)})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert "原文不可更改" in answer.text
    about = one.about_id
    one.refresh_from_db()
    assert one.about_id == about


def test_whom_it_is_about_is_said(office: Client, opinions: list[Opinion]) -> None:
    one = Opinion.objects.get(pk=opinions[0].pk)
    sent = {"unit": "云河市实验幼儿园", "seen": str(one.about_id)}
    assert office.post(f"{HERE}/{one.pk}/about", sent).status_code == 302
    one.refresh_from_db()
    assert one.about is not None
    assert one.about.name == "云河市实验幼儿园"
