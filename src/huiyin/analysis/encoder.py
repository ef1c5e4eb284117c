"""A sentence encoder as a second sign of what a text speaks of: optional, from a file that somebody laid there, never fetched.

The file is an ONNX model that takes a tensor of strings and gives a vector a string (Universal Sentence Encoder Multilingual in this
form: docs/encoder.md). onnxruntime and its extensions are an extra of the package; without them, or without a file, everything works.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

MOST_CHARS = 600


class NoEncoder(Exception):
    """There is no encoder to be had; the message says why and what to do."""


class Encoder(Protocol):
    """`digest` names the file, so that vectors of two encoders are never compared."""

    digest: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A vector of length 1 for each text, the same whatever other texts come along."""
        ...


class OnnxEncoder:
    """One thread: what runs beside a web server leaves it the other cores. About 3 ms a text."""

    def __init__(self, path: Path) -> None:
        runtime, operators = _libraries()
        with path.open("rb") as content:
            self.digest = file_digest(content, "sha256").hexdigest()[:32]
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.register_custom_ops_library(operators.get_library_path())
        self._session: Any = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        # One by one: a quantised model scales its numbers by the whole batch, and a text's vector would depend on its company.
        vectors = [self._one(text[:MOST_CHARS]) for text in texts]
        return np.array(vectors, np.float32)

    def _one(self, text: str) -> NDArray[np.float32]:
        plain = text.encode("utf-8", "replace").decode()  # a lone surrogate is no text to the tokeniser
        vector = np.asarray(self._session.run(None, {self._input: np.array([plain])})[0][0], np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


@lru_cache(maxsize=1)
def load_encoder(path: Path) -> Encoder:
    """The encoder of a file, loaded once a process (72 MB, half a second). NoEncoder when it can't be used."""
    if not path.is_file():
        raise NoEncoder(f"没有这个文件 / no such file: {path.name}")
    try:
        return OnnxEncoder(path)
    except ImportError as cause:
        raise NoEncoder(
            "没有安装 onnxruntime / onnxruntime isn't installed: pip install 'huiyin[encoder]'"
        ) from cause
    except Exception as cause:  # the library's own errors have no common kind
        raise NoEncoder(f"不能读取 / can't be read: {path.name}: {type(cause).__name__}") from cause


def _libraries() -> tuple[ModuleType, ModuleType]:
    import onnxruntime  # noqa: PLC0415 - an extra
    import onnxruntime_extensions  # noqa: PLC0415

    return onnxruntime, onnxruntime_extensions
