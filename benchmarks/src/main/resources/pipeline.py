"""What people write in Python: Pillow reads pictures, PyTorch makes vectors of them.

Prints one JSON object: pictures, and the seconds they took once all was loaded and warm. The
network is that of models/recipes/fovea.yaml with random weights, which take the same time.
"""

import json
import sys
import time

import numpy
import torch
from PIL import Image
from torch import nn

SIZE = 120
MEAN = numpy.array([0.485, 0.456, 0.406], dtype=numpy.float32)
STD = numpy.array([0.229, 0.224, 0.225], dtype=numpy.float32)
# channels, blocks, stride, bottleneck
STAGES = [(40, 1, 2, 0), (96, 1, 2, 0), (192, 1, 1, 64), (320, 3, 2, 96), (512, 2, 2, 160)]


def unit(inputs, outputs, kernel, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    )


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride, bottleneck):
        super().__init__()
        if bottleneck:
            self.branch = nn.Sequential(
                unit(inputs, bottleneck, 1), nn.ReLU(),
                unit(bottleneck, bottleneck, 3, stride), nn.ReLU(),
                unit(bottleneck, outputs, 1))
        else:
            self.branch = nn.Sequential(
                unit(inputs, outputs, 3, stride), nn.ReLU(), unit(outputs, outputs, 3))
        straight = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if straight else unit(inputs, outputs, 1, stride)

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


def network():
    layers = [unit(3, 24, 3, 2), nn.ReLU()]
    channels = 24
    for outputs, blocks, stride, bottleneck in STAGES:
        for block in range(blocks):
            layers.append(Residual(channels, outputs, stride if block == 0 else 1, bottleneck))
            channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 256))


class Pictures(torch.utils.data.Dataset):
    def __init__(self, files):
        self.files = files

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        picture = Image.open(self.files[index]).convert("RGB").resize((SIZE, SIZE), Image.BILINEAR)
        pixels = (numpy.asarray(picture, dtype=numpy.float32) / 255 - MEAN) / STD
        return torch.from_numpy(pixels.transpose(2, 0, 1).copy())


def main(listing, batch, processors):
    files = open(listing, encoding="utf-8").read().splitlines()
    # Half of the processors read, half see, channels last: the fastest that was tried.
    half = max(1, processors // 2)
    torch.set_num_threads(half)
    model = network().eval().to(memory_format=torch.channels_last)
    with torch.inference_mode():
        for _ in range(10):
            model(torch.zeros(batch, 3, SIZE, SIZE))
        start = time.perf_counter()
        loader = torch.utils.data.DataLoader(Pictures(files), batch, num_workers=half)
        vectors = torch.cat([model(pictures) for pictures in loader])
        seconds = time.perf_counter() - start
    print(json.dumps({"pictures": len(vectors), "seconds": seconds}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
