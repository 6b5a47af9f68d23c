"""The peer's side of the encoding rows: sentence-transformers, as its users call it."""
import sys
import time

from sentence_transformers import SentenceTransformer

opened = {}


def model(max_length):
    if 'model' not in opened:
        opened['model'] = SentenceTransformer(sys.argv[1], device='cpu')
    opened['model'].max_seq_length = max_length
    return opened['model']


def encode(command):
    """Seconds to encode the texts, tokenisation included, and the peak memory of this process so far."""
    encoder = model(command['maxLength'])
    started = time.perf_counter()
    encoder.encode(command['texts'], batch_size=command['batchSize'], show_progress_bar=False)
    seconds = time.perf_counter() - started
    with open('/proc/self/status') as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith('VmHWM')) / 1024
    return {'seconds': seconds, 'peakMegabytes': peak}


def queries(command):
    """Milliseconds of each text, encoded alone."""
    encoder = model(command['maxLength'])
    took = []
    for text in command['texts']:
        started = time.perf_counter()
        encoder.encode(text, show_progress_bar=False)
        took.append((time.perf_counter() - started) * 1000)
    return {'milliseconds': took}


COMMANDS = {'encode': encode, 'queries': queries}
