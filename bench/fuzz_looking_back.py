"""Cases of bench/fuzz_analysis.py for what is said of closed problems: episodes, odds, samples, what is said again (see fuzzing.py)."""
# ruff: noqa: S101 - a case is a row of assertions

import math
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from bench.fuzzing import Given, case, equal
from bench.odd_texts import ordinary, some_odd_texts
from huiyin.analysis import effects, listening, recurrence, sampling, vectors
from huiyin.analysis.normalise import Text

FEW = 25  # texts of a batch
_FIRST = date(2014, 3, 1)
_SIZES = (0, 0, 1, 2, 5, 30, 400, 9_000)
_MANY = 1_000_000  # more than a campaign hears


def _counts(given: Given) -> effects.Counts:
    return effects.Counts(*(given.chance.randint(0, given.chance.choice(_SIZES)) for _ in range(4)))


def _heard(given: Given) -> list[effects.Heard]:
    """Some opinions in any order, copies and bursts among them."""
    found = []
    for opinion in given.chance.sample(range(1000), given.chance.randint(0, 60)):
        before = [one.copy_of for one in found]
        copy_of = given.chance.choice(before) if before and given.chance.random() < 0.3 else opinion
        day = _FIRST + timedelta(days=given.chance.randrange(given.chance.choice((1, 10, 400))))
        matter, channel = given.chance.choice(("", "", "a", "b", "c")), given.chance.choice("xyz")
        found.append(
            effects.Heard(opinion, day, copy_of, matter, channel, given.chance.choice(("", "", "q", "r")))
        )
    return found


def _day(given: Given) -> date:
    return _FIRST + timedelta(days=given.chance.randint(-5, 60))


@case(effects.episodes, effects.per_day)
def bursts(given: Given) -> None:
    heard = _heard(given)
    first = effects.episodes(heard)
    assert first == effects.episodes(given.chance.sample(heard, len(heard))), "the order matters"
    assert first == effects.episodes(first), "an episode has episodes"
    assert set(first) <= set(heard)
    assert [one.on for one in first] == sorted(one.on for one in first)
    assert len({one.copy_of for one in first}) == len(first)
    by_link = [(one.matter, one.channel, one.on.isocalendar()[:2], one.origin) for one in first]
    by_link = [one for one in by_link if one[0] and one[3]]
    assert len(set(by_link)) == len(by_link)
    alone = [one for one in heard if not (one.matter and one.origin)]
    assert len(effects.episodes(alone)) == len({one.copy_of for one in alone})
    since, until = _day(given), _day(given)
    days = [one.on for one in first]
    told = effects.per_day(days, since, until) * max(0, (until - since).days + 1)
    assert math.isclose(told, sum(since <= day <= until for day in days))


@case(effects.ratio, effects.verdict)
def odds(given: Given) -> None:
    counts = _counts(given)
    found = effects.ratio(counts)
    assert found == effects.ratio(counts)
    assert 0 <= found.low <= found.value * (1 + 1e-9), "the estimate lies below its interval"
    assert found.value <= found.high * (1 + 1e-9), "the estimate lies above its interval"
    assert 0 <= found.p <= 1
    outside = found.low > 1 or found.high < 1
    assert outside == (found.p < 0.05) or math.isclose(found.p, 0.05, rel_tol=1e-6)
    back = effects.ratio(
        effects.Counts(counts.after, counts.after_others, counts.before, counts.before_others)
    )
    assert math.isclose(found.p, back.p, rel_tol=1e-6, abs_tol=1e-12), "time turned around tests otherwise"
    if found.low > 0:
        assert math.isclose(found.low, 1 / back.high, rel_tol=1e-6)
    for dispersed in (1.0, effects.MOST_DISPERSION, 2.0):
        assert effects.verdict(found, dispersed, stands=False) is effects.Verdict.NOT_YET
        said = effects.verdict(found, dispersed, stands=True)
        assert (said is effects.Verdict.WORSE) == (found.low > 1)
        proven = found.high < 1 and dispersed <= effects.MOST_DISPERSION
        assert (said is effects.Verdict.PROVEN) == proven


@case(effects.false_discoveries)
def discoveries(given: Given) -> None:
    p_values = [
        given.chance.random() ** given.chance.choice((1, 8)) for _ in range(given.chance.randrange(40))
    ]
    p_values += given.chance.choices((0.0, 0.05, 1.0), k=given.chance.randrange(5))
    rate = given.chance.choice((0.05, 0.2))
    found = effects.false_discoveries(p_values, rate)
    assert found <= set(range(len(p_values)))
    assert found <= effects.false_discoveries(p_values, 2 * rate)
    assert {at for at, p in enumerate(p_values) if p <= rate / len(p_values)} <= found, (
        "fewer than by Bonferroni"
    )
    assert all(p_values[at] <= rate for at in found)
    highest = max((p_values[at] for at in found), default=-1.0)
    assert found == {at for at, p in enumerate(p_values) if p <= highest}, "a smaller one isn't found"


