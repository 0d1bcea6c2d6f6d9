"""The matrix of every route × method × actor: how it is measured, and what is written down in route_matrix.csv.

`python -m tests.route_matrix --propose` prints the rows that are missing. Read them before you paste them: a row says
that these actors shall get these answers. Routes with arguments are asked for a record of county A (tests/world.py).
"""

from __future__ import annotations

import copy
import csv
import sys
from functools import cache
from pathlib import Path

import tests.house  # noqa: F401  gives this process its own data folder before the settings are read

if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landplan.settings")
    django.setup()

from django.db import transaction
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.urls import URLPattern, get_resolver, reverse

from landplan.lib import clock
from tests.world import ACTORS, GROUPS, MORNING, SAMPLES, World, build_world

FILE = Path(__file__).with_name("route_matrix.csv")
GROUP_FILE = FILE.with_name("group_matrix.csv")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
Cells = tuple[int, ...]


@cache
def routes() -> dict[str, list[str]]:
    """View name -> names of its arguments, for every address of the project."""
    found = {}

    def walk(patterns, spaces: tuple[str, ...], given: tuple[str, ...]):
        for one in patterns:
            arguments = (*given, *one.pattern.converters)
            if isinstance(one, URLPattern):
                assert one.name, f"the address {one.pattern} has no name"
                found[":".join((*spaces, one.name))] = list(arguments)
            else:
                walk(one.url_patterns, (*spaces, one.namespace) if one.namespace else spaces, arguments)

    walk(get_resolver().url_patterns, (), ())
    return found


def sample_of(world: World, route: str, county: str = "A") -> dict:
    """Arguments of a route for a record of a county: the longest beginning in SAMPLES that fits."""
    arguments = routes()[route]
    fitting = [known for known in SAMPLES if route.startswith(known)] if arguments else []
    found = SAMPLES[max(fitting, key=len)](world, county) if fitting else {}
    assert set(arguments) <= set(found), f"{route} has arguments: add a line to SAMPLES in tests/world.py"
    return {name: found[name] for name in arguments}


def address_of(world: World, route: str, county: str = "A") -> str:
    return reverse(route, kwargs=sample_of(world, route, county))


class Undo(Exception):
    """Leaves a savepoint without its changes."""


def ask(client, method: str, url: str, **options):
    """One request whose changes are undone, cookies too."""
    cookies, kept = copy.deepcopy(client.cookies), {}
    try:
        with transaction.atomic():
            kept["response"] = client.generic(method, url, content_type="application/json", **options)
            raise Undo
    except Undo:
        client.cookies = cookies
    return kept["response"]


def measure(clients: dict, url: str, stated: dict[str, Cells] | None = None) -> dict[str, Cells]:
    """Method -> the answer to each actor.

    With what is stated, GET and POST are asked by everybody, and every other method by one actor of each kind: those
    whose answers to GET and to the method are stated alike count as one kind. (In CI everybody asks everything.)
    """
    found = {}
    for method in METHODS:
        spokesmen = _one_of_each_kind(stated, method) if stated and method not in ("GET", "POST") else dict(zip(ACTORS, ACTORS, strict=True))
        answers = {actor: ask(clients[actor], method, url).status_code for actor in set(spokesmen.values())}
        found[method] = tuple(answers[spokesmen[actor]] for actor in ACTORS)
    return found


def _one_of_each_kind(stated: dict[str, Cells], method: str) -> dict[str, str]:
    """Actor -> the first actor of the same kind."""
    first: dict[tuple[int, int], str] = {}
    return {actor: first.setdefault(kind, actor) for actor, kind in
            zip(ACTORS, zip(stated["GET"], stated[method], strict=True), strict=True)}


def clients_of(world: World) -> dict:
    return {actor: world.client(actor, raise_request_exception=False) for actor in (*ACTORS, *GROUPS)}


@cache
def written() -> dict[tuple[str, str], Cells]:
    """What route_matrix.csv says: (route, method) -> the answer to each actor."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["route", "methods", *ACTORS], "the head of route_matrix.csv"
    found = {}
    for route, methods, *cells in rows[1:]:
        for method in methods.split():
            assert (route, method) not in found, f"{route} {method} stands twice in route_matrix.csv"
            found[route, method] = tuple(int(cell) for cell in cells)
    return found


@cache
def written_of_groups() -> dict[tuple[str, str], Cells]:
    """What group_matrix.csv says: where a working group is answered otherwise than a department, which holds no function."""
    stated = written()
    found = {key: (cells[ACTORS.index("department")],) * len(GROUPS) for key, cells in stated.items() if key[1] in ("GET", "POST")}
    with GROUP_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["route", "method", *GROUPS], "the head of group_matrix.csv"
    return found | {(route, method): tuple(map(int, cells)) for route, method, *cells in rows[1:]}


def lines_of(route: str, answers: dict[str, Cells]) -> list[str]:
    """As they stand in the file: methods with equal answers share a line."""
    grouped: dict[Cells, list[str]] = {}
    for method, cells in answers.items():
        grouped.setdefault(cells, []).append(method)
    return [",".join([route, " ".join(methods), *map(str, cells)]) for cells, methods in grouped.items()]


def propose() -> None:
    """Print the rows that are missing."""
    known = {route for route, _ in written()} if FILE.exists() else set()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with clock.at(MORNING), transaction.atomic():
            world = build_world()
            clients = clients_of(world)
            for route in sorted(set(routes()) - known):
                try:
                    answers = measure(clients, address_of(world, route))
                except AssertionError as error:
                    print(error, file=sys.stderr)
                    continue
                print("\n".join(lines_of(route, answers)), flush=True)
                if any(cell >= 500 for cells in answers.values() for cell in cells):
                    print(f"{route} fails: mend it before its row is pasted", file=sys.stderr)
            transaction.set_rollback(True)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    if sys.argv[1:] != ["--propose"]:
        sys.exit("python -m tests.route_matrix --propose")
    propose()
