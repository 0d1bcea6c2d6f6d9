"""接口: 令牌, 本人, 区划."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from landplan.lib.errors import Refusal

from ..models import Region
from ..policies import may_work
from ..selectors import actor_of, posts_of
from ..services import check_password, issue_token, record_sign_in_refused
from ..services.tokens import LIFE
from .base import ApiMixin, ApiView, StrictSerializer
from .permissions import anyone


class TokenRequest(StrictSerializer):
    """Who wants a token, and for which post (default: the first)."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    post_id = serializers.IntegerField(required=False)


class TokenAnswer(serializers.Serializer):
    """The token is shown this once."""

    token = serializers.CharField()
    post_id = serializers.IntegerField()
    days = serializers.IntegerField()


class WrongSignIn(Refusal):
    """The same answer for a wrong password, an unknown and a disabled account."""

    status = 401


class TokenView(ApiView):
    """取令牌: by user name and password; failures count towards the same lock as the page's."""

    http_method_names = ["post"]
    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(request=TokenRequest, responses=TokenAnswer)
    def post(self, request):
        asked = TokenRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        values, door = asked.validated_data, request._request
        user = check_password(door, actor=self.actor, username=values["username"], password=values["password"])
        post = next((p for p in (posts_of(user) if user else []) if p.id == values.get("post_id", p.id)), None)
        if post is None:
            record_sign_in_refused(values["username"], actor=self.actor, reason="接口取令牌：账号或密码不对，或没有这个岗位")
            door.refusal_told = True
            raise WrongSignIn("账号或密码不对，或没有这个岗位，也可能账号已停用。请核对后再试。", code="sign_in")
        secret = issue_token(post, actor=actor_of(post).at(ip=self.actor.ip, request_id=self.actor.request_id))
        return Response({"token": secret, "post_id": post.id, "days": LIFE.days}, status=201)


class MeAnswer(serializers.Serializer):
    """The person, in the post in which the program works."""

    name = serializers.CharField()
    role = serializers.CharField()
    role_label = serializers.CharField()
    unit = serializers.CharField(source="unit_name")
    region_id = serializers.IntegerField()
    post_id = serializers.IntegerField()


class MeView(ApiView):
    """本人: who the API takes you for."""

    policy = {"GET": anyone}

    @extend_schema(responses=MeAnswer)
    def get(self, request):
        return Response(MeAnswer(self.actor).data)


class RegionSerializer(serializers.ModelSerializer):
    """区划."""

    class Meta:
        model = Region
        fields = ["id", "code", "name", "full_name", "level", "parent", "group", "sort"]


class RegionList(ApiMixin, ListAPIView):
    """区划 of the actor's territory."""

    policy = {"GET": may_work}
    serializer_class = RegionSerializer
    queryset = Region.objects.none()

    def get_queryset(self):
        regions = self.actor.regions
        return Region.objects.all() if regions is None else Region.objects.filter(id__in=regions)
