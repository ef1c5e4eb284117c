"""A sentence encoder reads opinions, and what it says counts for suggestions. The encoder here is made for the test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from django.conf import LazySettings
from numpy.typing import NDArray

from huiyin.cli import clockwork
from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Right
from huiyin.platform.texts.models import Meaning
from huiyin.platform.texts.queries import meanings
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import encode_opinions, sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import erase_opinion
from huiyin.process.problems.queries import Likely, likely_problems
from tests.world import World

SHOWERS, GATE, ICE = "宿舍洗澡没有热水", "校门口堵得走不动，九点才散", "九点以后龙头里出来的是冰"


@dataclass
class Knowing:
    """Knows that ice comes out of showers. `read` are the texts that it was given."""

    digest: str = "a" * 32
    read: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        return np.array([[0.6, 0.8] if text in {SHOWERS, ICE} else [0.8, -0.6] for text in texts], np.float32)


@pytest.fixture
def opinions(world: World) -> list[Opinion]:
    taken = world.take(GATE, SHOWERS, ICE)
    Opinion.objects.filter(pk__in=[one.pk for one in taken]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    rows = {one.pk: one for one in Opinion.objects.select_related("campaign__root")}
    return [rows[one.pk] for one in taken]


def likely(world: World, opinion: Opinion) -> tuple[Likely, ...]:
    visible = visible_opinions([world.office], world.campaign, Right.OPINION_TRIAGE)
    return likely_problems(opinion, visible, visible_problems([world.office], world.campaign), {})


def test_each_opinion_is_read_once_by_each_encoder(world: World, opinions: list[Opinion]) -> None:
    first = Knowing()
    assert encode_opinions(world.campaign, first, by=world.office, at=world.at) == 3
    assert encode_opinions(world.campaign, first, by=world.office, at=world.at) == 0
    assert sorted(first.read) == sorted([GATE, SHOWERS, ICE])
    assert encode_opinions(world.campaign, Knowing("b" * 32), by=world.office, at=world.at) == 3
    encoder, vectors = meanings([one.pk for one in opinions])
    assert (encoder, len(vectors)) == ("b" * 32, 3)
    assert vectors[opinions[1].pk] == pytest.approx([0.6, 0.8], abs=1e-3)


def test_what_the_encoder_knows_counts_for_suggestions(world: World, opinions: list[Opinion]) -> None:
    assert [one.opinion for one in likely(world, opinions[2])] == [opinions[0].pk, opinions[1].pk]
    encode_opinions(world.campaign, Knowing(), by=world.office, at=world.at)
    assert [one.opinion for one in likely(world, opinions[2])] == [opinions[1].pk, opinions[0].pk]


def test_vectors_of_two_encoders_are_never_compared(world: World, opinions: list[Opinion]) -> None:
    encode_opinions(world.campaign, Knowing(), by=world.office, at=world.at)
    Meaning.objects.filter(text=opinions[1].pk).update(encoder="c" * 32)
    _, vectors = meanings([one.pk for one in opinions])
    assert opinions[1].pk not in vectors
    assert likely(world, opinions[2])[0].opinion in {opinions[0].pk, opinions[1].pk}


def test_the_vector_goes_with_the_words(world: World, opinions: list[Opinion]) -> None:
    encode_opinions(world.campaign, Knowing(), by=world.office, at=world.at)
    erase_opinion(opinions[0], lawful=True, ground="当事人依法要求", by=world.office, at=world.at)
    assert meanings([opinions[0].pk]) == ("", {})
    assert encode_opinions(world.campaign, Knowing(), by=world.office, at=world.at) == 0


def test_only_who_works_on_opinions_may(world: World, opinions: list[Opinion]) -> None:
    with pytest.raises(NotAllowed):
        encode_opinions(world.campaign, Knowing(), by=world.outsider, at=world.at)


@pytest.mark.usefixtures("opinions")
def test_the_clock_lets_it_read_what_is_new_and_does_without_a_file_that_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    at = world.at
    monkeypatch.setattr(clockwork, "now", lambda: at)
    settings.HUIYIN_ENCODER = "/nowhere/missing.onnx"
    clockwork.gather.func(world.campaign.code)
    assert not Meaning.objects.exists()
    assert "missing.onnx" in caplog.text
    monkeypatch.setattr(clockwork, "load_encoder", lambda _path: Knowing())
    clockwork.gather.func(world.campaign.code)
    assert Meaning.objects.count() == 3
