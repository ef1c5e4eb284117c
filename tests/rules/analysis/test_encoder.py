"""The optional encoder: what it says when it isn't there, and what it does where it is."""

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from huiyin.analysis.encoder import NoEncoder, load_encoder

MODEL = os.environ.get("HUIYIN_ENCODER", "")
INSTALLED = find_spec("onnxruntime") is not None


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoEncoder, match=r"missing\.onnx"):
        load_encoder(tmp_path / "missing.onnx")


def test_what_is_no_model_says_so_or_what_to_install(tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(NoEncoder, match=r"other\.onnx" if INSTALLED else r"huiyin\[encoder\]"):
        load_encoder(path)


@pytest.mark.skipif(not (MODEL and INSTALLED), reason="needs the extra 'encoder' and HUIYIN_ENCODER")
def test_a_vector_depends_on_its_text_alone() -> None:
    encoder = load_encoder(Path(MODEL))
    words = ["中午没肉", "交了钱吃的像和尚饭", "校门口堵车", "", "\ud800", "哈" * 5000]
    together = encoder.encode(words)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert all(
        np.array_equal(encoder.encode([word])[0], vector)
        for word, vector in zip(words, together, strict=True)
    )
    assert len(encoder.digest) == 32
