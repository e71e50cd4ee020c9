"""One picture of three panels, as SVG in colours that can be read on white and on black."""

from math import ceil, erf, floor, inf, log10

import numpy

WIDTH, HEIGHT = 900, 250
PANELS = [50, 355, 660]
PANEL_WIDTH, TOP, BOTTOM = 220, 46, 200
# Odd, so that zero lies within a bin and not on an edge.
BINS = 61
GRAY, BLUE, ORANGE = "#767676", "#3a7fd5", "#c96a12"
# Where the axis of mean squares ends, whatever the network does.
LEAST, GREATEST = -12.0, 12.0


def text(x, y, content, anchor="middle", weight="normal", color=GRAY):
    escaped = content.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{color}">{escaped}</text>'
    )


def line(x1, y1, x2, y2, color=GRAY, width=1.0):
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{color}" '
        f'stroke-width="{width}" fill="none"/>'
    )


def curve(points, color, dashes=""):
    path = "".join(f"{'L' if index else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(points))
    style = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" stroke="{color}" stroke-width="1.8" fill="none"{style}/>'


def frame(left, title, horizontal):
    """The axes of a panel, its title and what its horizontal axis shows."""
    return [
        line(left, TOP, left, BOTTOM),
        line(left, BOTTOM, left + PANEL_WIDTH, BOTTOM),
        text(left + PANEL_WIDTH / 2, TOP - 14, title, weight="bold"),
        text(left + PANEL_WIDTH / 2, BOTTOM + 34, horizontal),
    ]


def number(value):
    """Four significant digits, short."""
    result = f"{value:.4g}"
    return result.replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def power(exponent):
    digits = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(abs(exponent)))
    return f"10{'⁻' if exponent < 0 else ''}{digits}"


def histogram(left, weights):
    """How many weights have which value, beside a normal of the same mean and variance."""
    values = weights.ravel()
    mean, deviation = float(values.mean()), float(values.std())
    reach = float(abs(values).max()) or 1.0
    low, high = min(float(values.min()), -reach / 20), max(float(values.max()), reach / 20)
    if float(values.min()) < 0 < float(values.max()):
        low, high = -reach, reach
    margin = (high - low) / 40
    low, high = low - margin, high + margin
    edges = numpy.linspace(low, high, BINS + 1)
    counts, _ = numpy.histogram(values, edges)
    top = ceil(log10(max(int(counts.max()), 10)))

    def height(count):
        # A count of 1 is visible above the axis of nothing.
        return BOTTOM - (log10(count) + 0.3) / (top + 0.3) * (BOTTOM - TOP) if count > 0 else BOTTOM

    rows, columns = weights.shape[0], values.size // weights.shape[0]
    parts = frame(left, f"a layer's {rows} × {columns} weights", "weight")
    width = PANEL_WIDTH / BINS
    bars = "".join(
        f"M{left + index * width:.1f} {BOTTOM}V{height(int(count)):.1f}h{width - 0.5:.1f}V{BOTTOM}z"
        for index, count in enumerate(counts)
        if count
    )
    parts.append(f'<path d="{bars}" fill="{BLUE}"/>')
    if deviation > 0:
        points = []
        for index in range(BINS):
            ends = [(edge - mean) / deviation / 2**0.5 for edge in edges[index : index + 2]]
            expected = values.size * (erf(ends[1]) - erf(ends[0])) / 2
            if expected >= 0.5:
                points.append((left + (index + 0.5) * width, height(expected)))
        parts.append(curve(points, ORANGE, "4 3"))
    for exponent in range(top + 1):
        y = height(10**exponent)
        parts += [line(left - 4, y, left, y), text(left - 7, y + 4, power(exponent), "end")]
    for value in (low + margin, 0.0, high - margin):
        x = left + (value - low) / (high - low) * PANEL_WIDTH
        parts.append(line(x, BOTTOM, x, BOTTOM + 4))
        if value == 0 or abs(value) > (high - low) / 8:
            parts.append(text(x, BOTTOM + 17, number(value)))
    return parts


def depth_axis(left, depth):
    parts = []
    for layer in range(0, depth + 1, 10):
        x = left + layer / depth * PANEL_WIDTH
        parts += [line(x, BOTTOM, x, BOTTOM + 4), text(x, BOTTOM + 17, str(layer))]
    return parts


def mean_squares(left, squares):
    """The mean square of activations by layer, on a logarithmic axis."""
    logarithms = [log10(value) if value > 0 else -inf for value in squares]
    shown = [max(LEAST, min(GREATEST, value)) for value in logarithms]
    low, high = min(-1, floor(min(shown))), max(1, ceil(max(shown)))

    def height(value):
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)

    depth = len(squares) - 1
    parts = frame(left, "mean square of activations", "layer") + depth_axis(left, depth)
    step = max(1, (high - low) // 5)
    for exponent in range(low, high + 1):
        if exponent % step == 0:
            y = height(exponent)
            parts += [line(left - 4, y, left, y), text(left - 7, y + 4, power(exponent), "end")]
    points = []
    for layer, value in enumerate(logarithms):
        if not LEAST <= value <= GREATEST:
            break
        points.append((left + layer / depth * PANEL_WIDTH, height(value)))
    parts.append(curve(points, BLUE))
    if len(points) <= depth:
        what = "all zero" if squares[len(points)] == 0 else "off the scale"
        parts.append(
            text(left + PANEL_WIDTH - 4, TOP + 14, f"{what} from layer {len(points)} on", "end")
        )
    return parts


def cosines(left, values):
    """The cosine of the angle between two inputs, by layer."""
    low = min(0.0, min((value for value in values if value is not None), default=0.0))
    low = floor(low * 4) / 4

    def height(value):
        return BOTTOM - (value - low) / (1.0 - low) * (BOTTOM - TOP)

    depth = len(values) - 1
    parts = frame(left, "cosine of two inputs", "layer") + depth_axis(left, depth)
    for tick in sorted({low, 0.0, 0.5, 1.0}):
        y = height(tick)
        parts += [line(left - 4, y, left, y), text(left - 7, y + 4, number(tick), "end")]
    points = [
        (left + layer / depth * PANEL_WIDTH, height(value))
        for layer, value in enumerate(values)
        if value is not None
    ]
    parts.append(curve(points, BLUE))
    return parts


def picture(name, setting, weights, squares, values):
    """The SVG of a scheme, with what it shows as a description for those who cannot see it."""
    network = "linear layers" if setting.activation == "linear" else f"{setting.activation} layers"
    last = next(index for index in range(len(values) - 1, -1, -1) if values[index] is not None)
    description = (
        f"{setting.claim}: weights with mean {number(float(weights.mean()))} and standard deviation "
        f"{number(float(weights.std()))}. Through {len(squares) - 1} {network} the mean square of "
        f"activations goes from {number(squares[0])} to {number(squares[-1])}, the cosine of two "
        f"inputs from {number(values[0])} to {number(values[last])}."
    )
    where = (
        f"kernel 3, {setting.channels} channels" if setting.channels else f"width {setting.width}"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="12" role="img">',
        f"<title>{name}</title>",
        f"<desc>{description}</desc>",
        text(PANELS[0], 14, f"{setting.claim} · {network}, {where}", "start", color=BLUE),
        *histogram(PANELS[0], weights),
        *mean_squares(PANELS[1], squares),
        *cosines(PANELS[2], values),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
