# SPDX-License-Identifier: MIT
"""The table of results, in Markdown."""

HEADER = ("workload", "nssh", "against", "", "ratio", "wanted")
WIDTHS = (34, 12, 26, 12, 7, 8)


def line(cells):
    padded = [f"{cell:{width}}" if i in (0, 2) else f"{cell:>{width}}"
              for i, (cell, width) in enumerate(zip(cells, WIDTHS))]
    print(f"| {' | '.join(padded)} |", flush=True)


def header():
    line(HEADER)
    line(["-" * width if i in (0, 2) else "-" * (width - 1) + ":"
          for i, width in enumerate(WIDTHS)])


def span(value):
    """Seconds, for a person."""
    if value >= 10:
        return f"{value:.1f} s"
    return f"{value * 1000:.0f} ms" if value >= 0.1 else f"{value * 1000:.2f} ms"


def times(workload, nssh, against, other, wanted):
    """How many times faster nssh is, and at least how many it should be."""
    line((workload, span(nssh), against, span(other), f"{other / nssh:.2f}", f">= {wanted:g}"))


def share(workload, nssh, against, other, wanted):
    """How much of the other's time nssh takes, and at most how much it should."""
    line((workload, span(nssh), against, span(other), f"{nssh / other:.2f}", f"<= {wanted:g}"))


def missing(workload, against, why):
    line((workload, "-", against, "-", "-", "-"))
    print(f"<!-- {workload}: left out: {why} -->", flush=True)
