#!/usr/bin/env python3
"""Compares what other programs compute of exported models with what we compute, and what we compute of imported ones.

    check-exchange.py make FOLDER --data ROOT     trains networks for an epoch and exports them to FOLDER (wants dotnet)
    check-exchange.py onnx FOLDER [--images N]    runs FOLDER/*/model.onnx in ONNX's checker and reference evaluator (wants onnx)
    check-exchange.py torch FOLDER --data ROOT    loads FOLDER/*/weights.safetensors in PyTorch, then trains the tutorial's network on
                                                  MNIST there, imports it and compares all test images (wants torch and dotnet)

ROOT holds mnist/*.gz, cifar10/ and gtsrb/. The steps can run on different machines. The evaluator takes a second for a few images.
Ends with 1 if a score differs by more than 1e-4, or any answer does.
"""
import argparse, gzip, json, struct, subprocess, sys
from pathlib import Path
import numpy as np

TOLERANCE = 1e-4
REPOSITORY = Path(__file__).resolve().parent.parent
TYPES = {"F32": "<f4", "I64": "<i8"}
EXPORTED = [
    ("mnist", "none", ["stn", "cnn", "paper-fcn", "paper-cnn", "paper-st-fcn-affine", "paper-st-cnn-affine"]),
    ("mnist", "RTS", ["stn"] + [f"paper-st-cnn-{kind}" for kind in ("translation", "attention", "similarity", "projective", "tps")]
     + ["paper-2st-cnn-parallel", "paper-2st-cnn-deep"]),
    ("cifar10", "none", ["stn", "cnn"]),
    ("gtsrb", "none", ["gtsrb-small-2st"]),
]


def read(path):
    """The arrays of a safetensors file."""
    raw = Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:start])
    header.pop("__metadata__", None)
    slices = {name: (entry, slice(*(start + at for at in entry["data_offsets"]))) for name, entry in header.items()}
    return {name: np.frombuffer(raw[part], TYPES[entry["dtype"]]).reshape(entry["shape"]) for name, (entry, part) in slices.items()}


def write(path, arrays):
    """Writes float32 arrays as a safetensors file."""
    header, blobs, at = {}, [], 0
    for name, array in arrays.items():
        blobs.append(np.ascontiguousarray(array, "<f4").tobytes())
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [at, at + len(blobs[-1])]}
        at += len(blobs[-1])
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def stn(*args):
    subprocess.run(["dotnet", "run", "--no-build", "--project", REPOSITORY / "Stn", "--", *map(str, args)], check=True, stdout=subprocess.DEVNULL)


def compare(what, ours, theirs):
    """Prints the largest difference; whether it is small enough."""
    difference = float(np.abs(ours - theirs).max())
    others = int((ours.argmax(1) != theirs.argmax(1)).sum())
    print(f"{what:<44} {len(ours):>6} images   scores up to {np.abs(ours).max():5.1f}   largest difference {difference:.1e}   other answers {others}", flush=True)
    return difference <= TOLERANCE and others == 0


def make(folder, data):
    for dataset, distort, models in EXPORTED:
        for model in models:
            run = folder / f"{dataset}-{distort}-{model}"
            if not (run / "summary.json").exists():
                stn("train", "--dataset", dataset, "--distort", distort, "--model", model, "--epochs", 1, "--data", data, "--out", run, "--device", "cpu")
            stn("export", run, "--check", run / "check.safetensors", "--data", data)
            stn("export", run, "--format", "safetensors")
            print(run, flush=True)


def check_onnx(folder, images):
    import onnx
    from onnx.reference import ReferenceEvaluator
    print(f"onnx {onnx.__version__}")
    good = True
    for path in sorted(folder.glob("*/model.onnx")):
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        check = read(path.parent / "check.safetensors")
        theirs, = ReferenceEvaluator(model).run(["output"], {"input": check["images"][:images]})
        good &= compare(path.parent.name, check["scores"][:images], theirs)
    return good


