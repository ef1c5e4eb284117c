"""Merging, splitting, deciding and taking back in any order: no opinion is lost or doubled, no person's word is broken."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huiyin.kit.errors import Refused
from huiyin.process.opinions.commands import (
    decide_about,
    group_opinions,
    judge_pair,
    mark_duplicate,
    place_opinions,
    settle_opinion,
    sweep_opinions,
    undo_judgement,
    withdraw_opinion,
)
from huiyin.process.opinions.models import Group, Judgement, Opinion, Placement
from huiyin.process.opinions.queries import judged, scopes_of, waits_for_placing
from huiyin.process.opinions.rules.disposition import Disposition
from tests.world import build_world

pytestmark = pytest.mark.django_db

AT = datetime(2014, 5, 23, 4, 0, tzinfo=UTC)
TEXTS = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "红烧肉里找不到肉，食堂一份十二元",
    "食堂的红烧肉里没有肉，一份要十二元！",
    "校门口接送车辆乱停，放学时堵得走不动",
    "放学时校门口车辆乱停，堵得走不动",
    "操场的跑道塑胶起皮了一大片",
    "宿舍热水晚上九点就停了",
)
INDEX = st.integers(0, len(TEXTS) - 1)


class Matters(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = build_world(AT)
        self.pks = [opinion.pk for opinion in self.world.take(*TEXTS)]
        for opinion in Opinion.objects.filter(pk__in=self.pks):
            decide_about(opinion, self.world.school, by=self.world.office, at=AT)
        sweep_opinions(self.world.campaign, by=self.world.office, at=AT)
        group_opinions(self.world.campaign, by=self.world.office, at=AT)
        self.numbers: set[int] = set()

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(one=INDEX, other=INDEX, same=st.booleans())
    def judge(self, one: int, other: int, same: bool) -> None:  # noqa: FBT001 - drawn
        try:
            with transaction.atomic():
                judge_pair(
                    self.world.campaign,
                    self.pks[one],
                    self.pks[other],
                    same=same,
                    by=self.world.office,
                    at=AT,
                )
        except Refused:
            pass

    @rule(which=st.integers(0, 5))
    def take_back(self, which: int) -> None:
        standing = list(Judgement.objects.filter(taken_back=False).order_by("pk"))
        if standing:
            undo_judgement(standing[which % len(standing)], by=self.world.office, at=AT)

    @rule(which=INDEX, elsewhere=st.booleans())
    def move(self, which: int, elsewhere: bool) -> None:  # noqa: FBT001 - drawn
        unit = self.world.other_school if elsewhere else self.world.school
        opinion = Opinion.objects.get(pk=self.pks[which])
        if opinion.about_id != unit.pk:
            decide_about(opinion, unit, by=self.world.office, at=AT)
            place_opinions(self.world.campaign, by=self.world.office, at=AT)

    @rule(which=INDEX)
    def withdraw(self, which: int) -> None:
        try:
            with transaction.atomic():
                withdraw_opinion(Opinion.objects.get(pk=self.pks[which]), by=self.world.office, at=AT)
        except Refused:
            pass

    @rule(which=INDEX, out=st.booleans())
    def settle(self, which: int, out: bool) -> None:  # noqa: FBT001 - drawn
        as_ = Disposition.OUT_OF_SCOPE if out else None
        opinion = Opinion.objects.get(pk=self.pks[which])
        settle_opinion(opinion, as_=as_, why="不属教育系统", by=self.world.office, at=AT)
        place_opinions(self.world.campaign, by=self.world.office, at=AT)

    @rule(which=INDEX, of=st.none() | INDEX)
    def repeat(self, which: int, of: int | None) -> None:
        original = None if of is None else Opinion.objects.get(pk=self.pks[of])
        try:
            with transaction.atomic():
                opinion = Opinion.objects.get(pk=self.pks[which])
                mark_duplicate(opinion, of=original, by=self.world.office, at=AT)
        except Refused:
            pass
        place_opinions(self.world.campaign, by=self.world.office, at=AT)

    @rule()
    def regroup(self) -> None:
        group_opinions(self.world.campaign, by=self.world.office, at=AT)

    @invariant()
    def every_opinion_has_one_place(self) -> None:
        in_scope = set(Opinion.objects.in_scope().values_list("pk", flat=True))
        placed = Counter(Placement.objects.values_list("opinion_id", flat=True))
        assert in_scope <= placed.keys()
        assert set(placed.values()) <= {1}

    @invariant()
    def the_list_of_what_waits_is_worked_off(self) -> None:
        assert not waits_for_placing(self.world.campaign)

    @invariant()
    def a_group_is_of_one_unit_and_has_two_members(self) -> None:
        scopes = scopes_of(self.world.campaign)
        rows = Placement.objects.filter(opinion__in=Opinion.objects.in_scope()).exclude(group=None)
        found: dict[int, list[int]] = {}
        for group, about in rows.values_list("group_id", "opinion__about_id"):
            found.setdefault(group, []).append(scopes.of(about))
        assert all(len(set(members)) == 1 for members in found.values())

    @invariant()
    def no_word_is_broken(self) -> None:
        group = dict(
            Placement.objects.filter(opinion__in=Opinion.objects.in_scope()).values_list(
                "opinion_id", "group_id"
            )
        )
        scopes = scopes_of(self.world.campaign)
        scope = {pk: scopes.of(about) for pk, about in Opinion.objects.values_list("pk", "about_id")}
        same, apart = judged(self.world.campaign)
        there = lambda pair: pair[0] in group and pair[1] in group and scope[pair[0]] == scope[pair[1]]  # noqa: E731
        assert all(group[one] == group[other] is not None for one, other in filter(there, same))
        assert all(group[one] is None or group[one] != group[other] for one, other in filter(there, apart))

    @invariant()
    def numbers_stay(self) -> None:
        now = set(Group.objects.values_list("number", flat=True))
        assert self.numbers <= now
        self.numbers = now


def test_no_opinion_is_lost_or_doubled_and_no_word_is_broken() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Matters,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
