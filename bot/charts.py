"""Draws the figures of the desk as a picture to be read on a phone. matplotlib is imported only when one is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

COLOURS = ("#3b6fb6", "#3f9e5f", "#c65a4e")
"""Opened, done, refused; told apart in grey too, and the order of bars is that of the legend."""


def draw(chart: Mapping[str, Any]) -> bytes:
    """A PNG of ``chart``: a title, names of the periods, and for each series a label and its counts."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(7.2, 6.4), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    series = chart["series"]
    width = 0.8 / len(series)
    for place, (one, colour) in enumerate(zip(series, COLOURS, strict=False)):
        left = [period - 0.4 + width * (place + 0.5) for period in range(len(chart["periods"]))]
        bars = axes.bar(left, one["counts"], width * 0.92, label=one["label"], color=colour)
        axes.bar_label(bars, [str(count) if count else "" for count in one["counts"]], fontsize=13, padding=2)
    axes.set_xticks(range(len(chart["periods"])), chart["periods"], fontsize=15)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(1, *(count for one in series for count in one["counts"])) * 1.15)
    axes.tick_params(axis="y", labelsize=14)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(chart["title"], fontsize=19, pad=14)
    figure.legend(loc="outside lower center", ncols=len(series), fontsize=15, frameon=False)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()
