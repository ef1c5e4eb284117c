"""Which opinions speak of the same matter: groups, where the machine puts each opinion, and what people say of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models.opinions import Opinion


class CommonMatter(models.Model):
    """What opinions about several units share (共性问题): groups and single opinions of two units and more; a number that stays.

    `units` and `givers` as the last grouping counted them, over everybody's opinions: what lists are sorted by, never what they show.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("共性问题号")
    title = models.CharField("题目", max_length=120)
    units = models.PositiveIntegerField("涉及单位", default=0)
    givers = models.PositiveIntegerField("反映人数", default=0)

    objects: ClassVar[models.Manager["CommonMatter"]] = models.Manager()

    class Meta:
        verbose_name = "共性问题"
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="opinions_common_number")]
        indexes = [
            models.Index(
                "campaign", F("units").desc(), F("givers").desc(), "number", name="opinions_common_by_units"
            )
        ]


class Group(models.Model):
    """Opinions that seem to speak of the same matter of one unit; a number that stays, a title of their own words.

    `unit` is the unit taking part in whose part of the tree the group was formed; None: among opinions whose unit isn't known.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("归并号")
    title = models.CharField("题目", max_length=120)
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, null=True, related_name="+")
    # As the last grouping counted them, over everybody's opinions: what lists are sorted by, never what they show.
    givers = models.PositiveIntegerField("反映人数", default=0)

    objects: ClassVar[models.Manager["Group"]] = models.Manager()

    class Meta:
        verbose_name = "意见组"
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="opinions_group_number")]
        indexes = [models.Index("campaign", F("givers").desc(), "number", name="opinions_group_by_givers")]


class Placement(models.Model):
    """Where the machine puts an opinion: into which group, how near to it, and the earlier text that it repeats there.

    Without a group it was looked at and stands alone so far. `exemplar` is the place among those members, the most typical first, that speak
    for the group when a new opinion is compared with it (a dozen); null for the others and for copies. Near duplicates are found by the text index (platform/texts);
    `repeats` is what it said when the groups were made, so that a list of groups counts givers without asking it for each member.
    `length` is that of its vector (rules/lengths), null where nobody worked it out; it is made of the words and goes with them.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.CASCADE, primary_key=True, related_name="+", related_query_name="placed"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+")
    common = models.ForeignKey(CommonMatter, on_delete=models.SET_NULL, null=True, related_name="+")
    typical = models.BooleanField("典型", default=False)
    exemplar = models.PositiveSmallIntegerField("代表序", null=True)
    repeats = models.BigIntegerField("近重复于", null=True)
    likeness = models.PositiveSmallIntegerField("与组内意见的平均相近度（‰）", null=True)
    length = models.BinaryField("向量长度", null=True)

    objects: ClassVar[models.Manager["Placement"]] = models.Manager()

    class Meta:
        verbose_name = "归并建议"
        indexes = [
            models.Index(
                fields=["group", "exemplar"],
                condition=Q(exemplar__isnull=False),
                name="opinions_placement_exemplars",
            )
        ]


class Unplaced(models.Model):
    """An opinion that waits for the machine: to be indexed first, then (`indexed`) to be placed among those of its matter.

    A list of what is to be done, so that nobody looks through all opinions for it: taking in adds to it, and so does whatever
    brings an opinion back into the matter or under another unit; one that needn't be placed any more is only struck off.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.CASCADE, primary_key=True, related_name="+", related_query_name="unplaced"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    indexed = models.BooleanField("已索引", default=False)

    objects: ClassVar[models.Manager["Unplaced"]] = models.Manager()

    class Meta:
        verbose_name = "待归并"
        indexes = [models.Index(fields=["campaign", "indexed"], name="opinions_unplaced_listed")]


class Unlooked(models.Model):
    """An opinion that is new, came back or was found to be about another unit, and that the rooms above haven't looked at since.

    A list like Unplaced: what works on new opinions above this room reads it and strikes off what it has done (process/recurrences).
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.CASCADE, primary_key=True, related_name="+", related_query_name="unlooked"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["Unlooked"]] = models.Manager()

    class Meta:
        verbose_name = "待比对"


class Judgement(models.Model):
    """A person's word that two opinions speak of the same matter, or don't. Every later grouping obeys it; `one` has the lower id.

    Taken back, the row stays and says so; about a pair one judgement stands at most.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    one = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField("同一件事")
    by = models.CharField("判断人", max_length=80)
    on = models.DateField("日期")
    taken_back = models.BooleanField("已撤回", default=False)

    objects: ClassVar[models.Manager["Judgement"]] = models.Manager()

    class Meta:
        verbose_name = "同一件事的判断"
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(taken_back=False), name="opinions_judgement_stands_once"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="opinions_judgement_in_order"),
        ]
        indexes = [models.Index(fields=["campaign", "taken_back"], name="opinions_judgement_standing")]


class Doubt(models.Model):
    """Two opinions about which the machine isn't sure: to be put before a person, those on which most opinions hang first.

    `likeness` is what the machine knows (‰), `weight` the opinions that hang on the answer, `use` how many of them it is expected to move
    (‰), by which they are asked; `inside` says that both are in one group now (else in two); `put_off` counts how often a person said
    "later". Made anew by every whole pass; a judgement ends it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    one = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField("相近度（‰）")
    weight = models.PositiveIntegerField("牵涉意见数")
    use = models.PositiveIntegerField("预计改动意见数（‰）", default=0)
    inside = models.BooleanField("在同一组内", default=False)
    put_off = models.PositiveSmallIntegerField("推迟次数", default=0)

    objects: ClassVar[models.Manager["Doubt"]] = models.Manager()

    class Meta:
        verbose_name = "待定"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="opinions_doubt_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="opinions_doubt_in_order"),
        ]
        indexes = [models.Index("campaign", "put_off", F("use").desc(), "id", name="opinions_doubt_by_use")]
