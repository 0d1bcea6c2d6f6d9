"""单位与人员的表单: they turn what was typed into values; the services decide."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from .choices import Role
from .models import Unit

PASSWORD = 200


class SignInForm(Form):
    """登录."""

    username = forms.CharField(label="账号", max_length=60, widget=forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}))
    password = forms.CharField(label="密码", max_length=PASSWORD, strip=False,
                               widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class PasswordForm(Form):
    """改密码."""

    old = forms.CharField(label="现在的密码", max_length=PASSWORD, strip=False,
                          widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(label="新密码", max_length=PASSWORD, strip=False,
                          widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(label="再写一遍新密码", max_length=PASSWORD, strip=False,
                            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean(self):
        given = super().clean()
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两遍新密码不一样。请都重新写一遍。")
        return given


class UnitChoice(forms.ModelChoiceField):
    """单位, with the region it belongs to."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.region.name} · {unit.name}"


class PostForm(Form):
    """定岗位."""

    unit = UnitChoice(label="单位", queryset=Unit.objects.none(), empty_label="请选择")
    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.select_related("region")


class PersonForm(PostForm):
    """建账号 with its first post."""

    username = forms.CharField(label="用户名", max_length=60)
    name = forms.CharField(label="姓名", max_length=40)
    field_order = ["username", "name", "unit", "role"]


class ReasonForm(Form):
    """停用、启用、免岗位的原因."""

    reason = forms.CharField(label="原因", max_length=500)
