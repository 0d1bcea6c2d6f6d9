"""The laws of docs/architecture.md, held over every file of the project."""

import ast
import json
import re

import pytest
from django.apps import apps
from django.db import models

from tests import laws

# A breach that a reader would accept: (file, law) -> how many, and why.
ACCEPTED = {
    ("landplan/lib/bulk.py", "writes"): (1, "the one way to write many rows, called by services with their actor and trail"),
}

FILES = list(laws.python_files())
TEMPLATES = sorted(laws.ROOT.glob("**/templates/**/*.html"))
TEMPLATES = [path for path in TEMPLATES if not {".venv", "node_modules"} & set(path.parts)]



def breaches(law):
    """{file: [(line, what), …]} of one law over the project."""
    found = {}
    for path in FILES:
        if laws.is_test(path):
            continue
        hits = list(law(ast.parse(path.read_text(encoding="utf-8")), path))
        if hits:
            found[str(path.relative_to(laws.ROOT))] = hits
    return found


@pytest.mark.parametrize("law", laws.PYTHON_LAWS, ids=lambda law: law.__name__)
def test_no_module_breaks_the_law(law):
    found = breaches(law)
    for (name, law_name), (count, _reason) in ACCEPTED.items():
        if law_name == law.__name__:
            assert len(found.pop(name, [])) == count, f"{name}: the accepted breaches of {law_name} changed"
    lines = [f"{name}:{line} {what}" for name, hits in found.items() for line, what in hits]
    assert not lines, f"{law.__doc__}\n" + "\n".join(lines)


SAMPLES = {
    laws.long_functions: "def f():\n" + "    x = 1\n" * 50,
    laws.hidden_imports: "def f():\n    from parcels import models\n",
    laws.writes: "parcel.save(update_fields=['area'])\nParcel.objects.filter(pk=1).update(area=2)\n",
    laws.deletions: "Parcel.objects.filter(pk=1).delete()\n",
    laws.clock_reads: "from django.utils import timezone\nx = timezone.now()\n",
    laws.roundings: "x = round(1.5)\n",
    laws.model_signals: "from django.db.models.signals import post_save\n",
    laws.roof_imports: "from landplan.settings import DEBUG\n",
}


@pytest.mark.parametrize("law", SAMPLES, ids=lambda law: law.__name__)
def test_each_law_finds_its_breach(law):
    path = laws.ROOT / "parcels" / "views" / "sample.py"
    assert list(law(ast.parse(SAMPLES[law]), path))


def test_the_law_on_services_finds_a_service_without_an_actor():
    path = laws.ROOT / "parcels" / "services" / "sample.py"
    text = "@transaction.atomic\ndef accept_disposal(disposal):\n    return 1\n"
    assert len(list(laws.services_without_actor(ast.parse(text), path))) == 2
    text = "def lock_disposal(pk):\n    return 1\n"
    assert not list(laws.services_without_actor(ast.parse(text), path))


def test_values_that_only_look_like_writes_are_let_through():
    path = laws.ROOT / "parcels" / "views" / "sample.py"
    text = "digest.update(b'x')\ncontext.update(other)\nworkbook.save(target)\nsuper().save()\n"
    assert not list(laws.writes(ast.parse(text), path))


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    long = {str(path.relative_to(laws.ROOT)): count for path, count in lengths.items() if count > laws.MODULE_LINES}
    assert not long


def test_no_template_is_too_long_or_carries_script_style_or_a_foreign_address():
    faults = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(laws.ROOT)
        if (count := len(text.splitlines())) > laws.TEMPLATE_LINES:
            faults.append(f"{name}: {count} lines, at most {laws.TEMPLATE_LINES}")
        faults += [f"{name}:{line} {what}" for line, what in laws.template_faults(text)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("text", [
    '<p style="color:red">', "<script>alert(1)</script>", '<a onclick="x()">', '<script src="https://a.b/c.js"></script>',
    "{{ name|safe }}", "{{ rate|floatformat:2 }}",
])
def test_each_template_law_finds_its_breach(text):
    assert list(laws.template_faults(text))


def test_a_part_that_is_remembered_asks_for_no_token_no_request_and_no_clock():
    """It is written once for its values (landplan/templatetags/parts.py): what it takes from elsewhere would be another's, or of another day."""
    texts = {path.relative_to(laws.ROOT / "templates").as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES
             if path.is_relative_to(laws.ROOT / "templates")}
    parts = {name for text in texts.values() for name in re.findall(r'{%\s*part\s+"([^"]+)"', text)}
    assert "_nav.html" in parts and "parcels/_ledger_filter.html" in parts
    strange = re.compile(r"csrf_token|request\b|{%\s*(?:querystring|include|now)\b|\|(?:day_words|moment_words)|{{\s*(?:now|actor|messages|user)\b")
    assert {name: found for name in parts if (found := strange.findall(re.sub(r"{#.*?#}", "", texts[name])))} == {}
    assert strange.search("{{ now|moment }}") and strange.search("{% csrf_token %}") and strange.search("{% querystring a=1 %}")


def own_fields():
    """Every field of every model of ours."""
    for config in (apps.get_app_config(label) for label in laws.APPS):
        for model in config.get_models():
            for field in model._meta.get_fields():
                if getattr(field, "model", None) is model and isinstance(field, models.Field):
                    yield field


def test_no_figure_is_kept_as_a_float_or_a_decimal():
    bad = [str(field) for field in own_fields() if isinstance(field, models.FloatField | models.DecimalField)]
    assert not bad


def test_a_row_that_others_point_to_is_protected():
    links = [field for field in own_fields() if isinstance(field, models.ForeignKey)]
    assert links
    assert not [str(field) for field in links if field.remote_field.on_delete is not models.PROTECT]


def test_the_lists_of_packages_name_versions_and_no_registry():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line.split("#")[0].strip() for line in (laws.ROOT / name).read_text().splitlines()]
        loose = [line for line in lines if line and not re.fullmatch(r"-r \S+|[\w.\[\]-]+==[\w.]+", line)]
        assert not loose, f"{name}: {loose}"
    packages = json.loads((laws.ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in one and "resolved" not in one for name, one in packages.items() if name)
