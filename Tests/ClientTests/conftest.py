"""Fixtures: files that the tool has written, and clients that may be missing."""

import importlib
import os
from pathlib import Path

import pytest
from support import tool
from support.specs import SPECS, spec_file

os.environ.setdefault("KERAS_BACKEND", "jax")

EXTENSIONS = {
    "npy": "",
    "safetensors": ".safetensors",
    "hdf5": ".h5",
    "keras": ".weights.h5",
}


def pytest_configure():
    if not tool.EXECUTABLE.exists():
        raise pytest.UsageError(
            f"{tool.EXECUTABLE} is missing: run `swift build -c release --product weightinit`, "
            "or set WEIGHTINIT"
        )


def skipped_clients():
    """The clients that tools/test could not install or was not asked for, with the reason."""
    path = os.environ.get("WEIGHTINIT_SKIPPED_CLIENTS")
    lines = Path(path).read_text("utf-8").splitlines() if path else []
    return dict(line.split("\t", 1) for line in lines)


SKIPPED_CLIENTS = skipped_clients()


def client(*names):
    """The modules of clients; the test is skipped, with the reason, where one is missing."""
    modules = []
    for name in names:
        reason = SKIPPED_CLIENTS.get(name.split(".")[0])
        if reason:
            pytest.skip(f"skipped client: {name.split('.')[0]} ({reason})")
        try:
            modules.append(importlib.import_module(name))
        except ImportError as error:
            pytest.skip(f"skipped client: {name.split('.')[0]} ({error})")
    return modules[0] if len(modules) == 1 else modules


@pytest.fixture(scope="session", name="client")
def client_fixture():
    return client


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Generates a network once for all tests: `written("mlp", "npy", layout="keras")`.

    The first argument is a name of `SPECS`, or a spec.
    """
    made = {}

    def make(spec, format, **options):
        key = (repr(spec), format, tuple(sorted(options.items())))
        if key not in made:
            folder = tmp_path_factory.mktemp(format)
            document = SPECS[spec] if isinstance(spec, str) else spec
            path = folder / f"weights{EXTENSIONS[format]}"
            made[key] = tool.generate(
                spec_file(document, folder), path, format=format, **options
            )
        return made[key]

    return make
