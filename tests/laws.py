"""The laws of the house as functions over source text: each yields (line, what is wrong).

tests/test_house_laws.py runs them over the project, and over samples that break them.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("audit", "units", "parcels", "tasks", "reports", "exchange")
OWN = ("landplan", *APPS, "tests", "bench")

MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 120


def python_files():
    """Every Python file of the project but migrations, which Django lays out."""
    for package in (*OWN, "conftest.py", "manage.py"):
        path = ROOT / package
        found = [path] if path.suffix == ".py" else sorted(path.rglob("*.py"))
        yield from (one for one in found if "migrations" not in one.parts)


def is_test(path):
    """Tests and measurements may write and wait as they need."""
    return "tests" in path.parts or "bench" in path.parts or path.name == "conftest.py"


def room_of(path):
    """The room a module of an app stands in, such as ``services`` or ``views``; else an empty string."""
    parts = path.relative_to(ROOT).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 and parts[0] in APPS else ""


def functions(tree):
    """Every function with the class around it, if any."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child, node if isinstance(node, ast.ClassDef) else None


def long_functions(tree, path):
    """A function is about a screen."""
    for node, _ in functions(tree):
        length = node.end_lineno - node.lineno + 1
        if length > FUNCTION_LINES:
            yield node.lineno, f"{node.name} has {length} lines, at most {FUNCTION_LINES}"


def hidden_imports(tree, path):
    """No own import inside a function, but in an AppConfig's ready, before which models do not exist."""
    for node, owner in functions(tree):
        if owner is not None and node.name == "ready" and path.name == "apps.py":
            continue
        for inner in ast.walk(node):
            names = []
            if isinstance(inner, ast.Import):
                names = [alias.name for alias in inner.names]
            elif isinstance(inner, ast.ImportFrom):
                names = [inner.module or "" if not inner.level else OWN[0]]
            if any(name.split(".")[0] in OWN for name in names):
                yield inner.lineno, f"{node.name} imports {names[0]} inside"


WRITERS = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def writes(tree, path):
    """Only services write: a model's save and a queryset's create, update, delete and their kin."""
    if room_of(path) in ("services", "migrations") or path.relative_to(ROOT).parts[0] == "audit":
        return
    if path == ROOT / "landplan" / "lib" / "leases.py":  # moves the leases of jobs for the services; no business data
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.search(r"\bINSERT\s+INTO\s|\bUPDATE\s+\w+\s+SET\s", node.value):
                yield node.lineno, "SQL that writes outside services"
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        if name not in WRITERS:
            continue
        # hash.update(bytes), dict.update(other) and workbook.save(path) take a value; a queryset's do not
        if name in ("save", "update", "delete") and node.args:
            continue
        if name == "update" and not node.keywords:
            continue
        is_super = isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super"
        if not is_super:
            yield node.lineno, f".{name}() outside services"


def deletions(tree, path):
    """No business row is ever physically deleted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("delete", "_raw_delete", "truncate") and not node.args:
                yield node.lineno, f".{node.func.attr}()"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.search(r"\b(DELETE\s+FROM|TRUNCATE\s+(TABLE\s+)?\w+)", node.value):
                yield node.lineno, "SQL that deletes"


CLOCKS = {
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"),
    ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("time", "localtime"),
}


def clock_reads(tree, path):
    """The clock is read in landplan/lib/clock.py and nowhere else."""
    if path == ROOT / "landplan" / "lib" / "clock.py":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            owner_name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (owner_name, node.attr) in CLOCKS:
                yield node.lineno, f"{owner_name}.{node.attr}"
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            if any(alias.name == "Now" for alias in node.names):
                yield node.lineno, "the database's Now"


def roundings(tree, path):
    """Rounding is landplan.lib.numbers.half_up."""
    if path.parent == ROOT / "landplan" / "lib":
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "round":
            yield node.lineno, "round()"
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("quantize", "to_integral_value"):
            yield node.lineno, f".{node.func.attr}()"


def model_signals(tree, path):
    """No signals between apps: an upper floor reads the lower one. What follows a migration is no row's event."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
            if {alias.name for alias in node.names} - {"post_migrate", "pre_migrate"}:
                yield node.lineno, "a model signal"


def roof_imports(tree, path):
    """An app knows the cellar of landplan, not its roof."""
    if path.relative_to(ROOT).parts[0] not in APPS:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "landplan" else [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "landplan" and not f"{name}.".startswith("landplan.lib."):
                yield node.lineno, f"imports {name}"


def opens_transaction(node):
    """Whether a function is, or holds, an atomic block."""
    parts = [*node.decorator_list, *(item.context_expr for inner in ast.walk(node) if isinstance(inner, ast.With)
                                     for item in inner.items)]
    return any(isinstance(one, ast.Attribute) and one.attr == "atomic" for part in parts for one in ast.walk(part))


def services_without_actor(tree, path):
    """A service is ``verb_noun(…, *, actor, …)`` with a docstring; what opens a transaction is a service."""
    if room_of(path) != "services" or path.relative_to(ROOT).parts[0] == "audit":
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and opens_transaction(node):
            if "actor" not in {arg.arg for arg in node.args.kwonlyargs}:
                yield node.lineno, f"{node.name} takes no keyword-only actor"
            if not ast.get_docstring(node):
                yield node.lineno, f"{node.name} has no docstring"


PYTHON_LAWS = (
    long_functions, hidden_imports, writes, deletions, clock_reads, roundings, model_signals, roof_imports,
    services_without_actor,
)

TEMPLATE_LAWS = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc\s*=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[\w:-]*)\s*=", re.I),
    "an external address": re.compile(r"(href|src|action|hx-get|hx-post)\s*=\s*[\"'](https?:)?//", re.I),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "a rounding in the template": re.compile(r"\|\s*floatformat\b"),
}


def template_faults(text):
    """Yield (line, what) for every breach in one template."""
    for what, pattern in TEMPLATE_LAWS.items():
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, what
