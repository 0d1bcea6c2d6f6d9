"""有界限的子进程: a geometry file is read apart, with limits of memory, processor and wall time, without our settings or secrets; what comes
back is plain data, never an object to unpickle."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

import orjson
import shapely

from ..apart import run_apart
from ..errors import Refusal
from .crs import System
from .shapes import Found, GeoFile, Plot

_LIB = Path(__file__).resolve().parent.parent
WALL, REFUSED = 40, 3
# the cellar under a name of its own: the child imports these few modules and nothing else of the project
_START = """import sys, types
lib = types.ModuleType("lib"); lib.__path__ = [sys.argv[1]]; sys.modules["lib"] = lib
from importlib import import_module
sys.exit(import_module("lib.geo.child").main(*sys.argv[2:]))"""
_BROKEN = "文件无法处理：读它用的时间或内容超过界限，或文件已损坏。请用软件打开核对，另存或分成几个文件再交。"


def read_bounded(path: Path, name: str, zone: int | None = None, wall: float = WALL) -> GeoFile:
    """读图形文件 in a child process. Raises Refusal (field `file`) with one sentence."""
    with tempfile.TemporaryFile() as target:
        code = run_apart(_START, str(_LIB), str(path), name, str(zone or 0), wall=wall, stdout=target)
        target.seek(0)
        told = target.read()
    if code == REFUSED:
        said = orjson.loads(told)
        raise Refusal(said["message"], field="file", code=said["code"])
    if code != 0:  # broken, killed, or too late
        raise Refusal(_BROKEN, field="file", code="unreadable")
    return unpacked(told)


def packed(file: GeoFile) -> bytes:
    """读出来的文件 as JSON, drawings as WKB."""
    plots = [{**{key: getattr(plot, key) for key in ("number", "name", "line", "stated", "stated_m2", "facts")},
              "found": [asdict(one) for one in plot.found],
              "drawn": None if plot.drawn is None else shapely.to_wkb(plot.drawn, hex=True),
              "shape": None if plot.shape is None else shapely.to_wkb(plot.shape, hex=True)} for plot in file.plots]
    return orjson.dumps({"kind": file.kind, "name": file.name, "system": asdict(file.system), "plots": plots,
                         "found": [asdict(one) for one in file.found]})


def unpacked(told: bytes) -> GeoFile:
    """The same back."""
    data = orjson.loads(told)
    plots = [Plot(**{**one, "drawn": one["drawn"] and shapely.from_wkb(one["drawn"]), "shape": one["shape"] and shapely.from_wkb(one["shape"]),
                     "found": [Found(**found) for found in one["found"]]}) for one in data["plots"]]
    return GeoFile(data["kind"], data["name"], System(**data["system"]), plots, [Found(**one) for one in data["found"]])
