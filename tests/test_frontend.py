"""Pages: nothing external, nothing inline, small templates, figures and states written as the design says."""

import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.template.loader import render_to_string
from whitenoise.compress import Compressor

from landplan.lib import vocabulary
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.finders import WHITE_LIST, VendorFinder
from landplan.lib.forms import Form
from landplan.lib.storage import OnceCompressor, Storage
from parcels.choices import DisposalState, Kind, ParcelStatus

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OURS = TEMPLATES + sorted(p for p in (ROOT / "static").rglob("*") if p.suffix in {".css", ".js", ".svg"})
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml")
SPRITE = set(re.findall(r'<symbol id="i-([a-z]+)"', (ROOT / "templates/_sprite.html").read_text()))


def render(source, **context):
    return Template(source).render(Context(context)).strip()


def rel(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", OURS, ids=rel)
def test_no_page_style_or_script_names_an_external_address(path):
    text = path.read_text()
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    assert not re.findall(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=rel)
def test_no_template_carries_an_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|js:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=rel)
def test_every_template_is_about_a_screen(path):
    assert len(path.read_text().splitlines()) <= 120


@pytest.mark.parametrize("path", TEMPLATES, ids=rel)
def test_every_icon_named_in_a_template_is_drawn(path):
    named = set(re.findall(r"""{% icon ["']([a-z]+)["']""", path.read_text()))
    named |= set(re.findall(r'href="#i-([a-z]+)"', path.read_text())) - {"name"}
    assert named <= SPRITE


def test_every_state_word_has_a_drawn_icon_and_a_tone_of_the_style_sheet():
    css = (ROOT / "static/landplan.css").read_text()
    for words in vocabulary.STATES.values():
        for word in words.values():
            assert word.icon in SPRITE
            assert not word.tone or f".lp-chip.is-{word.tone}" in css


def test_the_vendor_finder_serves_the_white_list_and_nothing_else():
    finder = VendorFinder()
    assert sorted(name for name, _ in finder.list([])) == sorted(WHITE_LIST)
    for name in WHITE_LIST:
        assert finder.find(name).endswith(WHITE_LIST[name])
        assert finders.find(name)
    for name in ("vendor/echarts.js", "echarts/dist/echarts.min.js", "vendor/../package.json",
                 "vendor/tabler.min.css.map", "@tabler/core/package.json"):
        assert finder.find(name) == []
        with pytest.raises(FileNotFoundError):
            finder.storage.path(name)


