"""The peer of bench/engine: torch, transformers and sentence-transformers, one JSON command a line on standard input, one JSON answer a line.

Usage: peer.py MODEL_FOLDER THREADS [COMMAND PAYLOAD]   with a command: does it once, answers and ends.
"""
import contextlib
import json
import os
import sys
import time

STARTED = time.perf_counter()
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from transformers import AutoModel  # noqa: E402

FOLDER, THREADS = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(THREADS)


def peak_megabytes():
    with open('/proc/self/status') as status:
        return next(int(line.split()[1]) for line in status if line.startswith('VmHWM')) / 1024


def matrix_product(command):
    """Speed of [rows, inner] · [inner, columns] · [columns, inner], several times over, in GFLOP/s, best of several."""
    rows, inner, columns, pairs = command['rows'], command['inner'], command['columns'], command['pairs']
    start, up, down = torch.randn(rows, inner), torch.randn(inner, columns) / 32, torch.randn(columns, inner) / 32
    best = 0.0
    for _ in range(command['repeats']):
        started = time.perf_counter()
        x = start
        for _ in range(pairs):
            x = (x @ up) @ down
        best = max(best, 2 * pairs * 2 * rows * inner * columns / (time.perf_counter() - started) / 1e9)
    return {'gigaflops': best}


def embed(model, ids):
    """Mean of the hidden states of full rows [texts, tokens], brought to length one."""
    return F.normalize(model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(1), dim=-1)


class Training:
    """A model in training without dropout, so that both sides compute the same."""

    def __init__(self, learning_rate, is_fused):
        self.model = AutoModel.from_pretrained(FOLDER, add_pooling_layer=False).eval()
        decayed = [p for p in self.model.parameters() if p.dim() > 1]
        others = [p for p in self.model.parameters() if p.dim() <= 1]
        groups = [{'params': decayed, 'weight_decay': 0.01}, {'params': others, 'weight_decay': 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=learning_rate, fused=is_fused)

    def apply(self, loss):
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return norm.item()


training = {}


def training_of(kind, learning_rate, is_fused=True):
    if kind not in training:
        training[kind] = Training(learning_rate, is_fused)
    return training[kind]


def training_step(command):
    """InfoNCE over pairs of rows: query i belongs to passage i, all other passages are its negatives."""
    state = training_of('step', command['learningRate'])
    ids = torch.tensor(command['queries'] + command['passages'])
    started = time.perf_counter()
    embeddings = embed(state.model, ids)
    queries, passages = embeddings.chunk(2)
    loss = F.cross_entropy(queries @ passages.T / command['temperature'], torch.arange(len(queries)))
    norm = state.apply(loss)
    return {'seconds': time.perf_counter() - started, 'loss': loss.item(), 'gradNorm': norm}


def rankpo_epoch(command):
    """One epoch as the reference repository trains: each pair is encoded anew by the model and by its frozen copy."""
    state = training_of('rankpo', command['learningRate'])
    if 'reference' not in training:
        training['reference'] = AutoModel.from_pretrained(FOLDER, add_pooling_layer=False).eval()
    texts = torch.tensor(command['texts'])
    pairs = torch.tensor(command['pairs'])  # [pairs, 3]: query, chosen, rejected
    losses = []
    started = time.perf_counter()
    for start in range(0, len(pairs), command['batchSize']):
        batch = pairs[start:start + command['batchSize']]
        ids = texts[batch.T.reshape(-1)]  # queries, chosen, rejected one after the other

        def margin(model):
            query, chosen, rejected = embed(model, ids).chunk(3)
            return ((query * chosen).sum(-1) - (query * rejected).sum(-1)) / command['temperature']

        with torch.no_grad():
            reference = margin(training['reference'])
        loss = F.relu(1 - command['beta'] * (margin(state.model) - reference)).mean()
        state.apply(loss)
        losses.append(loss.item())
    return {'seconds': time.perf_counter() - started, 'loss': sum(losses) / len(losses)}


def several_steps(command):
    """A fresh process that takes some training steps: seconds from its start to the end of the first, and of the later ones."""
    first, later = None, []
    for batch in command['batches']:
        answer = training_step({**command, **batch})
        if first is None:
            first = answer['seconds']
        else:
            later.append(answer['seconds'])
    return {'firstSeconds': first, 'laterSeconds': sorted(later)[len(later) // 2], 'peakMegabytes': peak_megabytes(), 'startSeconds': time.perf_counter() - STARTED}


COMMANDS = {'matrix-product': matrix_product, 'training-step': training_step, 'rankpo-epoch': rankpo_epoch, 'several-steps': several_steps}
with contextlib.suppress(ImportError):
    from peer_encoding import COMMANDS as ENCODING_COMMANDS
    COMMANDS |= ENCODING_COMMANDS


def answer(command):
    try:
        return COMMANDS[command['command']](command)
    except Exception as error:  # the other side prints it
        return {'error': f'{type(error).__name__}: {error}'}


output = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)  # whatever a library prints is no answer
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), file=output, flush=True)
