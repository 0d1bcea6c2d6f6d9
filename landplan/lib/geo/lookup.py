"""碰到窗口: `cell__touches=box` as one condition on the columns of a spot. Built of a dozen conditions it took longer to write and to plan
than to find."""

from __future__ import annotations

from django.db import models
from django.db.models.lookups import Lookup

from .grid import Box, cells_in

FEW = 300  # cells that are named one by one: a list is planned at once, where ranges are planned one after another


@models.BigIntegerField.register_lookup
class Touches(Lookup):
    """A drawing that may touch the box: in its cells, and by its own box. Whole numbers of our own (landplan.lib.geo.grid), never a
    visitor's text."""

    lookup_name = "touches"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        cell, params = self.process_lhs(compiler, connection)
        return touching(cell.rpartition(".")[0], self.rhs), params


def touching(table: str, box: Box) -> str:
    """碰到窗口的条件 on the spots of `table`, for a statement written by hand: the one that the lookup writes."""
    west, north, east, south = map(int, box)
    return (f"({_in_cells(f'{table}.cell', box)} AND {table}.max_x >= {west} AND {table}.max_y >= {north} "
            f"AND {table}.min_x <= {east} AND {table}.min_y <= {south})")


def _in_cells(cell: str, box: Box) -> str:
    ranges = list(cells_in(box))
    if sum(last - first + 1 for first, last in ranges) <= FEW:
        return f"{cell} IN ({', '.join(str(one) for first, last in ranges for one in range(first, last + 1))})"
    return f"({' OR '.join(f'{cell} BETWEEN {first} AND {last}' for first, last in ranges)})"
