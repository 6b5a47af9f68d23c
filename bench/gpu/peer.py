"""The peer of bench/gpu: the same model from the same config.json, random weights, InfoNCE within the batch, AdamW, in PyTorch.

Usage: peer.py CONFIG_JSON TEXTS TOKENS STEPS DEVICE PRECISION     prints one line of JSON: tokens a second, losses' finiteness, device.
"""
import json
import sys
import time

import torch
import torch.nn.functional as F
from transformers import AutoConfig, AutoModel

fields = json.loads(sys.argv[1])
texts, tokens, steps = (int(value) for value in sys.argv[2:5])
device, precision = sys.argv[5], sys.argv[6]
if device == 'cuda' and not torch.cuda.is_available():
    sys.exit('PyTorch sees no CUDA device here; give --peer-device cpu.')
if device == 'cuda':
    torch.backends.cuda.matmul.allow_tf32 = False

config = AutoConfig.for_model(**fields)
model = AutoModel.from_config(config).to(device).eval()
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5, weight_decay=0.01, fused=device == 'cuda')
labels = torch.arange(texts // 2, device=device)


def step():
    ids = torch.randint(5, config.vocab_size, (texts, tokens), device=device)
    with torch.autocast(device, torch.float16, enabled=precision == 'float16'):
        hidden = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
    vectors = F.normalize(hidden.float().mean(1), dim=-1)
    loss = F.cross_entropy(vectors[: texts // 2] @ vectors[texts // 2:].T / 0.05, labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.item()


times = []
for _ in range(steps + 2):  # two to warm up
    started = time.perf_counter()
    loss = step()
    times.append(time.perf_counter() - started)
name = torch.cuda.get_device_name() if device == 'cuda' else 'cpu'
print(json.dumps({'secondsPerStep': sorted(times[2:])[steps // 2], 'loss': loss, 'device': name, 'torch': torch.__version__}))
