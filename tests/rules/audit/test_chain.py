import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.platform.audit.rules import (
    GENESIS,
    Link,
    canonical,
    link_digest,
    merkle_root,
    parse_head,
    verify_chain,
)

START = datetime(2014, 5, 23, tzinfo=UTC)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        prev = links[-1].digest if links else GENESIS
        at, facts = START + timedelta(seconds=seq), canonical({"n": seq})
        digest = link_digest(seq, at, "office", "opinion.triaged", f"opinion:{seq}", facts, prev)
        links.append(Link(seq, at, "office", "opinion.triaged", f"opinion:{seq}", facts, prev, digest))
    return links


def head(links: list[Link]) -> tuple[int, str]:
    return (links[-1].seq, links[-1].digest) if links else (0, GENESIS)


@pytest.mark.parametrize("length", [0, 1, 7])
def test_an_untouched_chain_verifies(length: int) -> None:
    links = chain(length)
    assert list(verify_chain(links, head(links))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("facts", '{"n":40}'),
        ("by", "offic3"),
        ("act", "opinion.triagee"),
        ("subject", "opinion:5"),
        ("at", START),
        ("digest", "0" * 64),
    ],
)
def test_a_flipped_byte_is_found_where_it_is(field: str, value: object) -> None:
    links = chain(7)
    end = head(links)
    links[3] = replace(links[3], **{field: value})  # type: ignore[arg-type]
    faults = list(verify_chain(links, end))
    assert faults[0].where == "记录 4"


def test_a_removed_row_is_found_where_it_was() -> None:
    links = chain(7)
    end = head(links)
    del links[2]
    assert [fault.where for fault in verify_chain(links, end)] == ["记录 3–3"]


def test_a_removed_end_is_found_by_the_stored_head() -> None:
    links = chain(7)
    end = head(links)
    assert [fault.where for fault in verify_chain(links[:-2], end)] == ["链头"]


def test_a_swapped_pair_is_found_at_both_places() -> None:
    links = chain(7)
    end = head(links)
    second, fifth = links[1], links[4]
    links[1], links[4] = replace(fifth, seq=second.seq), replace(second, seq=fifth.seq)
    wheres = {fault.where for fault in verify_chain(links, end)}
    assert {"记录 2", "记录 5"} <= wheres


@given(
    st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40, unique=True),
    st.randoms(),
)
def test_a_root_tells_nothing_of_the_order(digests: list[str], random: object) -> None:
    shuffled = list(digests)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merkle_root(shuffled) == merkle_root(digests)


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=2, max_size=20, unique=True))
def test_a_root_changes_with_any_row(digests: list[str]) -> None:
    assert merkle_root(digests[1:]) != merkle_root(digests)


def test_a_node_can_not_pass_for_a_row() -> None:
    one, two = "11" * 32, "22" * 32
    assert merkle_root([merkle_root([one, two])]) != merkle_root([one, two])


def test_facts_hold_no_floats() -> None:
    with pytest.raises(TypeError):
        canonical({"rates": [{"focus": 0.5}]})


@pytest.mark.parametrize("text", ["", "128", "x-0011223344556677", "128-00112233445566zz", "128-0011"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(text)):
        parse_head(text)
