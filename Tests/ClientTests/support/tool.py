"""Runs the command-line tool as a user would."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
EXECUTABLE = Path(
    os.environ.get("WEIGHTINIT", REPOSITORY / ".build" / "release" / "weightinit")
).absolute()


@dataclass
class Outcome:
    """What a run of the tool gave."""

    status: int
    output: str
    errors: str

    @property
    def report(self):
        return json.loads(self.output)


@dataclass
class Written:
    """A file or folder that `generate` wrote, and what it reported."""

    path: Path
    report: dict

    @property
    def manifest_path(self):
        if self.path.is_dir():
            return self.path / "manifest.json"
        return self.path.with_name(self.path.name + ".manifest.json")

    @property
    def manifest(self):
        return json.loads(self.manifest_path.read_text("utf-8"))

    @property
    def digests(self):
        return {tensor["name"]: tensor["digest"] for tensor in self.report["tensors"]}

    @property
    def shapes(self):
        return {tensor["name"]: tuple(tensor["shape"]) for tensor in self.report["tensors"]}


def run(*arguments, expecting=0, **options):
    """Runs the tool; its exit status must be `expecting`, whatever that is when it is None."""
    completed = subprocess.run(
        [EXECUTABLE, *map(str, arguments)],
        capture_output=True,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        text=True,
        timeout=300,
        **options,
    )
    outcome = Outcome(completed.returncode, completed.stdout, completed.stderr)
    if expecting is not None:
        assert outcome.status == expecting, (
            f"weightinit {' '.join(map(str, arguments))} gave {outcome.status}, "
            f"not {expecting}:\n{outcome.output}{outcome.errors}"
        )
    return outcome


def generate(spec, path, **options):
    """Generates weights: `generate(spec, path, layout="keras")` is `--layout keras`."""
    arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
    outcome = run("generate", spec, "-o", path, "--json", "-", *arguments)
    return Written(Path(path), outcome.report)


def verify(path, *arguments, expecting=0):
    """Verifies weights and gives the report."""
    return run("verify", path, "--json", "-", *arguments, expecting=expecting).report
