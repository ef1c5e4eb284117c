"""What somebody without an account sees and does: nothing that was written is ever lost, and nothing kept that wasn't acknowledged."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from huiyin.platform.files.commands import sweep_held
from huiyin.platform.files.queries import held
from huiyin.platform.files.rules.holding import HELD_FOR
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import close_entrance
from huiyin.process.channels.models import Contact, Entrance, GivenFile, Submission
from huiyin.process.channels.rules.tokens import GOOD_FOR
from huiyin.process.opinions.models import Opinion
from huiyin.process.sealed.models import SealedMatter
from huiyin.web.giving import saying
from tests.rules.files.samples import picture
from tests.web.giving.conftest import CONCRETE, Send, code_in, field
from tests.world import World

pytestmark = pytest.mark.django_db
VAGUE = "很不好，领导要重视，要加强管理"
ACCUSES = "校长王小明上周三在办公室收受家长红包"
TELLING = "上周三班主任李老师让交了二百元，我的电话13912345678"


def test_the_page_says_who_reads_and_who_never_will(entrance: Entrance) -> None:
    client = Client()
    page = client.get(f"/say/{entrance.code}")
    assert page.status_code == 200
    for said in ("云河市第三中学", "看不到原话", "督导组", "1095 天", "不记姓名", "回执码"):
        assert said in page.text
    assert "checked" not in page.text  # nothing is chosen beforehand
    assert not client.cookies


def test_headers_keep_it_to_itself(entrance: Entrance) -> None:
    for path in (f"/say/{entrance.code}", "/say/nowhere", "/r"):
        headers = Client().get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"


def test_it_speaks_english_by_a_plain_link(entrance: Entrance) -> None:
    client = Client()
    page = client.get(f"/say/{entrance.code}?language=en")
    assert "What happened" in page.text
    assert page.headers["Content-Language"] == "en"
    assert not client.cookies
    assert "English" in Client().get(f"/say/{entrance.code}").text


def test_an_unknown_link_and_a_closed_one_say_so(world: World, entrance: Entrance) -> None:
    unknown = Client().get("/say/nowhere")
    assert unknown.status_code == 404
    assert "没有这个收集点" in unknown.text
    close_entrance(entrance, on=world.at.date(), by=world.office, at=world.at)
    Entrance.objects.update(opens_on=world.at.date() - timedelta(days=9))
    close = {"closes_on": world.at.date() - timedelta(days=1)}
    Entrance.objects.update(**close)
    closed = Client().get(f"/say/{entrance.code}")
    assert closed.status_code == 410
    assert "现在不收意见" in closed.text


@pytest.mark.parametrize("path", ["/say/", "/say/abc/", "/say/abc.", "/r/nothing"])
def test_a_link_with_a_letter_too_many_sets_no_cookie(path: str) -> None:
    client = Client()
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not client.cookies


def test_what_was_sent_is_kept_and_its_receipt_shown(send: Send) -> None:
    answer = send(when="上周三", giver="parent", show="yes", contact="wang@example.cn")
    assert answer.status_code == 200
    found = receipt_of(code_in(answer))
    opinion = Opinion.objects.get()
    assert found is not None
    assert found.matter == opinion.pk
    assert opinion.body == f"{CONCRETE}\n时间：上周三"
    assert opinion.giver_kind == "parent"
    assert Submission.objects.get().may_show is True
    assert Contact.objects.count() == 1
    assert "<svg" in answer.text
    assert code_in(answer) not in str(dict(answer.headers))


def test_not_asked_means_no(send: Send) -> None:
    send()
    assert Submission.objects.get().may_show is None


def test_sent_twice_it_has_one_receipt(send: Send) -> None:
    first, second = send(), send()
    assert code_in(first) == code_in(second)
    assert "没有重复登记" in second.text
    assert Opinion.objects.count() == 1


def test_the_end_of_a_line_is_one_character(send: Send) -> None:
    send(f" {CONCRETE}\r\n第二行 ")
    assert Opinion.objects.get().body == f" {CONCRETE}\n第二行 "


@pytest.mark.parametrize(
    ("later", "note"),
    [(timedelta(seconds=-9), "请再按一次"), (GOOD_FOR, "打开得太久了")],
    ids=["too fast", "too old"],
)
def test_a_token_that_is_no_good_costs_one_press_more_and_no_word(
    send: Send, clock: Callable[[timedelta], None], later: timedelta, note: str
) -> None:
    clock(later)
    answer = send(when="上周三", contact="wang@example.cn")
    assert note in answer.text
    assert CONCRETE in answer.text
    assert "wang@example.cn" in answer.text
    assert not Opinion.objects.exists()
    clock(timedelta(seconds=10))
    assert code_in(send(token=field(answer, "token")))


def test_another_s_token_costs_one_press_more(send: Send) -> None:
    answer = send(token="nonsense")  # noqa: S106 - of nothing
    assert CONCRETE in answer.text
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("text", "hint"),
    [(VAGUE, "看不出具体的事"), (TELLING, "可能让人认出"), (ACCUSES, "只交给纪检")],
)
def test_one_more_look_where_there_is_something_to_say(send: Send, text: str, hint: str) -> None:
    look = send(text, show="no", where="办公室" if text is not VAGUE else "")
    assert hint in look.text
    assert not Opinion.objects.exists()
    answer = send(
        field(look, "text"), token=field(look, "token"), looked=field(look, "looked"), show="no", act="send"
    )
    assert code_in(answer)
    assert Opinion.objects.get().body.startswith(text)


def test_concrete_words_are_not_held_up(send: Send) -> None:
    assert code_in(send())


def test_what_was_looked_at_may_be_changed(send: Send) -> None:
    form = send(VAGUE, looked="1", act="change", contact="wang@example.cn")
    assert VAGUE in form.text
    assert "wang@example.cn" in form.text
    assert not Opinion.objects.exists()


def test_names_and_numbers_are_taken_out_at_a_wish(send: Send) -> None:
    form = send(TELLING, looked="1", act="take_out")
    assert "13912345678" not in form.text
    assert "李老师" not in form.text
    assert "某人" in form.text
    assert not Opinion.objects.exists()


def test_an_accusation_goes_to_the_sealed_channel_if_its_giver_wants(send: Send) -> None:
    answer = send(ACCUSES, looked="1", act="sealed")
    assert not Opinion.objects.exists()
    receipt = receipt_of(code_in(answer))
    assert receipt is not None
    assert SealedMatter.objects.get().pk == receipt.matter
    page = Client().post("/r", {"code": code_in(answer)})
    assert "密封渠道" in page.text


def test_what_comes_next_is_said_as_it_is(send: Send) -> None:
    assert "列为问题" in send().text
    again = send(ACCUSES, looked="1", act="sealed").text
    assert "没有重复登记" in again
    assert "密封保存" not in again
    assert "列为问题" not in again


def test_nobody_is_told_that_the_office_sorts_a_sealed_accusation(send: Send) -> None:
    answer = send(ACCUSES, looked="1", act="sealed").text
    assert "密封保存" in answer
    assert "列为问题" not in answer


def test_a_pupil_is_asked_for_nothing_and_told_of_their_parents(
    pupils: Entrance, send: Send, settings: Settings
) -> None:
    page = Client().get(f"/say/{pupils.code}").text
    assert "未满十四周岁" in page
    assert "监护人" in page
    assert 'name="contact"' not in page
    assert 'name="giver"' not in page
    Client().post(f"/say/{pupils.code}", {"text": CONCRETE, "contact": "妈妈的电话"})
    assert not Contact.objects.exists()


def test_photos_come_along_without_their_names(send: Send) -> None:
    files = [
        SimpleUploadedFile("IMG_20140521_王小明.jpg", picture()),
        SimpleUploadedFile("b.png", picture("PNG")),
    ]
    assert code_in(send(files=files))
    assert {given.attachment.name for given in GivenFile.objects.all()} == {"附件.jpg", "附件.png"}


def carried(page: HttpResponse, **more: str) -> dict[str, str]:
    """What the page with one more look sends on, as a browser without script does."""
    return {name: field(page, name) for name in ("chosen", "held")} | {"looked": "1"} | more


@pytest.mark.parametrize("act", ["send", "sealed"])
def test_files_that_were_chosen_before_one_more_look_come_along(send: Send, act: str) -> None:
    look = send(ACCUSES, files=[SimpleUploadedFile("a.jpg", picture())])
    assert "刚才选的 1 个还在" in look.text
    lying = [path for path in held().folder.rglob("*") if path.is_file()]
    assert len(lying) == 1
    assert b"JFIF" not in lying[0].read_bytes()
    assert not GivenFile.objects.exists()
    sent = carried(look, act=act)
    code = code_in(send(ACCUSES, **sent))
    assert GivenFile.objects.get().attachment.name == "附件.jpg"
    assert not [path for path in held().folder.rglob("*") if path.is_file()]
    assert code_in(send(ACCUSES, **sent)) == code  # pressed twice
    assert GivenFile.objects.count() == 1


def test_held_files_stay_over_more_pages_and_go_on_their_own(send: Send, at: datetime) -> None:
    look = send(ACCUSES, files=[SimpleUploadedFile("a.jpg", picture())])
    back = send(ACCUSES, **carried(look, act="change"), files=[SimpleUploadedFile("b.jpg", picture())])
    assert "刚才选的 2 个还在" in back.text
    many = [SimpleUploadedFile(f"{n}.jpg", picture()) for n in range(2)]
    assert "最多 3 个" in send(ACCUSES, **carried(back), files=many).text
    assert sweep_held(at) == 0
    assert sweep_held(at + HELD_FOR + timedelta(seconds=1)) == 2
    again = send(ACCUSES, **carried(back))
    assert again.status_code == 422
    assert "没有一起传上来" in again.text
    assert "只交给纪检" in again.text
    assert not Opinion.objects.exists()
    photo = SimpleUploadedFile("a.jpg", picture())
    assert code_in(send(ACCUSES, looked="1", chosen="1", files=[photo]))
    assert GivenFile.objects.count() == 1


def test_whoever_thinks_better_of_them_leaves_none(send: Send) -> None:
    look = send(ACCUSES, files=[SimpleUploadedFile("a.jpg", picture())])
    assert code_in(send(ACCUSES, **carried(look, act="send", dropped="1")))
    assert not GivenFile.objects.exists()
    assert not [path for path in held().folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("ticket", ["", "x", "é", "A" * 64, "AAAA " * 9])
def test_a_made_up_ticket_opens_nothing(send: Send, ticket: str) -> None:
    answer = send(ACCUSES, looked="1", chosen="1", held=ticket)
    assert answer.status_code == 422
    assert not Opinion.objects.exists()


def test_whoever_goes_without_the_files_says_so(send: Send) -> None:
    asked = send(chosen="1")
    assert asked.status_code == 422
    assert "没有一起传上来" in asked.text
    assert code_in(send(chosen="1", dropped="1"))
    assert not GivenFile.objects.exists()


def test_a_file_that_isn_t_taken_costs_no_word(send: Send) -> None:
    answer = send(files=[SimpleUploadedFile("a.exe", b"MZ nothing")])
    assert answer.status_code == 422
    assert CONCRETE in answer.text
    assert "再选一次" in answer.text
    assert not Opinion.objects.exists()
    answer = send(files=[SimpleUploadedFile(f"{n}.jpg", picture()) for n in range(4)])
    assert "最多 3 个" in answer.text


@pytest.mark.parametrize("text", ["", " ", "长" * 7001, "有\0字"])
def test_what_can_t_be_kept_stays_in_the_form(send: Send, text: str) -> None:
    answer = send(text, where="二楼")
    assert answer.status_code == 422
    assert not Opinion.objects.exists()
    assert "二楼" in answer.text
    assert "\0" not in text or "有" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database is locked: 红烧肉"), 503),
        (OSError(28, "full"), 503),
        (KeyError("红烧肉"), 500),
    ],
)
def test_when_it_can_t_be_kept_nothing_is_acknowledged_and_nothing_lost(
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(saying, "submit_opinion", fail)
        logging.getLogger("huiyin").propagate = True
        answer = send(when="上周三", contact="wang@example.cn")
    assert answer.status_code == status
    assert "没有提交成功" in answer.text
    for kept in (CONCRETE, "上周三", "wang@example.cn"):
        assert kept in answer.text
    assert not Receipt.objects.exists()
    assert "红烧肉" not in caplog.text
    assert "/say/" not in caplog.text
    assert code_in(send(field(answer, "text"), token=field(answer, "token")))


def test_a_whole_page_of_photos_too_many_is_told_so(entrance: Entrance) -> None:
    client = Client()
    answer = client.post(f"/say/{entrance.code}", {"text": "x" * (32 * 1024**2)})
    assert answer.status_code == 413
    assert "少选几张" in answer.text
    assert not client.cookies
