import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp

from huiyin.analysis import vectors
from huiyin.analysis.grams import BODY_CHARS, BUCKETS, Matrix
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, narrowed, row_products, vectorise
from tests.rules.analysis.matters import MATTERS

TEXTS = [Text("", body) for bodies in MATTERS.values() for body in bodies]


def counted(texts: list[Text]) -> Frequencies:
    frequencies = Frequencies()
    frequencies.add(texts)
    return frequencies


def same_rows(one: Matrix, other: Matrix) -> bool:
    return np.array_equal(one.indices, other.indices) and np.array_equal(one.data, other.data)


def test_frequencies_count_texts_and_not_occurrences() -> None:
    frequencies = counted([Text("", "食堂食堂食堂"), Text("食堂", "")])
    assert frequencies.texts == 2
    buckets, counts = frequencies.in_use()
    assert sorted(counts.tolist()) == [1, 1, 1, 2, 2, 2]  # 堂食, 食堂食, 堂食堂; 食, 堂, 食堂
    assert frequencies.holders(np.array([buckets[counts == 2][0], 0, buckets[counts == 1][0]])).tolist() == [
        2,
        0,
        1,
    ]


def test_blocks_and_order_of_counting_do_not_matter() -> None:
    in_blocks = counted(TEXTS[5:])
    in_blocks.add(TEXTS[:5])
    assert in_blocks.to_bytes() == counted(TEXTS).to_bytes()


def test_frequencies_survive_storage() -> None:
    frequencies = counted(TEXTS)
    read = Frequencies.from_bytes(frequencies.to_bytes())
    assert read.texts == frequencies.texts
    for one, other in zip(read.in_use(), frequencies.in_use(), strict=True):
        assert np.array_equal(one, other)
    read.add(TEXTS)  # a table read from storage can be written on
    assert read.texts == 2 * len(TEXTS)
    assert np.array_equal(read.in_use()[1], 2 * frequencies.in_use()[1])


@pytest.mark.parametrize("few", [0, 40, 1 << 20])
def test_a_short_list_and_an_array_over_all_buckets_say_the_same(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = counted(TEXTS)
    monkeypatch.setattr(vectors, "_FEW", few)
    other = counted(TEXTS[:3])
    for text in TEXTS[3:]:
        other.add([text])
    asked = np.concatenate((listed.in_use()[0][::-1], np.arange(50), [BUCKETS - 1]))
    assert np.array_equal(listed.holders(asked), other.holders(asked))
    assert listed.to_bytes() == other.to_bytes() == Frequencies.from_bytes(other.to_bytes()).to_bytes()
    assert listed.holders(asked).dtype == other.holders(asked).dtype == np.int32


def test_a_blob_holds_any_bucket_and_any_count() -> None:
    rows, columns = np.append(np.arange(70_000), [0, 0]), np.append(np.full(70_000, 7), [0, BUCKETS - 1])
    matrix = sp.csr_matrix((np.ones(70_002, np.float32), (rows, columns)), shape=(70_000, BUCKETS))
    frequencies = Frequencies.of(matrix)
    read = Frequencies.from_bytes(frequencies.to_bytes())
    assert read.holders(np.array([BUCKETS - 1, 7, 0, 1])).tolist() == [1, 70_000, 1, 0]


def test_a_small_campaign_has_a_small_blob() -> None:
    assert len(counted(TEXTS).to_bytes()) < 2000 < len(counted(TEXTS).in_use()[0]) * 8
    assert len(Frequencies().to_bytes()) < 50


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"HYF",
        b"HYF1" + bytes(20),
        b"HYF2" + bytes(20),
        Frequencies().to_bytes()[:-9],
        Frequencies().to_bytes()[:12] + b"\1" + Frequencies().to_bytes()[13:],
    ],
)
def test_a_foreign_blob_is_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="frequency table"):
        Frequencies.from_bytes(blob)