def test_the_vendor_finder_says_what_to_do_when_the_libraries_are_missing(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    finder = VendorFinder()
    assert "npm ci" in finder.check()[0].msg
    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        list(finder.list([]))


def test_the_lock_file_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')


def test_hashed_names_do_not_need_source_maps(tmp_path):
    (tmp_path / "a.css").write_text("b{}\n/*# sourceMappingURL=a.css.map */")
    (tmp_path / "a.js").write_text("var a;\n//# sourceMappingURL=a.js.map")
    storage = Storage(location=tmp_path, base_url="/static/")
    assert storage.stored_name("a.css") == "a.css"
    done = list(storage.post_process({"a.css": (storage, "a.css"), "a.js": (storage, "a.js")}))
    assert not [outcome for _, _, outcome in done if isinstance(outcome, Exception)]
    assert re.fullmatch(r"a\.[0-9a-f]{12}\.css", storage.stored_name("a.css"))


def test_what_is_compressed_already_is_not_compressed_again_and_never_stale(tmp_path, monkeypatch):
    original, files, pressed = tmp_path / "a.js", {"a.js.gz", "a.js.br"}, []
    monkeypatch.setattr(OnceCompressor, "compress_gzip", lambda self, data: pressed.append(data) or Compressor.compress_gzip(data))

    def collect(content):
        original.write_text(content)
        assert {Path(name).name for name in OnceCompressor(quiet=True).compress(str(original))} == files
        assert gzip.decompress((tmp_path / "a.js.gz").read_bytes()).decode() == content
        return len(pressed)

    assert [collect("first;" * 99), collect("first;" * 99), collect("other;" * 99), collect("other;" * 99)] == [1, 1, 2, 2]
    half = (tmp_path / "a.js.gz").read_bytes()[:-5]
    (tmp_path / "a.js.gz").write_bytes(half)
    assert collect("other;" * 99) == 3
    (tmp_path / "a.js.br").unlink()
    assert collect("other;" * 99) == 4


@pytest.mark.parametrize(("source", "value", "text"), [
    ("{{ v|mu }}", Decimal("26.4"), "26.40"), ("{{ v|mu }}", Decimal("2.005"), "2.01"), ("{{ v|mu }}", None, "未填"),
    ("{{ v|mu }}", Decimal(0), "0.00"), ("{{ v|mu }}", Decimal("-82.05"), "−82.05"), ("{{ v|mu }}", Decimal("39812"), "39812.00"),
    ("{{ v|mu:'未报' }}", None, "未报"), ("{{ v|mu:'' }}", None, ""),
    ("{{ v|m2 }}", Decimal("126.45"), "84300.00"), ("{{ v|ha }}", Decimal("126.45"), "8.430000"),
    ("{{ v|wan }}", Decimal("18967500"), "1896.75"),
    ("{{ v|printed }}", Decimal("262.60"), "262.6"), ("{{ v|printed }}", Decimal("39812.000000"), "39812"),
    ("{{ v|printed }}", 9214, "9214"), ("{{ v|printed }}", None, ""), ("{{ v|printed }}", Decimal(0), "0"),
    ("{{ v|rate }}", Fraction(2660564, 3981200), "66.83%"), ("{{ v|rate }}", Fraction(3, 2), "150.00%"),
    ("{{ v|rate }}", None, "—"), ("{{ v|rate }}", Decimal("0.70"), "70.00%"), ("{{ v|rate }}", Fraction(0), "0.00%"),
    ("{{ v|points }}", Fraction(211, 10000), "+2.11 点"),
    ("{{ v|signed }}", Decimal("0.16"), "+0.16"), ("{{ v|signed }}", Decimal("-3.6"), "−3.60"),
    ("{{ v|signed }}", Decimal(0), "0.00"), ("{{ v|signed }}", Decimal("-0.001"), "0.00"),
    ("{% diff v %}", Decimal("-2"), '<span class="lp-diff" title="">差 −2</span>'), ("{% diff v %}", Decimal(0), ""),
    ("{% diff v %}", Decimal("0.16"), '<span class="lp-diff" title="">差 +0.16</span>'),
    ("{{ v|day }}", date(2021, 9, 24), "2021-09-24"), ("{{ v|day }}", None, "未填"),
    ("{{ v|day }}", datetime(2021, 9, 23, 16, 30, tzinfo=UTC), "2021-09-24"),
    ("{{ v|day_words }}", date(2021, 9, 4), "9月4日"), ("{{ v|day_words }}", date(2022, 10, 31), "2022年10月31日"),
    ("{{ v|moment }}", datetime(2021, 9, 24, 8, 40, tzinfo=UTC), "2021-09-24 16:40"),
    ("{{ v|moment_words }}", datetime(2021, 9, 24, 8, 40, tzinfo=UTC), "9月24日 16:40"),
])
def test_figures_and_dates_are_written_as_the_design_says(source, value, text):
    assert render(source, v=value) == text


def test_a_moment_without_a_time_zone_is_never_shown():
    with pytest.raises(ValueError, match="aware"):
        render("{{ v|moment }}", v=datetime(2021, 9, 24))


@pytest.mark.parametrize(("due", "done", "label", "tone"), [
    (date(2021, 10, 5), None, "剩11天", ""), (date(2021, 10, 1), None, "剩7天", "warn"),
    (date(2021, 9, 24), None, "今日到期", "warn"), (date(2021, 9, 12), None, "逾期12天", "bad"),
    (date(2021, 9, 12), date(2021, 9, 12), "按期完成", "ok"), (date(2021, 9, 12), date(2021, 9, 13), "逾期完成", "warn"),
    (None, None, "未定", "bad"),
])
def test_a_deadline_is_said_in_words_and_late_work_stays_amber(due, done, label, tone):
    word = vocabulary.deadline_word(due, date(2021, 9, 24), done)
    assert (word.label, word.tone) == (label, tone)
    assert label in render("{% deadline due today done %}", due=due, today=date(2021, 9, 24), done=done)


def test_a_chip_shows_word_icon_and_tone_and_escapes_what_it_does_not_know():
    assert render("{% chip 'disposal' 'accepted' %}") == (
        '<span class="lp-chip is-ok"><svg class="lp-i" aria-hidden="true"><use href="#i-checks"/></svg>已验收</span>')
    assert render("{% chip 'disposal' v %}", v="<b>") == '<span class="lp-chip">&lt;b&gt;</span>'


def test_a_completion_bar_scales_to_120_percent_and_stops_there():
    page = render("{% meter done quota way=way key='k1' %}", done=Decimal(70), quota=Decimal(100), way=Decimal(6))
    assert 'class="is-done" width="58.33%"' in page
    assert 'x="58.33%" width="5.00%"' in page
    assert 'x1="83.33%"' in page
    over = render("{% meter done quota way=way %}", done=Decimal(150), quota=Decimal(100), way=Decimal(6))
    assert 'width="100.00%"' in over
    assert "is-way" not in over
    assert "<svg" not in render("{% meter done quota %}", done=Decimal(5), quota=None)


def test_the_area_balance_states_its_sum():
    page = render("{% balance a b c '合同面积' %}", a=Decimal("126.45"), b=Decimal("82.05"), c=Decimal(18))
    assert 'aria-label="合同面积126.45亩中已验收82.05，在途18.00，可登记26.40"' in page
    assert 'class="is-done" width="64.89%"' in page
    assert 'x="79.12%" width="20.88%"' in page


@pytest.mark.parametrize("name", ["base.html", "400.html", "403.html", "403_csrf.html", "404.html", "409.html", "429.html", "500.html"])
def test_pages_of_the_house_render_without_any_context(name):
    page = render_to_string(name)
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert 'lang="zh-CN"' in page
    assert re.search(r"landplan(\.\w+)?\.css", page)
    assert "<nav" not in page


@pytest.mark.parametrize(("thing", "choices"), [("disposal", DisposalState), ("parcel", ParcelStatus)])
def test_state_words_are_those_of_the_domain(thing, choices):
    assert {code: word.label for code, word in vocabulary.STATES[thing].items()} == dict(choices.choices)


def test_every_kind_of_land_has_its_colour_key():
    assert {render("{{ v|kind_key }}", v=kind) for kind in Kind} == {"k1", "k2", "k3"}


class PlaceForm(Form):
    memo = forms.CharField(label="备注", max_length=3)
    kind = forms.ChoiceField(label="类别", choices=[("idle", "供后闲置")])
    way = forms.ChoiceField(label="措施", choices=[("a", "限期开工")], widget=forms.RadioSelect)
    photo = forms.FileField(label="现场照片")
    name = forms.CharField(label="名称", error_messages={"required": "名称要写。"})


def test_a_refused_form_speaks_in_sentences_that_name_the_field():
    errors = {name: found[0] for name, found in PlaceForm({"memo": "一二三四", "kind": "x"}).errors.items()}
    assert errors == {
        "memo": "“备注”最多 3 字，现在 4 字。请删减。", "kind": "“类别”选的不在列出的里面。请重新选。",
        "way": "没有选“措施”。请从列出的里选。", "photo": "没有上传“现场照片”。请选择文件。", "name": "名称要写。",
    }


def test_a_refused_field_is_marked_and_described_and_the_summary_links_to_it():
    form = PlaceForm({"memo": "一二三四"})
    item = render("{% field form.memo hint='会出现在周报备注栏' optional='可空' %}", form=form)
    assert 'value="一二三四"' in item
    assert 'aria-invalid="true"' in item
    assert 'aria-describedby="id_memo_helptext id_memo_error"' in item
    assert 'id="id_memo_error"' in item
    assert 'id="id_memo_helptext"' in item
    summary = render_to_string("_refusals.html", {"form": form, "title": "没有上报"})
    assert "没有上报，有 5 处要改。你填的内容都还在，文件要重新选。" in summary
    assert '<a href="#id_memo">“备注”最多 3 字，现在 4 字</a>' in summary  # the sentence names its field: said once
    assert 'role="alert" tabindex="-1"' in summary


def test_a_refusal_of_a_record_shows_what_another_person_changed():
    page = render_to_string("409.html", {"refusal": Conflict("李某 改过这宗地。", changes=[("面积", "45.00", "43.50")])})
    assert "李某 改过这宗地。" in page
    assert "<td>45.00</td><td><b>43.50</b></td>" in page
    notice = render_to_string("_refusal.html", {"refusal": Refusal("缺现场照片。请上传。"), "title": "没有上报"})
    assert "<b>没有上报。</b>缺现场照片。请上传。" in notice
