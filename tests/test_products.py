"""The parser's matrix products: right, and of each row alone."""

from __future__ import annotations

import numpy as np
import pytest
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

from kg import parse, products
from kg.products import ROWS, Tiled, even

FORMS = [(288, 288), (288, 480), (96, 96), (1024, 96), (50, 96)]


def matrices(form: tuple[int, int], rows: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(rows)
    return chance.standard_normal((rows, form[1]), np.float32), chance.standard_normal(form, np.float32)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", [0, 1, ROWS - 1, ROWS, ROWS + 1, 7 * ROWS + 3])
def test_a_product_is_that_of_thinc(form: tuple[int, int], rows: int) -> None:
    x, weights = matrices(form, rows)
    np.testing.assert_allclose(Tiled().gemm(x, weights, trans2=True), x @ weights.T, rtol=1e-3, atol=1e-3)


def test_a_product_may_be_written_into_a_given_matrix() -> None:
    x, weights = matrices((96, 96), 20)
    given = np.full((20, 96), 7, np.float32)
    assert Tiled().gemm(x, weights, out=given, trans2=True) is given
    np.testing.assert_allclose(given, x @ weights.T, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("form", FORMS)
def test_a_row_does_not_depend_on_what_stands_beside_it(form: tuple[int, int]) -> None:
    x, weights = matrices(form, 5 * ROWS + 5)
    whole = Tiled().gemm(x, weights, trans2=True)
    for start in (1, 3, ROWS, ROWS + 7):
        assert (Tiled().gemm(x[start:], weights, trans2=True) == whole[start:]).all()


def test_products_are_computed_in_one_thread_from_then_on() -> None:
    x, weights = matrices((96, 96), 20)
    Tiled().gemm(x, weights, trans2=True)
    assert {each["num_threads"] for each in ThreadpoolController().info() if each["user_api"] == "blas"} == {1}


def test_other_products_are_left_to_thinc(monkeypatch: pytest.MonkeyPatch) -> None:
    x, weights = matrices((96, 96), 20)
    asked: list[object] = []
    monkeypatch.setattr(products, "even", asked.append)
    np.testing.assert_allclose(Tiled().gemm(x, weights), NumpyOps().gemm(x, weights))
    np.testing.assert_allclose(Tiled().gemm(x, x, trans1=True), NumpyOps().gemm(x, x, trans1=True))
    assert not asked


def test_where_a_row_depends_on_its_place_blis_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    x, weights = matrices((96, 96), 20)
    monkeypatch.setattr(products, "even", lambda *_: False)
    assert (Tiled().gemm(x, weights, trans2=True) == NumpyOps().gemm(x, weights, trans2=True)).all()


def test_what_is_uneven_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        found: np.ndarray = a @ b
        found[:, -1] *= 1.001
        return found

    even.cache_clear()
    monkeypatch.setattr(np, "dot", dot)
    assert not even(96, 96)
    even.cache_clear()


def test_a_text_is_parsed_the_same_whatever_is_parsed_beside_it() -> None:
    nlp = parse.load()
    texts = [f"China accused {name} of {count} lies." for count, name in enumerate(("Iran", "the old Kingdom", "Peru"))]
    together = list(parse.docs(nlp, texts * 5))
    for text, doc in zip(texts * 5, together, strict=True):
        (alone,) = parse.docs(nlp, [text])
        assert (alone.tensor == doc.tensor).all()
