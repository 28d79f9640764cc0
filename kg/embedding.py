"""What the models see in a word by itself, remembered.

The first layers of a model make a vector of a word's norm, prefix, suffix and shape, a third of all its products;
the word's neighbours come in with the next. These vectors are kept for the words that come first, and those of news
come again: the same bits, without the products.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from thinc.api import Model, NumpyOps

MOST = 20_000  # words of which a model keeps the vector: eight megabytes
HASHED = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")  # spaCy's MultiHashEmbed


def remember(nlp: Language) -> None:
    """Let each model keep the vectors of its words, if it makes them as `HASHED` says."""
    for _, component in nlp.components:
        if isinstance(component, TrainablePipe) and isinstance(component.model.ops, NumpyOps):
            for node in list(component.model.walk()):
                if tuple(layer.name.partition("(")[0] for layer in node.layers) == HASHED:
                    component.model.replace_node(node, _remembering(node))


def _remembering(embed: Any) -> Any:
    extract, _, hashed, mixed, _ = embed.layers
    kept: dict[bytes, bytes] = {}

    def forward(model: Any, docs: Any, is_train: bool) -> Any:
        if is_train:
            return embed(docs, is_train)
        features = extract.predict(docs)
        rows = np.concatenate(features)
        words = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
        unseen = {word: i for i, word in enumerate(words) if word not in kept}
        made: dict[bytes, bytes] = {}
        if unseen:
            vectors = mixed.predict(hashed.predict(rows[list(unseen.values())]))
            made = dict(zip(unseen, map(np.ndarray.tobytes, vectors), strict=True))
            kept.update(islice(made.items(), max(0, MOST - len(kept))))
        found = bytearray().join([kept.get(word) or made[word] for word in words])
        vectors = np.frombuffer(found, np.float32).reshape(len(words), model.get_dim("nO"))
        return model.ops.unflatten(vectors, [len(each) for each in features]), None

    return Model("remembered", forward, layers=[embed], dims={"nO": embed.get_dim("nO")})
