"""Makes the small tokenizers of lib/engine/golden/tokenizers and records what Hugging Face's tokenizers library gives for difficult texts.

Run:  python scripts/interoperability/make_tokenizers.py  (tokenizers 0.23 from PyPI). The sentences are made up here; the pipelines are those of
Llama 3, Qwen3 (with Qwen3-Embedding's closing token), XLM-RoBERTa and the sentence-piece models that were converted later.
"""
import base64, json, pathlib, random, struct
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).resolve().parents[2] / "lib/engine/golden/tokenizers"
LLAMA_PATTERN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN_PATTERN = LLAMA_PATTERN.replace(r"\p{N}{1,3}", r"\p{N}")

roles = "nurse welder accountant driver cook developer teacher carpenter analyst electrician".split()
skills = ["forklift licence", "night shifts", "month-end close", "patient care", "TIG welding", "Python and SQL", "menu planning", "lesson plans", "C++ / C#", "first aid"]
places = "Zürich Köln Málaga Łódź Москва 東京 北京 القاهرة Αθήνα München".split()
draw = random.Random(7)
sentences = [f"{draw.choice(['Senior', 'Junior', 'Our', 'A'])} {draw.choice(roles)} in {draw.choice(places)}: {draw.choice(skills)}, {draw.choice(skills)}; {draw.randint(1, 30)} years' experience, I don't mind {draw.choice(skills)}.\n" for _ in range(3000)]

TEXTS = ["", " ", "  ", "\n\t", "\r\n\r\n", "Senior accountant, month-end close, IFRS, SAP FI/CO", "C++ / C# / F# developer (m/f/d) – Zürich", "naïve café résumé coöperate Ångström",
         "物流经理:仓储与库存管理", "データサイエンティスト Python 機械学習", "مهندس برمجيات خبير", "Инженер по тестированию", "👩‍💻 full-stack engineer 🚀", "e\u0301 vs é, ﬁnance with a ligature, ½ time",
         "<s> </s> <pad> <mask> <unk>", "<|begin_of_text|> and <|end_of_text|>, <|endoftext|> inside", "A" * 300, "a-b_c.d@example.com https://example.com/x?y=1&z=2", "\u0000control\u0001chars\u200bzero width",
         "Nurse " * 40, "I don't do on-call… but I'd CONSIDER IT'S — maybe! WE'LL'Ve", "{\"json\": [1, 2, 3]}", "<b>HTML</b> &amp; entities", "1234567890 3.14159 1,000,000 €", "\u202eright-to-left override", "ſtraße İstanbul ΣΊΣΥΦΟΣ 'ſo",
         "two  spaces   three    four ", " leading and trailing ", "tab\tseparated\tvalues", "line one\nline two\r\nline three\n\n\nend.\n", "a\u00a0b\u2003c\u3000d\ufeffe\u0085f\u2028g", "한국어 각 각 단어", "กำลังเรียน ไทย", "a\u0301\u0323b \u1e69 s\u0307\u0323",
         "x² y₃ ⅷ Ⅷ ™ ㎏ ｆｕｌｌ　ｗｉｄｔｈ", "🇩🇪🇨🇭 flags, 👨‍👩‍👧‍👦 family", "नमस्ते दुनिया", "...!!!???", "a<mask>b < mask > c  <mask>  d", "¼½¾ ﬀ ﬃ", "ǆ ŉ ﷺ", "▁under▁score", "don't'll 'S 'T", "\u0301 alone", "ℌ ℵ Å Å"]


def charsmap(pairs):
    """A precompiled map in sentencepiece's format: size of the trie in bytes, a double-array trie (darts-clone), replacements ended by zero bytes."""
    blob, values = b"", {}
    for source, target in pairs.items():
        values[source.encode()] = len(blob)
        blob += target.encode() + b"\0"
    root = {}
    for key, value in values.items():
        node = root
        for byte in key:
            node = node.setdefault(byte, {})
        node[-1] = value
    units, used = {0: 0}, {0}

    def place(node, position):
        labels = sorted(label for label in node if label != -1)
        children = ([0] if -1 in node else []) + labels  # label 0 is the value
        offset = 1
        while any((position ^ offset ^ label) in used for label in children) or (position ^ offset ^ 0) == 0:
            offset += 1
        assert offset < 1 << 21
        for label in children:
            used.add(position ^ offset ^ label)
        units[position] = units.get(position, 0) | offset << 10 | (256 if -1 in node else 0)
        if -1 in node:
            units[position ^ offset] = node[-1] | 1 << 31
        for label in labels:
            child = position ^ offset ^ label
            units[child] = label
            place(node[label], child)

    place(root, 0)
    size = (max(units) // 256 + 1) * 256
    array = b"".join(struct.pack("<I", units.get(index, 0)) for index in range(size))
    return base64.b64encode(struct.pack("<I", len(array)) + array + blob).decode()


NORMALISED = {"ﬁ": "fi", "ﬀ": "ff", "ﬃ": "ffi", "½": "1/2", "¼": "1/4", "¾": "3/4", "Ⅷ": "VIII", "ⅷ": "viii", "™": "TM", "㎏": "kg", "²": "2", "₃": "3", "\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", "\u3000": " ", "\u2003": " ", "\u2028": " ",
              "\u0000": "", "\u0001": "", "\u200b": " ", "\ufeff": " ", "e\u0301": "é", "Å": "Å", "ℌ": "H", "각": "각", "…": "...", **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}}


def byte_level(pattern, normalizer, extra, template, ignore_merges):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(sentences, trainers.BpeTrainer(vocab_size=480, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.add_special_tokens(extra)
    tokenizer.post_processor = template(tokenizer)
    return tokenizer


def unigram(normalizer, pre_tokenizer):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre_tokenizer
    tokenizer.train_from_iterator(sentences, trainers.UnigramTrainer(vocab_size=480, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    from tokenizers import AddedToken
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True, normalized=False)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tokenizer


template = lambda single, *tokens: lambda t: processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(single=single, special_tokens=[(token, t.token_to_id(token)) for token in tokens])])
precompiled = normalizers.Precompiled(base64.b64decode(charsmap(NORMALISED)))
metaspace = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
TOKENIZERS = {
    "llama3": byte_level(LLAMA_PATTERN, None, ["<|begin_of_text|>", "<|end_of_text|>", "<|pad|>"], template("<|begin_of_text|> $A", "<|begin_of_text|>"), True),
    "qwen3": byte_level(QWEN_PATTERN, normalizers.NFC(), ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], template("$A <|endoftext|>", "<|endoftext|>"), False),
    "xlm-roberta": unigram(precompiled, pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace])),
    "sentencepiece": unigram(normalizers.Sequence([precompiled, normalizers.Replace(Regex(" {2,}"), " ")]), metaspace),
}
HERE.mkdir(parents=True, exist_ok=True)
for name, tokenizer in TOKENIZERS.items():
    path = HERE / f"{name}.json"
    definition = json.loads(tokenizer.to_str())
    path.write_text(json.dumps(definition, ensure_ascii=False, separators=(",", ":")) + "\n")
    items = [{"text": text, "input_ids": tokenizer.encode(text).ids} for text in TEXTS]
    (HERE / f"{name}-ids.json").write_text("[\n" + ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items) + "\n]\n")
    print(name, tokenizer.get_vocab_size(), path.stat().st_size)
