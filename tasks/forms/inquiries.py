"""政策咨询的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.choices.procedure import ReviewResult
from parcels.forms.common import DocNoField, WordsField


class InquiryForm(Form):
    """提出咨询."""

    must_fill = ("title", "text")
    title = WordsField(label="标题", max_length=100, help_text="一句话写问的是什么")
    text = WordsField(label="问题", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), help_text="写清情形、依据和拟怎么办")


class AnswerForm(Form):
    """答复."""

    must_fill = ("opinion", "text", "article")
    opinion = forms.ChoiceField(label="审查意见", required=False, choices=[("", "请选"), *ReviewResult.choices])
    text = WordsField(label="答复", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    document = forms.TypedChoiceField(label="引用的政策", required=False, coerce=int, empty_value=None, help_text="政策库里的文件")
    law = WordsField(label="或法律法规", max_length=100, help_text="政策库里没有的写全称，如《闲置土地处置办法》")
    article = WordsField(label="条款", max_length=80, help_text="如 二（三）4、第十二条")
    doc_no = DocNoField(label="意见书文号", max_length=80)

    def __init__(self, *args, documents: list[tuple[int, str]], is_legal: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", "没有选"), *documents]
        if not is_legal:
            del self.fields["opinion"], self.fields["doc_no"]


class GeneralForm(Form):
    """公开为通用解答."""

    must_fill = ("question", "answer")
    question = WordsField(label="问题", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
                          help_text="改写成对各县区都适用的话，不写县区、宗地、企业的名称")
    answer = WordsField(label="解答", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
