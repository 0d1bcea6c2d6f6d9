"""接口的登录: the token was read by ActorMiddleware already; a wrong one is said to be wrong."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`."""

    def authenticate(self, request):
        post = getattr(request._request, "token_post", None)
        if post:
            return post.user, "token"
        if request.headers.get("Authorization"):
            raise AuthenticationFailed("令牌不对，或已到期、已吊销。请重新取令牌。")
        return None

    def authenticate_header(self, request):
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):
    """How the documentation names it."""

    target_class = "units.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token …`，由 token/ 取得。"}
