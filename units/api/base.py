"""接口的公共部分: idempotency keys, versions by If-Match, and serializers that refuse what they do not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from operator import attrgetter, methodcaller

from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.services.once import run_once
from landplan.lib.errors import Refusal

from .errors import refusal_body

Way = tuple[str, Callable, Callable]
_LABEL = re.compile(r"get_(\w+)_display")


class ApiMixin:
    """For every view of the API: `Idempotency-Key` makes a POST or a PUT happen once."""

    def dispatch(self, request, *args, **kwargs):
        key = request.headers.get("Idempotency-Key", "")
        if request.method not in ("POST", "PUT") or not key or not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)

        def work():
            response = super(ApiMixin, self).dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

        try:
            return run_once(request, user_id=request.user.id, key=key[:80], work=work)
        except Refusal as refused:  # the key was used for something else
            request.refusal_message = refused.message
            return self._bare(request, Response(refusal_body(refused), status=422))

    def _bare(self, request, response):
        self.headers = {}
        wrapped = self.initialize_request(request)
        return self.finalize_response(wrapped, response).render()

    @property
    def actor(self):
        return self.request._request.actor


class ApiView(ApiMixin, APIView):
    """A view of the API."""


def wanted_version(request) -> int | None:
    """The version named by `If-Match: "3"`; None when absent (the service answers 428)."""
    given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        raise Refusal(f"If-Match“{given}”不是版本号。请写取回内容时 ETag 里的数字。", code="version_invalid")
    return int(given)


def versioned(response: Response, version: int) -> Response:
    """Adds the ETag of a version."""
    response["ETag"] = f'"{version}"'
    return response


class OutSerializer(serializers.ModelSerializer):
    """What goes out: the same values as DRF gives, with the way to each of them found once: for the whole class, or, where a field
    asks its serializer (who looks, in which request), for the list in hand."""

    def to_representation(self, instance) -> dict:
        return {name: None if (value := get(instance)) is None else show(value) for name, get, show in self._ways}

    @cached_property
    def _ways(self) -> list[Way]:
        return _ways_of_all(type(self)) or self.found_ways()

    def found_ways(self) -> list[Way]:
        """名目 -> how its value is got and written, by the fields of this very serializer."""
        return [(field.field_name, *self._way(field)) for field in self._readable_fields]

    def _way(self, field: serializers.Field) -> tuple[Callable, Callable]:
        if isinstance(field, serializers.PrimaryKeyRelatedField):
            return attrgetter(f"{field.source}_id"), _itself
        if field.source == "*" or field.default is not empty:
            return field.get_attribute, field.to_representation
        if shown := _LABEL.fullmatch(field.source):
            labels = dict(self.Meta.model._meta.get_field(shown[1]).flatchoices)
            return attrgetter(shown[1]), lambda value: str(labels.get(value, value))
        if callable(getattr(self.Meta.model, field.source, None)):
            return methodcaller(field.source), field.to_representation
        return attrgetter(field.source), field.to_representation


@cache
def _ways_of_all(serializer: type[OutSerializer]) -> list[Way] | None:
    """The ways by a serializer of its own that knows no request; None where a field needs to know it."""
    bare = serializer()
    asking = (serializers.SerializerMethodField, serializers.BaseSerializer, serializers.HyperlinkedRelatedField, serializers.FileField)
    return None if any(isinstance(field, asking) for field in bare.fields.values()) else bare.found_ways()


def _itself(value):
    return value


class StrictSerializer(serializers.Serializer):
    """Refuses unknown fields: nothing is assigned that was not declared."""

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if hasattr(data, "keys") else []
        if unknown:
            raise serializers.ValidationError({name: [f"没有“{name}”这一项，或它不能由你填。"] for name in unknown})
        return super().to_internal_value(data)
