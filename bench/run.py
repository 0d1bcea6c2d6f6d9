"""全程: which sets are measured by what, in an order that leaves every set as it was for the next."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.test import override_settings

from landplan.lib import clock
from landplan.lib.scope import everything

from . import accepting, dashboard, exporting, growing, importing, lists, maps, night, past, reader, year
from .data import NOW, prove_equal
from .measure import Line
from .store import Here, Stores
from .table import goals_table

# writing comes last: it leaves dead rows behind
MEASURES = {"P1": dashboard.measure, "P7": lists.measure, "P10": past.measure, "Y1": year.measure,
            "P9": exporting.measure, "P12": maps.measure, "N1": night.measure, "C45": reader.measure,
            "P8": importing.measure, "P6": accepting.measure}
GOALS = ("P3", *MEASURES)


def run(stores: Stores | Here, wanted: set[str], rounds: int, say: Callable[[str], object]) -> dict[str, list[Line]]:
    """All lines by set; the growth between the first and the last set stands with the last."""
    found: dict[str, list[Line]] = {name: [] for name in stores.made}
    names = list(stores.made)
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["localhost", *settings.ALLOWED_HOSTS]), clock.at(NOW), everything("bench"):
        if not wanted or "P3" in wanted:
            found[names[-1]] += growing.measure(stores, names[0], names[-1], rounds)
            found[names[-1]] += growing.rolled_up(stores, names[-1], rounds) if names[-1] in stores.nations else []
        for name in names:
            bench = stores.use(name)
            for goal, measure in MEASURES.items():
                if not wanted or goal in wanted:
                    say(f"{name}: {goal} …")
                    lines = measure(bench, rounds)
                    say(goals_table(lines))
                    found[name] += lines
            prove_equal()
    return found
