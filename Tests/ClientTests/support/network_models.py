"""The networks of examples/specs as clients build them: torch modules written out, and configurations
of transformers. Big ones are built without memory where only names and shapes are wanted."""

import torch
from torch import nn


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        if stride != 1 or inputs != width:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width)
            )


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        if stride != 1 or inputs != 4 * width:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width)
            )


class ResNet(nn.Module):
    """As torchvision names its parts."""

    def __init__(self, block, counts):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage, (width, count) in enumerate(zip((64, 128, 256, 512), counts), 1):
            blocks = []
            for number in range(count):
                stride = 2 if stage > 1 and number == 0 else 1
                blocks.append(block(inputs, width, stride))
                inputs = width * block.expansion
            setattr(self, f"layer{stage}", nn.Sequential(*blocks))
        self.fc = nn.Linear(inputs, 1000)


class Pair(nn.Module):
    def __init__(self, inputs, width, up=None):
        super().__init__()
        if up:
            self.up = nn.ConvTranspose2d(up, width, 2, 2)
        self.conv1 = nn.Conv2d(inputs, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [1, 64, 128, 256, 512]
        for level in range(1, 5):
            setattr(self, f"down{level}", Pair(widths[level - 1], widths[level]))
        self.bottom = Pair(512, 1024)
        for level in range(4, 0, -1):
            setattr(self, f"up{level}", Pair(2 * widths[level], widths[level], 2 * widths[level]))
        self.head = nn.Conv2d(64, 2, 1)

    def forward(self, x):
        def apply(pair, x):
            return torch.relu(pair.conv2(torch.relu(pair.conv1(x))))

        skips = []
        for level in range(1, 5):
            x = apply(getattr(self, f"down{level}"), x)
            skips.append(x)
            x = nn.functional.max_pool2d(x, 2)
        x = apply(self.bottom, x)
        for level in range(4, 0, -1):
            pair = getattr(self, f"up{level}")
            x = apply(pair, torch.cat([skips.pop(), pair.up(x)], 1))
        return self.head(x)


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Embedding(10000, 650)
        self.rnn = nn.LSTM(650, 650, 2)
        self.decoder = nn.Linear(650, 10000)


class DeepMLP(nn.Module):
    def __init__(self):
        super().__init__()
        for number in range(100):
            setattr(self, f"fc{number}", nn.Linear(256 if number else 784, 256))
        self.out = nn.Linear(256, 10)

    def forward(self, x):
        for number in range(100):
            x = torch.relu(getattr(self, f"fc{number}")(x))
        return self.out(x)


def gpt2():
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(GPT2Config())


def vit():
    from transformers import ViTConfig, ViTForImageClassification

    return ViTForImageClassification(ViTConfig(num_labels=1000))


def llama():
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(
        LlamaConfig(
            hidden_size=2048,
            intermediate_size=8192,
            num_hidden_layers=16,
            num_attention_heads=32,
            num_key_value_heads=8,
            head_dim=64,
            vocab_size=128256,
            tie_word_embeddings=True,
        )
    )


def mixture():
    from transformers import MixtralConfig
    from transformers.models.mixtral.modeling_mixtral import MixtralSparseMoeBlock

    return MixtralSparseMoeBlock(MixtralConfig(hidden_size=1024, intermediate_size=3584))


PLAIN = {
    "lenet-5": LeNet5,
    "resnet-18": lambda: ResNet(BasicBlock, (2, 2, 2, 2)),
    "resnet-50": lambda: ResNet(Bottleneck, (3, 4, 6, 3)),
    "u-net": UNet,
    "lstm-language-model": LanguageModel,
    "mlp-100": DeepMLP,
}
TRANSFORMERS = {
    "gpt2-small": gpt2,
    "vit-b-16": vit,
    "llama-1b": llama,
    "mixture-of-experts": mixture,
}
# A head that shares its weights with an embedding, whose tensor no file holds twice.
TIED = {"gpt2-small": {"lm_head.weight"}, "llama-1b": {"lm_head.weight"}}
