"""What goes to and fro between the office and a giver whom nobody knows: receipts, messages, answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.answers.rules.ratings import Rated
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import LONGEST_WHY, Opinion


class Receipt(models.Model):
    """The right to hear of a matter and to speak of it again: whoever has the code. `code_hash` is rules.receipts.code_hash.

    `matter` is the id of the opinion (or of what it became in the sealed channel, which keeps that id), so the rows tell nothing
    of the order of arrival. `once`: an operator wrote it down for the giver; at its first use the giver gets a code of their own.
    """

    matter = models.BigIntegerField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    code_hash = models.CharField(max_length=64, unique=True)
    issued_on = models.DateField("出具日期")
    once = models.BooleanField("首次使用即换新", default=False)

    objects: ClassVar[models.Manager["Receipt"]] = models.Manager()

    class Meta:
        verbose_name = "回执"


class Message(models.Model):
    """What was said about a matter after it was handed in, by the giver under their receipt or to them; verbatim (SPEC rule 1).

    A giver's messages have no record of their own, which would date them (rules 5, 7): they are sealed once a day, `sealed_in` the
    record. `by` is "" for the giver. Ids are random within the day. `body` and `salt` turn to nothing with the opinion's words.
    `read_on`: since when somebody of the office has noted what the giver said; of a "not fixed", since when a person has decided.

    A giver's rating of a fix is one, too (kinds RATING, NOT_FIXED): `problem`, `handed`, `turn` and `level` are those of
    rules.ratings.Rated, and stay when the words go. Rated again, both rows stay, and the later `turn` counts.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "向反映人询问"
        REPLY = "reply", "反映人答"
        ADDITION = "addition", "反映人补充"
        WITHDRAWAL = "withdrawal", "反映人撤回"
        RETALIATION = "retaliation", "反映受到打击报复"
        TOLD = "told", "纪检告知反映人"
        RATING = "rating", "反映人评价整改"
        NOT_FIXED = "not_fixed", "反映人说没有真改"

    id = models.BigIntegerField(primary_key=True)
    matter = models.BigIntegerField(db_index=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    body = models.TextField("内容", null=True)
    salt = models.CharField(max_length=32, null=True)
    digest = models.CharField("摘要", max_length=64)
    on = models.DateField("日期")
    by = models.CharField("经办", max_length=80, blank=True)
    sealed_in = models.BigIntegerField("封存于记录", null=True)
    read_on = models.DateField("已阅日期", null=True)
    problem = models.BigIntegerField("评价的问题", null=True)
    handed = models.PositiveSmallIntegerField("第几次报请验收", null=True)
    turn = models.PositiveSmallIntegerField("第几次评价", null=True)
    level = models.CharField("满意度", max_length=40, null=True)

    objects: ClassVar[models.Manager["Message"]] = models.Manager()

    class Meta:
        verbose_name = "往来"
        constraints = [
            models.CheckConstraint(
                condition=Q(salt__isnull=False, body__isnull=False) | Q(salt__isnull=True, body__isnull=True),
                name="answers_message_text_whole_or_gone",
            )
        ]
        indexes = [
            models.Index(fields=["campaign", "kind", "id"], name="answers_message_kind"),
            models.Index(fields=["on"], condition=Q(sealed_in=None), name="answers_message_unsealed"),
            models.Index(
                fields=["campaign", "matter"], condition=Q(by="", read_on=None), name="answers_message_unread"
            ),
            models.Index(
                fields=["problem", "handed"], condition=Q(problem__isnull=False), name="answers_message_rated"
            ),
        ]

    @property
    def rated(self) -> Rated | None:
        """What a rating speaks of; None of every other message."""
        if self.problem is None:
            return None
        return Rated(self.problem, self.handed or 0, self.turn or 0, self.level or "")


RATINGS = (Message.Kind.RATING, Message.Kind.NOT_FIXED)
"""The kinds by which a giver rates a fix."""


class Answer(models.Model):
    """What the office tells those who spoke: drafted by one, given by another (SPEC rule 4), to one opinion or to many.

    What was returned or given stays as it is (rule 15): written again, it is a new row that `follows` the returned one. `version`
    counts how often a draft was edited; `settles`: opinions that wait are settled as answered with it. `letters_digest` is of
    the letters alone, to find the same answer elsewhere.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待审批"
        RETURNED = "returned", "已退回"
        GIVEN = "given", "已答复"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    body = models.TextField("答复")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_by = models.CharField("起草人", max_length=80)
    drafted_on = models.DateField("起草日期")
    decided_by = models.CharField("审批人", max_length=80, blank=True)
    decided_on = models.DateField("审批日期", null=True)
    why = models.CharField("退回理由", max_length=LONGEST_WHY, blank=True)
    version = models.PositiveIntegerField("稿次", default=1)
    settles = models.BooleanField("同时办结", default=False)
    # Both are for the same opinions and go together, when these are sealed off.
    follows = models.OneToOneField(
        "self", on_delete=models.DO_NOTHING, null=True, related_name="+", related_query_name="followed_by"
    )
    letters_digest = models.CharField("字面摘要", max_length=64, default="")

    objects: ClassVar[models.Manager["Answer"]] = models.Manager()

    class Meta:
        verbose_name = "答复"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="given") | (~Q(decided_by="") & ~Q(decided_by=models.F("drafted_by"))),
                name="answers_answer_given_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(why=""), name="answers_answer_returned_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "id"], name="answers_answer_state"),
            models.Index(fields=["campaign", "letters_digest"], name="answers_answer_letters"),
        ]


class Answered(models.Model):
    """An opinion that an answer is for."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+", db_index=False)
    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="+", related_query_name="answers"
    )

    objects: ClassVar[models.Manager["Answered"]] = models.Manager()

    class Meta:
        verbose_name = "答复对象"
        constraints = [models.UniqueConstraint(fields=["answer", "opinion"], name="answers_answered_once")]


class Phrase(models.Model):
    """A sentence of the office's own for its answers; none ships with the product."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("题目", max_length=60)
    body = models.TextField("用语")
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")
    gone_on = models.DateField("停用日期", null=True)

    objects: ClassVar[models.Manager["Phrase"]] = models.Manager()

    class Meta:
        verbose_name = "答复用语"
