"""迁移的步骤 that one engine takes and the other does not need."""

from __future__ import annotations

from collections.abc import Callable


def on_postgresql(*statements: str) -> Callable:
    """For `RunPython`: the statements, however long they take; SQLite has nothing to do."""
    def step(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in ("SET LOCAL statement_timeout = 0", *statements):
                schema_editor.execute(statement)
    return step