@case(effects.before_needed, effects.listening_needed, effects.weeks_of)
def how_much_it_takes(given: Given) -> None:
    exposure = given.chance.choice(
        (1.0, 0.1, 1 / given.chance.randint(1, 10**12), given.chance.uniform(0.001, 50))
    )
    k, each = effects.before_needed(exposure), math.log1p(exposure)
    assert k >= 1
    assert k * each >= math.log(40) * (1 - 1e-9), "none of so many may be chance"
    assert (k - 1) * each < math.log(40) * (1 + 1e-9), "fewer would do"
    counts, most = _counts(given), given.chance.choice((10, 500, 100_000))
    needed = effects.listening_needed(counts, most)
    if needed is not None:
        heard = max(counts.heard_after, counts.after + 1)
        assert heard <= needed <= max(most, heard)
        assert _after(counts, needed).high < 1
        assert needed == heard or _after(counts, needed - 1).high >= 1
    elif counts.before:
        assert _after(counts, max(most, counts.heard_after, counts.after + 1)).high >= 1
    episodes, a_week = given.chance.randrange(1000), given.chance.choice((0.0, 1 / 60, 0.3, 40.0))
    weeks = effects.weeks_of(episodes, a_week)
    assert (weeks is None) == (a_week == 0)
    assert weeks is None or (weeks - 1) * a_week < episodes + 1e-9 <= weeks * a_week + 2e-9 or episodes == 0


def _after(counts: effects.Counts, heard: int) -> effects.Ratio:
    rest = heard - counts.after
    return effects.ratio(effects.Counts(counts.before, counts.before_others, counts.after, rest))


