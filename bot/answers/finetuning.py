"""Build time: teaches the packed encoder to tell the topics apart, moving only what `tuning` keeps.

The encoder is rebuilt from its packed weights as PyTorch sees it (a BERT: 12 layers, mean of the pieces, unit length),
a head of one direction a topic is put on top, and both are taught by the examples. PyTorch is needed for this alone:
`pip install torch`, any version from 2.4, without a graphics card; an hour or two on one core.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.packed import BLOCK, Packed
from bot.answers.pieces import Pieces
from bot.answers.tuning import Tuning

Floats = NDArray[np.float32]

EPOCHS: Final = 3
_BATCH: Final = 64
_NEIGHBOURS: Final = 20
"""Batches among which rows are sorted by length, so that little is filled up."""
_SCALE_RATE, _PLAIN_RATE, _HEAD_RATE = 1.5e-3, 1e-3, 3e-3
_WARM_UP, _LAST_RATE = 0.06, 0.02
_SHARPNESS: Final = 20.0
_SMOOTHING: Final = 0.05
_DROPPED: Final = 0.1
_PIECES_HIDDEN: Final = 0.06
"""The share of a text's pieces that are hidden, so that no single word decides."""
_SAID_FIRST: Final = 4
"""Pieces of the prefix that every text has."""
_UNKNOWN: Final = 3
_TABLES: Final = ("q", "k", "v", "ao", "fi", "fo")
_NORMS: Final = ("aln", "oln")


class NoTorch(Exception):
    """PyTorch is not installed."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text and the number of its topic; `own` says that it was written so and is no variant."""

    text: str
    topic: int
    own: bool


def torch_module() -> Any:
    """PyTorch, imported only here. Raises NoTorch."""
    try:
        import torch
    except ImportError as error:
        raise NoTorch("teaching the encoder needs PyTorch: pip install 'torch>=2.4'") from error
    return torch


class Pupil:
    """The encoder in PyTorch, with the corrections it learns (zero at the start)."""

    def __init__(self, packed: Packed, torch: Any) -> None:
        self.torch = torch
        self.shape = packed.shape
        self.pieces = Pieces(packed)
        self._wide = {name: self._blocks(packed, name) for name in self._table_names()}
        whole, scale = packed.blocks("emb.word")
        row = packed.shape.hidden // BLOCK
        self._words = torch.from_numpy(whole).view(-1, row, BLOCK), torch.from_numpy(scale).view(-1, row, 1)
        self._places = torch.from_numpy(packed.plain("emb.pos").copy()).view(-1, packed.shape.hidden)
        self._kind = torch.from_numpy(packed.plain("emb.type")[: packed.shape.hidden].copy())
        self._plain = {name: torch.from_numpy(packed.plain(name).copy()) for name in self._plain_names()}
        self.scales = {n: torch.zeros_like(w[1]).requires_grad_() for n, w in self._wide.items()}
        self.plain = {n: torch.zeros_like(w).requires_grad_() for n, w in self._plain.items()}

    def _table_names(self) -> list[str]:
        return [f"l{layer}.{table}.w" for layer in range(self.shape.layers) for table in _TABLES]

    def _plain_names(self) -> list[str]:
        norms = [
            f"l{layer}.{norm}.{part}"
            for layer in range(self.shape.layers)
            for norm in _NORMS
            for part in "wb"
        ]
        biases = [f"l{layer}.{table}.b" for layer in range(self.shape.layers) for table in _TABLES]
        return ["emb.ln.w", "emb.ln.b", *norms, *biases]

    def _blocks(self, packed: Packed, name: str) -> tuple[Any, Any]:
        whole, scale = packed.blocks(name)
        outputs = self.shape.inner if ".fi." in name else self.shape.hidden
        shaped = self.torch.from_numpy(whole).view(outputs, -1, BLOCK).to(self.torch.bfloat16)
        return shaped, self.torch.from_numpy(scale).view(outputs, -1, 1)

    def vectors(self, rows: Sequence[Sequence[int]], dropped: float = 0.0) -> Any:
        """Unit vectors of texts cut into pieces, a row a text."""
        torch, functional = self.torch, self.torch.nn.functional
        ids, real = self._filled(rows)
        x = self._normed(self._embedded(ids) + self._places[: ids.shape[1]] + self._kind, "emb.ln")
        x = functional.dropout(x, dropped, dropped > 0)
        away = ((1 - real) * -1e9)[:, None, None, :].to(torch.bfloat16)
        for layer in range(self.shape.layers):
            seen = functional.dropout(self._attended(x, away, layer), dropped, dropped > 0)
            x = self._normed(x + seen, f"l{layer}.aln")
            thought = self._through(functional.gelu(self._through(x, f"l{layer}.fi")), f"l{layer}.fo").float()
            x = self._normed(x + functional.dropout(thought, dropped, dropped > 0), f"l{layer}.oln")
        mean = (x * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return functional.normalize(mean, dim=-1)

    def _filled(self, rows: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        longest = max(map(len, rows))
        ids = self.torch.tensor([[*row, *[self.pieces.pad] * (longest - len(row))] for row in rows])
        real = self.torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
        return ids, real

    def _embedded(self, ids: Any) -> Any:
        used, where = self.torch.unique(ids, return_inverse=True)
        whole, scale = self._words
        return (whole[used].float() * scale[used]).view(-1, self.shape.hidden)[where]

    def _attended(self, x: Any, away: Any, layer: int) -> Any:
        batch, length, _ = x.shape
        query, key, value = (
            self._through(x, f"l{layer}.{name}").view(batch, length, self.shape.heads, -1).transpose(1, 2)
            for name in "qkv"
        )
        seen = self.torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=away)
        return self._through(seen.transpose(1, 2).reshape(batch, length, -1), f"l{layer}.ao").float()

    def _through(self, x: Any, table: str) -> Any:
        """A layer's product, in half precision: processors with such arithmetic are five times quicker so."""
        half = self.torch.bfloat16
        whole, scale = self._wide[f"{table}.w"]
        weights = (whole * (scale * (1 + self.scales[f"{table}.w"])).to(half)).view(whole.shape[0], -1)
        bias = self._plain[f"{table}.b"] + self.plain[f"{table}.b"]
        return self.torch.nn.functional.linear(x.to(half), weights, bias.to(half))

    def _normed(self, x: Any, name: str) -> Any:
        weight, bias = (self._plain[f"{name}.{part}"] + self.plain[f"{name}.{part}"] for part in "wb")
        return self.torch.nn.functional.layer_norm(x, x.shape[-1:], weight, bias, self.shape.epsilon)

    def learnt(self) -> Tuning:
        """The corrections as they are kept."""
        return Tuning(
            {
                name: table.detach().numpy().reshape(-1).astype(np.float16)
                for name, table in self.scales.items()
            },
            {name: table.detach().numpy().astype(np.float16) for name, table in self.plain.items()},
        )


def taught(
    packed: Packed, lessons: Sequence[Lesson], topics: int, told: Callable[[float], None] = lambda _: None
) -> Tuning:
    """The corrections learnt from lessons; `told` hears the share that is done. Raises NoTorch."""
    torch = torch_module()
    torch.manual_seed(7)
    torch.set_num_threads(1)
    pupil, chance = Pupil(packed, torch), np.random.default_rng(7)
    rows = [pupil.pieces.cut(lesson.text) for lesson in lessons]
    middle, head = _first_head(pupil, rows, lessons, topics)
    bias = torch.zeros(topics).requires_grad_()
    groups = [
        {"params": [*pupil.scales.values()], "lr": _SCALE_RATE},
        {"params": [*pupil.plain.values()], "lr": _PLAIN_RATE},
        {"params": [head, bias], "lr": _HEAD_RATE},
    ]
    steps = torch.optim.AdamW(groups, weight_decay=0.0, betas=(0.9, 0.98))
    encoder = [*pupil.scales.values(), *pupil.plain.values()]
    plan = [batch for _ in range(EPOCHS) for batch in _batches(rows, lessons, chance)]
    rate = torch.optim.lr_scheduler.LambdaLR(steps, lambda step: _rate(step / len(plan)))
    functional = torch.nn.functional
    for done, batch in enumerate(plan):
        vectors = pupil.vectors([_hidden(rows[place], chance) for place in batch], _DROPPED)
        moved = functional.normalize(vectors - middle, dim=-1)
        logits = functional.linear(moved, functional.normalize(head, dim=-1)) * _SHARPNESS + bias
        wanted = torch.tensor([lessons[place].topic for place in batch])
        loss = functional.cross_entropy(logits, wanted, label_smoothing=_SMOOTHING)
        steps.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder, 1.0)
        steps.step()
        rate.step()
        told((done + 1) / len(plan))
    return pupil.learnt()


