"""Compares very many draws with their law; see `soundness`.

Every p-value is two-sided. With K of them, the smallest is below 0.001 / K once in a thousand runs of a
sound draw: that is the limit for the verdict.
"""

import argparse
import json
import math
import os
import subprocess

import numpy as np
from scipy import integrate, stats

PROGRAM = os.environ["WEIGHTINIT_BENCHMARK"]
STEPS = 4096


def law(distribution):
    """The distribution function, the survival function and the moments 1 to 16."""
    frozen = {
        "normal": stats.norm(),
        "uniform": stats.uniform(-1, 2),
        "truncated-normal": stats.truncnorm(-2, 2),
    }[distribution]
    if distribution == "normal":
        moments = [0 if k % 2 else math.prod(range(1, k, 2)) for k in range(17)]
    elif distribution == "uniform":
        moments = [0 if k % 2 else 1 / (k + 1) for k in range(17)]
    else:
        moments = [
            0 if k % 2 else integrate.quad(lambda x: x**k * frozen.pdf(x), -2, 2, epsabs=1e-13)[0]
            for k in range(17)
        ]
    return frozen, moments


def two_sided(z):
    return float(2 * stats.norm.sf(abs(z)))


def count_p_value(found, probability, total):
    lower = stats.binom.cdf(found, total, probability)
    upper = stats.binom.sf(found - 1, total, probability)
    return float(min(1, 2 * min(lower, upper)))


def examine(distribution, values, seed, jobs):
    command = [PROGRAM, "statistics", distribution, str(values), str(seed), str(jobs)]
    counts = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    total, length = counts["values"], counts["blockLength"]
    frozen, moments = law(distribution)
    edges = np.linspace(-8, 8, STEPS + 1)
    # Each half from its own tail, which the other one would round away.
    below, above = frozen.cdf(edges), frozen.sf(edges)
    cells = np.where(edges[1:] <= 0, np.diff(below), -np.diff(above))
    found = np.array(counts["histogram"])
    results = {}
    # Cells of few expected counts join their neighbors towards the middle.
    expected, seen = [], []
    for order in (range(STEPS // 2), range(STEPS - 1, STEPS // 2 - 1, -1)):
        e = s = 0
        for i in order:
            e, s = e + cells[i] * total, s + found[i]
            if e >= 25:
                expected.append(e)
                seen.append(s)
                e = s = 0
        expected[-1] += e
        seen[-1] += s
    expected, seen = np.array(expected), np.array(seen)
    chi = float(((seen - expected) ** 2 / expected).sum())
    results[f"chi-square of {len(expected)} cells"] = (
        chi, float(min(1, 2 * min(stats.chi2.sf(chi, len(expected) - 1),
                                  stats.chi2.cdf(chi, len(expected) - 1)))))  # fmt: skip
    if distribution == "normal":
        for sigma in [3, 3.5, 4, 4.5, 5, 5.5, 6]:
            place = int((sigma + 8) * STEPS / 16)
            for side, count in (("above", found[place:].sum()),
                                ("below -", found[: STEPS - place].sum())):  # fmt: skip
                results[f"count {side}{'' if side[-1] == '-' else ' '}{sigma}"] = (
                    int(count), count_p_value(int(count), float(stats.norm.sf(sigma)), total))  # fmt: skip
    for k in range(1, 9):
        error = math.sqrt((moments[2 * k] - moments[k] ** 2) / total)
        z = (counts["powers"][k] / total - moments[k]) / error
        results[f"moment {k}"] = (counts["powers"][k] / total, two_sided(z))
    for lag in range(1, 5):
        pairs = total // length * (length - lag)
        z = counts["products"][lag] / pairs / moments[2] * math.sqrt(pairs)
        results[f"correlation at lag {lag}"] = (counts["products"][lag] / pairs / moments[2],
                                                two_sided(z))  # fmt: skip
    facts = {key: counts[key] for key in ("zeros", "repeats", "outside", "smallest", "largest")}
    return total, results, facts


def main():
    parser = argparse.ArgumentParser(prog="tools/benchmark/soundness")
    parser.add_argument("--values", type=float, default=1e10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json")
    options = parser.parse_args()
    report, tests = {}, []
    for distribution, share in (("normal", 1), ("uniform", 0.1), ("truncated-normal", 0.1)):
        values = max(int(options.values * share), 1 << 16)
        total, results, facts = examine(distribution, values, options.seed, os.cpu_count() or 1)
        print(f"{distribution}: {total} values; {facts}")
        for name, (statistic, p) in results.items():
            print(f"  {name:<28} {statistic:>22.12g}  p {p:.3g}")
            tests.append(p)
        report[distribution] = dict(values=total, facts=facts, tests={
            name: dict(statistic=statistic, p=p) for name, (statistic, p) in results.items()})  # fmt: skip
        assert facts["zeros"] == 0, "an exact zero was drawn"
    limit = 0.001 / len(tests)
    verdict = min(tests) >= limit
    print(f"smallest of {len(tests)} p-values: {min(tests):.3g}; limit {limit:.2g}: "
          f"{'as the law says' if verdict else 'NOT as the law says'}")  # fmt: skip
    if options.json:
        with open(options.json, "w") as file:
            json.dump(report, file, indent=1)
    raise SystemExit(0 if verdict else 1)


if __name__ == "__main__":
    main()