@case(listening.two_sides, listening.Sides, listening.spread, listening.Spread, listening.breaks)
def sides_of_a_closing(given: Given) -> None:
    heard, closing = _heard(given), _day(given)
    numbers = [one.opinion for one in heard]
    mine = set(given.chance.sample(numbers, len(numbers) // 4))
    aside = set(given.chance.sample(numbers, len(numbers) // 5)) - mine
    found = listening.two_sides(heard, mine, aside, closing)
    turned = listening.two_sides(given.chance.sample(heard, len(heard)), mine, aside, closing)
    assert (found.counts, found.waiting) == (turned.counts, turned.waiting), "the order matters"
    assert all(one.on <= closing for one in found.before)
    assert all(one.on > closing for one in found.after)
    assert found.counts.heard_before == len(found.before)
    assert found.counts.heard_after == len(found.after)
    ours = {one.copy_of for one in heard if one.opinion in mine}
    assert {one.copy_of for one in (*found.before, *found.after) if one.matter == listening.OURS} <= ours
    assert len(found.before) + len(found.after) + found.waiting <= len(heard)
    later = {one.opinion for one in heard if one.on > closing}
    assert found.waiting <= len(later - mine), "what is confirmed waits"
    of_ours = {one.opinion for one in heard if one.copy_of in ours}
    assert found.waiting >= len(later & aside - of_ours), "what is suggested doesn't wait"
    assert not {one.opinion for one in found.after} & (aside - of_ours)
    for code, (before, after) in found.channels.items():
        assert before == sum(one.channel == code for one in found.before)
        assert after == sum(one.channel == code for one in found.after)
    for code, opened in listening.breaks(found.channels).items():
        before, after = found.channels[code]
        assert (before, after)[opened] >= listening.MANY
        assert (before, after)[not opened] == 0
    spread = listening.spread(found.before, _FIRST)
    assert spread.squares >= 0
    assert spread.freedom >= 0
    assert math.isfinite(spread.dispersion)
    assert math.isclose((spread + spread).dispersion, spread.dispersion)


@case(listening.part_of, listening.Part, listening.together)
def several_matters(given: Given) -> None:
    parts = []
    for _ in range(given.chance.randint(0, 4)):
        heard = _heard(given)
        numbers = [one.opinion for one in heard]
        matters = {
            matter: (given.chance.sample(numbers, len(numbers) // 6), _day(given))
            for matter in range(given.chance.randint(0, 4))
        }
        aside = given.chance.sample(numbers, len(numbers) // 8)
        part = listening.part_of(heard, matters, aside, _FIRST)
        assert part == listening.part_of(heard, matters, aside, _FIRST)
        assert 0 <= part.own <= sum(len(set(opinions)) for opinions, _ in matters.values())
        assert 0 <= part.others <= len(heard)
        assert 0 <= part.after_share <= 1
        if len(matters) == 1 and part.own and part.others:
            ((opinions, closing),) = matters.values()
            alone = listening.two_sides(heard, set(opinions), aside, closing)
            assert listening.together([part]) == alone.counts, "one matter isn't its own table"
        parts.append(part)
    found = listening.together(parts)
    telling = [part for part in parts if part.own and part.others]
    assert found.before + found.after == sum(part.own for part in telling)
    assert found.before_others + found.after_others <= sum(part.others for part in telling)
    effects.ratio(found)


@case(sampling.sample_size, sampling.least_false, sampling.upper_bound)
def how_many_to_look_at(given: Given) -> None:
    of = given.chance.choice((0, 1, 2, given.chance.randint(1, 60), given.chance.randint(1, _MANY)))
    tolerable, confidence = (
        given.chance.choice((0.01, 0.05, 0.1, 0.5)),
        given.chance.choice((0.8, 0.95, 0.99)),
    )
    size = sampling.sample_size(of, tolerable, confidence)
    assert 0 <= size <= of
    assert bool(size) == bool(of)
    if of:
        false = sampling.least_false(of, tolerable)
        assert 1 <= false <= of
        assert false == 1 or (false - 1) / of < tolerable
        assert sampling.upper_bound(of, size, 0, confidence) < false, (
            "the sample is too small for what it says"
        )
        assert size == 1 or sampling.upper_bound(of, size - 1, 0, confidence) >= false, "fewer would do"
    of = given.chance.randint(0, 60)
    looked = given.chance.randint(0, of)
    found = given.chance.randint(0, min(looked, 8))
    most = sampling.upper_bound(of, looked, found, confidence)
    assert found <= most <= of - looked + found
    assert looked < of or most == found
    left = 1 - Fraction(str(confidence))
    assert most == found or _at_most(found, of, most, looked) > left
    assert most == of - looked + found or _at_most(found, of, most + 1, looked) <= left
    assert most <= sampling.upper_bound(of, looked, found, 0.999)


def _at_most(found: int, of: int, false: int, looked: int) -> Fraction:
    """P(at most `found` false among `looked`), one draw after the other."""
    chances = {0: Fraction(1)}
    for drawn in range(looked):
        after: dict[int, Fraction] = {}
        for hit, chance in chances.items():
            share = Fraction(false - hit, of - drawn)
            after[hit + 1] = after.get(hit + 1, Fraction(0)) + chance * share
            after[hit] = after.get(hit, Fraction(0)) + chance * (1 - share)
        chances = after
    return sum((chance for hit, chance in chances.items() if hit <= found), Fraction(0))


@case(
    sampling.population_digest,
    sampling.seed_hash,
    sampling.drawn,
    sampling.drawn_by_strata,
    sampling.shares_of,
)
def samples(given: Given) -> None:
    count, seed = given.chance.randint(0, 80), f"{given.chance.getrandbits(256):064x}"
    names = [f"2014-{number:03d}{given.chance.choice(('', '-2'))}" for number in range(count)]
    mixed = given.chance.sample(names, count)
    size = given.chance.randint(0, 90)
    assert sampling.population_digest(names) == sampling.population_digest(mixed)
    assert sampling.population_digest([*names, "2015-001"]) != sampling.population_digest(names)
    assert len(sampling.seed_hash(seed)) == 64
    assert sampling.seed_hash(seed) != sampling.seed_hash(seed + "0")
    found = sampling.drawn(names, seed, size)
    assert found == sampling.drawn(mixed, seed, size), "the order of the population matters"
    assert len(set(found)) == len(found) == min(size, count)
    assert set(found) <= set(names)
    assert sampling.drawn(names, seed, size + 1)[:size] == found, (
        "a larger sample isn't the smaller one and more"
    )
    strata: dict[str, list[str]] = {}
    for name in mixed:
        strata.setdefault(given.chance.choice("AAAABBC"), []).append(name)
    shares = sampling.shares_of({name: len(things) for name, things in strata.items()}, size)
    assert sum(shares.values()) == min(size, count)
    by_stratum = sampling.drawn_by_strata(strata, seed, size)
    for stratum, things in strata.items():
        assert 0 <= shares[stratum] <= len(things)
        assert shares[stratum] or size < len(strata), "a stratum without any"
        assert abs(shares[stratum] - len(things) * min(size, count) / count) <= len(strata)
        assert by_stratum[stratum] == sampling.drawn(things, seed, shares[stratum])


@case(recurrence.bar, recurrence.cosines, recurrence.nearest_among, recurrence.nearness)
def sifted(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    texts += [Text("", body) for body in given.chance.sample(ordinary(), given.chance.choice((0, 5, 60)))]
    known = vectors.Frequencies()
    known.add(texts)
    matrix = vectors.narrowed(vectors.vectorise(texts, known))
    cut = given.chance.randint(0, len(texts))
    beside = recurrence.cosines(matrix[:cut], matrix[cut:])
    assert beside.shape == (cut, len(texts) - cut)
    exact = (matrix[:cut] @ matrix[cut:].T).toarray()
    assert np.abs(beside - exact).max(initial=0.0) <= recurrence.HARDLY
    most = given.chance.randint(1, 5)
    columns = recurrence.nearest_among(beside, most)
    assert (np.diff(columns) > 0).all()
    assert len(columns) >= min(most, beside.shape[1])
    best = np.sort(beside, axis=1)[:, ::-1]
    assert equal(np.sort(beside[:, columns], axis=1)[:, ::-1][:, :most], best[:, :most]), (
        "a nearest one is sifted out"
    )
    means = recurrence.nearness(beside)
    nearest = best[:, : recurrence.NEAREST]
    assert np.allclose(means, nearest.mean(axis=1) if nearest.shape[1] else 0.0)
    later = given.chance.randrange(_MANY)
    assert 0 <= recurrence.bar(later) < recurrence.bar(later + 1)
    assert recurrence.bar(later, 0.5) >= recurrence.bar(later)
