"""Under a receipt: where it is, what may be said, and how wrong codes are met."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from huiyin.process.answers.commands import keep_message
from huiyin.process.answers.models import Answer, Answered, Message, Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from tests.web.giving.conftest import Send, code_in, field
from tests.world import World

pytestmark = pytest.mark.django_db
WRONG = "2222-2222-2222-2222"


@pytest.fixture
def code(send: Send) -> str:
    return code_in(send())


def post(path: str, **fields: str) -> HttpResponse:
    client = Client()
    answer = client.post(path, fields)
    assert not client.cookies
    return answer  # type: ignore[return-value]


def test_the_code_opens_it_however_it_is_typed(code: str) -> None:
    for typed in (code, code.lower(), "-".join(code[i : i + 4] for i in range(0, 16, 4)), f"　{code} "):
        assert "正在梳理" in post("/r", code=typed).text


def test_it_tells_where_the_matter_is(world: World, code: str) -> None:
    matter = Opinion.objects.get().pk
    wording = Wording(title="午餐缩水", source="masses", manifestation="荤菜减少", checked=True)
    raise_problem(
        world.campaign, wording, opinions=[matter], owner=world.school, by=world.office, at=world.at
    )
    answer = Answer.objects.create(
        campaign=world.campaign,
        body="菜谱已公示",
        state="given",
        drafted_by="office",
        drafted_on=world.at.date(),
        decided_by="leader",
        decided_on=world.at.date(),
    )
    page = post("/r", code=code).text
    assert "列为问题 2014-001" in page
    assert "云河市第三中学" in page
    assert "还没有答复" in page
    Answered.objects.create(answer=answer, opinion_id=matter)
    page = post("/r", code=code).text
    assert "菜谱已公示" in page
    assert "还没有答复" not in page


def test_a_wrong_code_makes_the_next_try_wait_and_nobody_else(
    code: str, clock: Callable[[timedelta], None]
) -> None:
    page, waited = Client().get("/r"), []
    for wrong in (WRONG, code[:-1] + ("2" if code[-1] != "2" else "3"), WRONG):
        page = post("/r", code=wrong, **{"try": field(page, "try")})
        assert page.status_code == 422
        assert "有一位抄错了" in page.text
        early = post("/r", code=code, **{"try": field(page, "try")})
        assert "正在梳理" not in early.text
        waited.append(int(early.text.partition("请等 ")[2].partition(" ")[0]))
        assert field(early, "try") == field(page, "try")
        assert f'value="{code}"' in early.text
        clock(timedelta(seconds=waited[-1]))
    assert waited == [2, 4, 8]
    assert "正在梳理" in post("/r", code=code, **{"try": field(page, "try")}).text
    assert "正在梳理" in post("/r", code=code).text


def test_the_office_s_question_is_replied_to(world: World, code: str) -> None:
    matter = Opinion.objects.get().pk
    assert "回复活动办" not in post("/r", code=code).text
    keep_message(matter, world.campaign.pk, "question", "是哪个窗口？", on=world.at.date(), by="office")
    page = post("/r", code=code).text
    assert "是哪个窗口？" in page
    assert "回复活动办" in page
    assert "已经收到您的回复" in post("/r/reply", code=code, body="三号窗口\r\n靠门").text
    assert Message.objects.get(kind="reply").body == "三号窗口\n靠门"


def test_more_is_said_and_shown_again(code: str) -> None:
    page = post("/r/add", code=code, body="今天又没有肉").text
    assert "已经收到您的补充" in page
    assert "今天又没有肉" in page
    assert "活动办都看不到" in post("/r/report", code=code, body="孩子被调了座位").text
    assert set(Message.objects.values_list("kind", flat=True)) == {"addition", "retaliation"}


def test_what_is_refused_stays_in_its_box(code: str) -> None:
    long = "长" * 5001
    page = post("/r/add", code=code, body=long)
    assert page.status_code == 422
    assert long in page.text
    assert not Message.objects.exists()


def test_it_is_taken_back_after_one_more_question(code: str) -> None:
    asked = post("/r/withdraw", code=code)
    assert "确定撤回吗" in asked.text
    assert Opinion.objects.get().withdrawn_on is None
    assert "已经撤回" in post("/r/withdraw", code=code, sure="1").text
    assert Opinion.objects.get().withdrawn_on is not None
    page = post("/r/add", code=code, body="还有").text
    assert "已经撤回，不再办理" in page


def test_a_receipt_that_somebody_wrote_down_is_changed_for_one_of_one_s_own(code: str) -> None:
    Receipt.objects.update(once=True)
    form = Client().get("/r")
    page = post("/r", code=code, **{"try": field(form, "try")})
    fresh = code_in(page)
    assert fresh != code
    assert "已经作废" in page.text
    assert receipt_of(code) is None
    assert "正在梳理" in post("/r", code=fresh).text
    again = post(
        "/r", code=code, **{"try": field(form, "try")}
    )  # the connection broke before the answer came
    assert code_in(again) == fresh
    assert post("/r", code=code).status_code == 422


@pytest.mark.parametrize("path", ["/r/reply", "/r/add", "/r/report", "/r/withdraw"])
def test_an_act_takes_the_code_and_its_address_alone_leads_to_the_box(path: str, code: str) -> None:
    assert post(path, code=WRONG, body="有话说", sure="1").status_code == 422
    assert not Message.objects.exists()
    back = Client().get(f"{path}?language=en")
    assert back.headers["Location"] == "/r?language=en"