def tutorial_network(state):
    """The network of PyTorch's tutorial, of the sizes of a state; without its log-softmax, as our scores are."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            channels = state["conv1.weight"].shape[1]
            self.conv1, self.conv2 = nn.Conv2d(channels, 10, 5), nn.Conv2d(10, 20, 5)
            self.drop1, self.drop2 = nn.Dropout2d(), nn.Dropout()
            self.fc1 = nn.Linear(state["fc1.weight"].shape[1], 50)
            self.fc2 = nn.Linear(50, state["fc2.weight"].shape[0])
            self.transforms = "fc_loc.2.weight" in state
            if self.transforms:
                self.localization = nn.Sequential(
                    nn.Conv2d(channels, 8, 7), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(8, 10, 5), nn.MaxPool2d(2), nn.ReLU())
                self.fc_loc = nn.Sequential(nn.Linear(state["fc_loc.0.weight"].shape[1], 32), nn.ReLU(), nn.Linear(32, 6))
                self.fc_loc[2].weight.data.zero_()
                self.fc_loc[2].bias.data.copy_(torch.tensor([1.0, 0, 0, 0, 1, 0]))

        def forward(self, x):
            if self.transforms:
                theta = self.fc_loc(self.localization(x).flatten(1)).view(-1, 2, 3)
                x = F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), align_corners=False)
            x = F.relu(F.max_pool2d(self.conv1(x), 2))
            x = F.relu(F.max_pool2d(self.drop1(self.conv2(x)), 2))
            return self.fc2(self.drop2(F.relu(self.fc1(x.flatten(1)))))

    return Network()


def scores_of(network, images):
    import torch
    network.eval()
    with torch.no_grad():
        return torch.cat([network(torch.from_numpy(part.copy())) for part in np.array_split(images, len(images) // 500 + 1)]).numpy()


def mnist(data, split):
    pixels = gzip.open(data / "mnist" / f"{split}-images-idx3-ubyte.gz").read()[16:]
    labels = gzip.open(data / "mnist" / f"{split}-labels-idx1-ubyte.gz").read()[8:]
    images = (np.frombuffer(pixels, np.uint8).reshape(-1, 1, 28, 28).astype(np.float32) / 255 - 0.1307) / 0.3081
    return images.astype(np.float32), np.frombuffer(labels, np.uint8).astype(np.int64)


def train(network, images, labels):
    """One epoch of the tutorial's recipe."""
    import torch
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    for picks in torch.randperm(len(images), generator=torch.Generator().manual_seed(1)).split(64):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(torch.from_numpy(images[picks])), torch.from_numpy(labels[picks])).backward()
        optimizer.step()


def check_torch(folder, data):
    import torch
    print(f"torch {torch.__version__}")
    good = True
    exported = [path for path in sorted(folder.glob("*/weights.safetensors")) if path.parent.name.split("-", 2)[2] in ("stn", "cnn")]
    for path in exported:
        state, check = read(path), read(path.parent / "check.safetensors")
        network = tutorial_network(state)
        network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in state.items()})
        good &= compare(path.parent.name, check["scores"], scores_of(network, check["images"]))

    torch.manual_seed(1)
    network = tutorial_network(read(folder / "mnist-none-stn" / "weights.safetensors"))
    train(network, *mnist(data, "train"))
    trained, imported, check = (folder / f"trained-in-torch{name}.safetensors" for name in ("", "-imported", "-check"))
    write(trained, {name: tensor.numpy() for name, tensor in network.state_dict().items()})
    stn("import", trained, "--model", "stn", "--dataset", "mnist", "--out", imported)
    images, labels = mnist(data, "t10k")
    stn("export", imported, "--out", folder / "trained-in-torch.onnx", "--check", check, "--images", len(images), "--data", data)
    ours, theirs = read(check), scores_of(network, images)
    good &= compare("trained in PyTorch, imported", ours["scores"], theirs)
    print(f"right answers on MNIST's test images: {int((theirs.argmax(1) == labels).sum())} in PyTorch, {int((ours['scores'].argmax(1) == ours['labels']).sum())} here")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["make", "onnx", "torch"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--images", type=int, default=10)
    given = parser.parse_args()
    if given.step != "onnx" and given.data is None:
        parser.error(f"{given.step} wants --data ROOT")
    if given.step != "onnx":
        subprocess.run(["dotnet", "build", REPOSITORY / "Stn", "--verbosity", "quiet"], check=True)
    if given.step == "make":
        make(given.folder, given.data)
        return 0
    return 0 if (check_onnx(given.folder, given.images) if given.step == "onnx" else check_torch(given.folder, given.data)) else 1


sys.exit(main())
