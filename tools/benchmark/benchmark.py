"""Times our draws and files against peers and prints a table of ratios; see `run`.

Ours and the peer's take turns on the same core, several times; the medians are compared. A row whose
peer is missing is named and left out.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

try:
    import torch
except ImportError:
    torch = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["WEIGHTINIT_BENCHMARK"]
TOOL = os.environ["WEIGHTINIT"]
GROUPS = ["fills", "layers", "orthogonal", "writing", "start"]
COUNT = 1 << 18
VARIABLE = "WEIGHTINIT_INSTRUCTION_SET"
# Runs a command; prints its seconds and its peak memory. Linux counts the memory of the process that
# starts another as the other's, so that this must be a small one.
PEAK = """
import os, sys, time
before = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
print(time.perf_counter() - before, usage.ru_maxrss)
sys.exit(status != 0)
"""


def ours(*arguments, instruction_set=None):
    environment = dict(os.environ)
    environment.pop(VARIABLE, None)
    if instruction_set:
        environment[VARIABLE] = instruction_set
    run = subprocess.run(
        [PROGRAM, *map(str, arguments)], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)["value"]


def available(instruction_set):
    environment = dict(os.environ, **{VARIABLE: instruction_set})
    command = [PROGRAM, "fill", "uniform", "float32"]
    return subprocess.run(command, env=environment, capture_output=True).returncode == 0


def timed(work, count=1, seconds=0.33, least=5):
    """The median seconds of a call, divided by count."""
    work()
    times, start = [], time.perf_counter()
    while len(times) < least or (time.perf_counter() - start < seconds and len(times) < 2000):
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
    return statistics.median(times) / count


class Table:
    def __init__(self, rounds):
        self.rounds = rounds
        self.rows = []

    def row(self, name, unit, mine, peers, target=None, faster=True):
        """peers: {name: (function, wanted ratio or None)}. The ratio is peer / ours if `faster` means
        that we should take less time, ours / peer if the target is a limit for ours."""
        values = {"ours": [], **{peer: [] for peer in peers}}
        for _ in range(self.rounds):
            values["ours"].append(mine())
            for peer, (work, _) in peers.items():
                values[peer].append(work())
        middle = {who: statistics.median(v) for who, v in values.items()}
        spread = {who: [min(v), max(v)] for who, v in values.items()}
        for peer, (_, wanted) in peers.items():
            ratio = middle[peer] / middle["ours"] if faster else middle["ours"] / middle[peer]
            reached = None
            if wanted is not None:
                reached = ratio >= wanted if faster else ratio <= wanted
            self.rows.append(
                dict(name=name, unit=unit, peer=peer, ours=middle["ours"], theirs=middle[peer],
                     ratio=ratio, wanted=wanted, faster=faster, reached=reached,
                     spread=dict(ours=spread["ours"], theirs=spread[peer]))
            )  # fmt: skip
            self.show(self.rows[-1])

    def show(self, r):
        wanted = ""
        if r["wanted"] is not None:
            sign = "at least" if r["faster"] else "at most"
            wanted = f"{sign} {r['wanted']:g}: {'reached' if r['reached'] else 'NOT reached'}"
        print(
            f"{r['name']:<44} {r['ours']:>9.4g} {r['unit']:<3} {r['peer']:<18} {r['theirs']:>9.4g}"
            f"  ratio {r['ratio']:>8.3g}  {wanted}",
            flush=True,
        )


def fills(table, quick):
    generator = np.random.default_rng(1)
    floats, doubles = np.empty(COUNT, np.float32), np.empty(COUNT)

    def numpy_normal():
        return timed(lambda: generator.standard_normal(out=floats, dtype=np.float32), COUNT) * 1e9

    def numpy_double():
        return timed(lambda: generator.standard_normal(out=doubles), COUNT) * 1e9

    def numpy_uniform():
        return timed(lambda: generator.random(out=floats, dtype=np.float32), COUNT) * 1e9

    peers = {}
    if torch is not None:
        torch.set_num_threads(1)
        tensor = torch.empty(COUNT)
        peers["normal"] = lambda: timed(lambda: tensor.normal_(), COUNT) * 1e9
        peers["truncated"] = (
            lambda: timed(lambda: torch.nn.init.trunc_normal_(tensor, a=-2, b=2), COUNT) * 1e9
        )
    wanted = {"avx512": (10, 3), "avx2": (6, 1.8), "baseline": (2.5, None), "scalar": (None, None)}
    for instruction_set, (by_numpy, by_torch) in wanted.items():
        if not available(instruction_set):
            print(f"no {instruction_set} on this processor")
            continue
        against = {"numpy": (numpy_normal, by_numpy)}
        if "normal" in peers:
            against["torch"] = (peers["normal"], by_torch)
        table.row(
            f"normal float32, {instruction_set}", "ns",
            lambda: ours("fill", "normal", "float32", instruction_set=instruction_set), against,
        )  # fmt: skip
    best = next(s for s in ("avx512", "avx2", "baseline") if available(s))
    table.row(f"uniform float32, {best}", "ns", lambda: ours("fill", "uniform", "float32"),
              {"numpy": (numpy_uniform, 1)})  # fmt: skip
    table.row(f"normal float64, {best}", "ns", lambda: ours("fill", "normal", "float64"),
              {"numpy": (numpy_double, 3)})  # fmt: skip
    if "truncated" in peers:
        table.row(
            f"truncated normal float32, {best}", "ns",
            lambda: ours("fill", "truncated-normal", "float32"),
            {"torch": (peers["truncated"], 20)},
        )  # fmt: skip


def paper_raai(width, rows):
    """The seconds of the authors' algorithm on one thread."""
    threads = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"]
    program = pathlib.Path(__file__).with_name("paper_raai.py")
    run = subprocess.run(
        [sys.executable, str(program), str(width), str(rows)],
        env=dict(os.environ, **dict.fromkeys(threads, "1")), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(run.stdout)


def layers(table, quick):
    values = 1 << (20 if quick else 24)
    squares = [(width, width) for width in [1, 2, 4, 8, 16, 32, 64, 256]]
    # Lengths that no vector divides, and those of first convolutions, beside powers of two.
    widths = [4, 8, 10, 12, 16, 25, 27, 32, 64, 75, 147, 256, 2048, 16384, 65536]
    for width, rows in squares + [(width, max(values // width, 1)) for width in widths]:
        table.row(
            f"RAAI layer, {rows} x {width}", "s", lambda: ours("layer", "raai", width, rows, 1),
            {"our he-normal": (lambda: ours("layer", "he-normal", width, rows, 1), 1.6)},
            faster=False,
        )  # fmt: skip
    width = 256 if quick else 2048
    table.row(
        f"RAAI layer, {width} x {width}", "s", lambda: ours("layer", "raai", width, width, 1),
        {"paper's algorithm": (lambda: paper_raai(width, width), None if quick else 1000)},
    )  # fmt: skip


def orthogonal(table, quick):
    for size in [256] if quick else [512, 1024, 2048, 4096]:
        for jobs in sorted({1, min(2, os.cpu_count() or 1)}):
            claim = ("layer", "orthogonal", size, size, jobs)
            if torch is not None:
                torch.set_num_threads(jobs)
                tensor = torch.empty(size, size)
                table.row(
                    f"orthogonal {size} x {size}, {jobs} threads", "s", lambda: ours(*claim),
                    {"torch": (lambda: timed(lambda: torch.nn.init.orthogonal_(tensor), least=1), 3)},
                    faster=False,
                )  # fmt: skip
        matrix = np.random.default_rng(1).standard_normal((size, size))
        table.row(
            f"orthogonal {size} x {size}, {jobs} threads", "s", lambda: ours(*claim),
            {"numpy qr": (lambda: timed(lambda: np.linalg.qr(matrix), least=1), 1)},
        )  # fmt: skip
    size = 256 if quick else 2048
    table.row(
        f"hidden GSM, orthogonal, {size} x {size}", "s",
        lambda: ours("layer", "gsm:submatrix=orthogonal,position=hidden", size, size, 1),
        {"our orthogonal": (lambda: ours("layer", "orthogonal", size, size, 1), None)},
    )  # fmt: skip


def writing(table, quick):
    folder = pathlib.Path(os.environ.get("BENCHMARK_FOLDER", ROOT / ".build"))
    width, depth = (1024, 4) if quick else (8192, 16)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        here = pathlib.Path(name)
        spec = {"seed": 1, "initializer": "he-normal", "input": width,
                "layers": [{"dense": width, "name": f"fc{i}"} for i in range(depth)]}  # fmt: skip
        (here / "spec.json").write_text(json.dumps(spec))
        output, copy = here / "model.safetensors", here / "copy"
        memory = []

        def generate():
            output.unlink(missing_ok=True)
            run = subprocess.run(
                [sys.executable, "-c", PEAK, TOOL, "generate", str(here / "spec.json"), "-o", str(output),
                 "--quiet"], capture_output=True, check=True)  # fmt: skip
            seconds, peak = map(float, run.stdout.split())
            memory.append(peak * (1 if sys.platform == "darwin" else 1024))
            return seconds

        def dd(source):
            copy.unlink(missing_ok=True)
            megabytes = str(output.stat().st_size >> 20)
            # Into the page cache, so that the disk has only to write.
            subprocess.run(["dd", f"if={source}", "of=/dev/null", "bs=1048576", f"count={megabytes}"],
                           check=True, capture_output=True)  # fmt: skip
            before = time.perf_counter()
            subprocess.run(["dd", f"if={source}", f"of={copy}", "bs=1048576", f"count={megabytes}",
                            "conv=fsync"], check=True, capture_output=True)  # fmt: skip
            return time.perf_counter() - before

        size = f"{width * width * 4 * depth / 2**30:g} GiB"
        peers = {"dd of the file": (lambda: dd(output), 1.15),
                 "dd of zeros": (lambda: dd("/dev/zero"), None)}  # fmt: skip
        table.row(f"generate safetensors, {size}, digests", "s", generate, peers, faster=False)
        peak = max(memory) / 1e6
        table.rows.append(dict(name="peak memory of generate", unit="MB", ours=peak, wanted=300,
                               reached=peak < 300))  # fmt: skip
        print(f"{'peak memory of generate':<44} {peak:>9.4g} MB   at most 300: "
              f"{'reached' if peak < 300 else 'NOT reached'}")  # fmt: skip


def start(table, quick):
    def listing():
        command = [TOOL, "list"]
        return timed(lambda: subprocess.run(command, check=True, capture_output=True)) * 1e3

    table.row("weightinit list", "ms", listing, {"/bin/true": (
        lambda: timed(lambda: subprocess.run(["true"], check=True)) * 1e3, None)}, faster=False)  # fmt: skip


def processor():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        lines = [line for line in text.splitlines() if line.startswith("model name")]
        return lines[0].split(":")[1].strip()
    except (OSError, IndexError):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(prog="tools/benchmark/run")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=GROUPS)
    parser.add_argument("--json", default=str(ROOT / ".build" / "benchmark.json"))
    options = parser.parse_args()
    groups = options.only or GROUPS
    versions = {"numpy": np.__version__}
    if torch is None:
        print("torch is missing: its rows are left out")
    else:
        versions["torch"] = torch.__version__
    print(f"{processor()}, {os.cpu_count()} processors, {time.strftime('%Y-%m-%d')}, {versions}")
    table = Table(rounds=1 if options.quick else 3)
    everywhere = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    for group in GROUPS:
        if group not in groups:
            continue
        if everywhere:
            # One core for what is measured on one core; programs that are started inherit it.
            alone = group in ("fills", "layers")
            os.sched_setaffinity(0, {max(everywhere)} if alone else everywhere)
        globals()[group](table, options.quick)
    report = dict(
        processor=processor(), processors=os.cpu_count(), system=platform.platform(),
        date=time.strftime("%Y-%m-%d"), versions=versions, quick=options.quick, rows=table.rows,
    )  # fmt: skip
    pathlib.Path(options.json).write_text(json.dumps(report, indent=1) + "\n")
    print(f"wrote {options.json}")


if __name__ == "__main__":
    main()
