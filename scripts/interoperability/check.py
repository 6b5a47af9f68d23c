"""The Python side of check.ts: one command a call, JSON on standard output. Needs torch, transformers, sentence-transformers, safetensors and onnxruntime from PyPI."""
import json, os, sys
os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np


def embed(folder, texts):
    """Vectors of a folder that our engine wrote, by sentence-transformers; for decoders the logits of a fixed text, by transformers."""
    from sentence_transformers import SentenceTransformer
    encoder = SentenceTransformer(folder, device="cpu")
    result = {"embeddings": encoder.encode(texts, normalize_embeddings=True).tolist()}
    if encoder[0].auto_model.config.model_type in ("llama", "qwen3"):
        import torch
        from transformers import AutoModelForCausalLM
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        with torch.no_grad():
            result["logits"] = model(input_ids=torch.tensor([[5, 17, 99, 250, 3, 42]])).logits[0].flatten().tolist()
    return result


def resave(folder, target, dtype):
    """The same model saved by transformers: in several files, in half precision."""
    import torch
    from transformers import AutoModel, AutoModelForCausalLM, AutoConfig
    kind = AutoModelForCausalLM if AutoConfig.from_pretrained(folder).model_type in ("llama", "qwen3") else AutoModel
    model = kind.from_pretrained(folder, dtype=getattr(torch, dtype))
    model.save_pretrained(target, max_shard_size="100KB")
    return {"files": sorted(os.listdir(target))}


def onnx(path, input_ids, attention_mask):
    import onnx as format, onnxruntime
    format.checker.check_model(path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    vectors, = session.run(["sentence_embedding"], {"input_ids": np.array(input_ids, np.int64), "attention_mask": np.array(attention_mask, np.int64)})
    return {"embeddings": vectors.tolist(), "domains": sorted({node.domain for node in format.load(path).graph.node})}


command, arguments = sys.argv[1], json.loads(sys.stdin.read())
print(json.dumps({"embed": embed, "resave": resave, "onnx": onnx}[command](**arguments)))
