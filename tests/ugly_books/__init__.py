"""丑表: workbooks as they come from counties, made here; each function is named for its trap, with what is to be read beside it."""

from . import cells, files, layouts
from .base import UGLY

__all__ = ["UGLY", "cells", "files", "layouts"]