def test_buckets_are_the_same_in_every_process() -> None:
    script = (
        "from huiyin.analysis.vectors import Frequencies; from huiyin.analysis.normalise import Text;"
        "f = Frequencies(); f.add([Text('', '食堂饭')]); print(f.in_use()[0].tolist())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.strip() == "[621888, 2564955, 2948938, 4370264, 6376598, 7042089]"


def test_a_vector_depends_on_its_text_alone() -> None:
    frequencies = counted(TEXTS)
    together = vectorise(TEXTS, frequencies)
    for row, text in enumerate(TEXTS):
        alone = vectorise([text], frequencies)
        assert same_rows(alone, together[row])


def test_rows_are_shorter_than_one_and_nearer_to_one_the_more_is_said() -> None:
    frequencies = counted(TEXTS * 2)
    lengths = np.sqrt(np.asarray(vectorise(TEXTS, frequencies).power(2).sum(axis=1)).ravel())
    assert (lengths < 1).all()
    short, long = (
        vectorise([Text("", "东门堵车"), Text("", TEXTS[3].body)], frequencies).power(2).sum(axis=1).A1
    )
    assert short < long


def test_the_title_outweighs_the_body() -> None:
    known = counted([Text("", "东门停车"), Text("", "热水锅炉"), Text("", "东门停车热水锅炉")])
    both, gate, boiler = vectorise(
        [Text("东门停车", "热水锅炉"), Text("", "东门停车"), Text("", "热水锅炉")], known
    )
    assert (both @ gate.T).toarray().item() > (both @ boiler.T).toarray().item()


def test_one_part_alone_counts_once_whichever_it_is() -> None:
    frequencies = counted(TEXTS)
    rows = vectorise([Text("东门停车难", ""), Text("", "东门停车难")], frequencies)
    assert same_rows(rows[0], rows[1])


def test_a_gram_of_one_text_connects_nothing() -> None:
    frequencies = counted([Text("", "东门停车"), Text("", "东门堵车")])
    row = vectorise([Text("", "东门停车")], frequencies)
    assert row.nnz == 4  # 东, 门, 车, 东门


@pytest.mark.parametrize("body", ["", "好", "👍", "啊" * 5000, "\0\0", "一二三四五六七八九十" * 700])
def test_odd_texts_have_a_row(body: str) -> None:
    texts = [Text("", body), Text(body, body), Text("", "东门停车")]
    matrix = vectorise(texts, counted(texts))
    assert matrix.shape == (3, BUCKETS)
    assert np.isfinite(matrix.data).all()


def test_no_texts_make_no_rows() -> None:
    assert vectorise([], Frequencies()).shape == (0, BUCKETS)


def test_a_body_is_read_up_to_its_cap() -> None:
    opening = "".join(chr(0x4E00 + place) for place in range(BODY_CHARS))
    texts = [Text("", opening + "东门"), Text("", opening + "西门")]
    rows = vectorise(texts, counted(texts))
    assert same_rows(rows[0], rows[1])


def test_row_products_are_those_of_the_whole_product() -> None:
    frequencies = counted(TEXTS)
    matrix = vectorise([*TEXTS, Text("", "")], frequencies)
    every = (matrix @ matrix.T).toarray()
    first, second = (places.astype(np.int64) for places in np.nonzero(np.ones_like(every)))
    shuffled = np.random.default_rng(5).permutation(len(first))
    products = row_products(matrix, matrix, first[shuffled], second[shuffled])
    np.testing.assert_allclose(products, every[first[shuffled], second[shuffled]], atol=1e-6)
    nothing = np.zeros(0, np.int64)
    assert row_products(matrix, matrix, nothing, nothing).size == 0


def test_narrowed_rows_have_the_same_products() -> None:
    matrix = vectorise([*TEXTS, Text("", "")], counted(TEXTS))
    narrow = narrowed(matrix)
    assert narrow.shape == (len(TEXTS) + 1, len(np.unique(matrix.indices)))
    assert np.array_equal((narrow @ narrow.T).toarray(), (matrix @ matrix.T).toarray())
    assert narrowed(narrow) is narrow
    assert narrowed(matrix[-1]).shape == (1, 0)


def test_many_values_are_narrowed_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = vectorise(TEXTS, counted(TEXTS))[:, : BUCKETS // 2]
    few = narrowed(matrix)
    monkeypatch.setattr(vectors, "_ROOMY", 100)  # too many values for that many columns
    many = narrowed(sp.csr_matrix(matrix[:, : few.shape[1] * 20]))
    assert same_rows(many, narrowed(matrix[:, : few.shape[1] * 20]))
