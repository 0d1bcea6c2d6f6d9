"""表单: every refusal of a form is a sentence that names the field and says what to do (law 4)."""

from __future__ import annotations

from django import forms

from .errors import Refusal, Refusals

_CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    verb = "上传" if isinstance(field, forms.FileField) else "选" if isinstance(field, _CHOICES) else "填"
    words = {
        "required": f"没有{verb}“{label}”。请{'选择文件' if verb == '上传' else '从列出的里选' if verb == '选' else '填写'}。",
        "invalid": f"“{label}”读不出来。请改正后再提交。",
        "max_length": f"“{label}”最多 %(limit_value)d 字，现在 %(show_value)d 字。请删减。",
        "min_length": f"“{label}”至少 %(limit_value)d 字，现在 %(show_value)d 字。请补充。",
        "invalid_choice": f"“{label}”选的不在列出的里面。请重新选。",
        "invalid_pk_value": f"“{label}”选的不在列出的里面。请重新选。",
    }
    if isinstance(field, forms.FileField):
        words |= {
            "max_length": f"“{label}”的文件名最多 %(max)d 字，现在 %(length)d 字。请改短文件名。",
            "empty": f"“{label}”是空文件。请换一个。",
        }
    return words


def _put_sentences(fields: dict[str, forms.Field], must_fill: tuple[str, ...]) -> None:
    for name, field in fields.items():
        if name in must_fill:
            field.required, field.is_wanted = False, True
        _put_into(field, str(field.label or name))


def _put_into(field: forms.Field, label: str) -> None:
    own = {}
    for kind in reversed(type(field).__mro__):
        own |= getattr(kind, "default_error_messages", {})
    for code, sentence in _sentences(field, label).items():
        if field.error_messages.get(code) == own.get(code):
            field.error_messages[code] = sentence
    for check in field.validators:
        if check.__class__.__name__ == "ProhibitNullCharactersValidator":
            check.message = f"“{label}”里有看不见的空字符。请重新填写。"


class Shared(dict):
    """What the framework would copy to its depths for every request, although nobody changes it: one level is copied, each value by `own`."""

    def __init__(self, values: dict, own=lambda value: value):
        super().__init__(values)
        self._own = own

    def __deepcopy__(self, memo: dict) -> dict:
        return {name: self._own(value) for name, value in self.items()}


def shares_fields(form_class: type[SentencesMixin]) -> type[SentencesMixin]:
    """A form whose fields are the same for everybody and changed by nobody: they are made once for the class, since to copy half a dozen takes
    longer than to read what is asked with them."""
    _put_sentences(form_class.base_fields, form_class.must_fill)
    form_class.base_fields = Shared(form_class.base_fields)
    return form_class


class SentencesMixin:
    """Puts our sentences where a field still has Django's own message; a field's explicit messages stay.

    `must_fill` names fields that a rule asks for, with its basis: the form lets them through empty, and never calls them optional."""

    must_fill: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.put_sentences()

    def put_sentences(self) -> None:
        """Into the fields of this form."""
        if isinstance(type(self).base_fields, Shared):
            return  # they stand in the fields of the class
        _put_sentences(self.fields, self.must_fill)

    def refuse(self, found: list[Refusal]) -> None:
        """Put the refusals of a service beside their fields, the rest on top."""
        for refusal in found:
            for one in refusal.items if isinstance(refusal, Refusals) else [refusal]:
                self.add_error(one.field if one.field in self.fields else None, one.message)

    @property
    def sentence(self) -> str:
        """All refusals as one text, for the audit trail."""
        return "；".join(text for found in self.errors.values() for text in found) if self.is_bound else ""


class Form(SentencesMixin, forms.Form):
    """A form whose refusals are sentences; widgets get our classes from the template tag `field`."""


class ModelForm(SentencesMixin, forms.ModelForm):
    """The same for a model; it only validates, saving is a service's work."""