def _first_head(
    pupil: Pupil, rows: Sequence[Sequence[int]], lessons: Sequence[Lesson], topics: int
) -> tuple[Any, Any]:
    """(the middle of all vectors, a direction a topic): where the untaught encoder puts every third own line."""
    chosen = [place for place, lesson in enumerate(lessons) if lesson.own][::3]
    found = []
    with pupil.torch.no_grad():
        for start in range(0, len(chosen), _BATCH):
            found.append(pupil.vectors([rows[place] for place in chosen[start : start + _BATCH]]))
    vectors = pupil.torch.cat(found)
    middle = vectors.mean(0)
    of = pupil.torch.tensor([lessons[place].topic for place in chosen])
    means = [
        (vectors[of == topic].mean(0) if (of == topic).any() else middle) - middle for topic in range(topics)
    ]
    return middle, pupil.torch.nn.functional.normalize(pupil.torch.stack(means), dim=-1).requires_grad_()


def _batches(
    rows: Sequence[Sequence[int]], lessons: Sequence[Lesson], chance: np.random.Generator
) -> Iterator[list[int]]:
    """Every own line and half as many variants, in random batches of like lengths."""
    own = [place for place, lesson in enumerate(lessons) if lesson.own]
    variants = [place for place, lesson in enumerate(lessons) if not lesson.own]
    some = chance.permutation(variants).tolist()[: len(own) // 2]
    order = chance.permutation([*own, *some]).tolist()
    batches = []
    for start in range(0, len(order), _BATCH * _NEIGHBOURS):
        near = sorted(order[start : start + _BATCH * _NEIGHBOURS], key=lambda place: len(rows[place]))
        batches += [near[at : at + _BATCH] for at in range(0, len(near), _BATCH)]
    for place in chance.permutation(len(batches)):
        yield batches[place]


def _hidden(row: Sequence[int], chance: np.random.Generator) -> list[int]:
    """The pieces of a text with a few of them hidden."""
    hides = chance.random(len(row)) < _PIECES_HIDDEN
    return [
        _UNKNOWN if hides[place] and place >= _SAID_FIRST and place < len(row) - 1 else piece
        for place, piece in enumerate(row)
    ]


def _rate(done: float) -> float:
    """The learning rate's share: rises at first, then falls along a cosine."""
    return min(1.0, (done + 1e-3) / _WARM_UP) * max(_LAST_RATE, 0.5 * (1 + math.cos(math.pi * done)))
