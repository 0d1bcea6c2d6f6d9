"""拒绝: a refusal is a sentence in Chinese that says what, the value found, the limit with its basis, and what to do."""


class Refusal(Exception):
    """拒绝办理: raised by rules and services, shown to the person as it stands.

    `field` names the form field it belongs to (None = the whole record), `code` is stable for API clients,
    `status` is the HTTP answer of the API (400 wrong value, 403 not allowed, 409 state or version, 428 no version).
    """

    status = 400

    def __init__(self, message: str, *, field: str | None = None, code: str = "refused"):
        super().__init__(message)
        self.message, self.field, self.code = message, field, code


class NotAllowed(Refusal):
    """无权办理: this person, in this post, may not do it."""

    status = 403

    def __init__(self, message: str, *, field: str | None = None, code: str = "not_allowed"):
        super().__init__(message, field=field, code=code)


class Conflict(Refusal):
    """状态或版本冲突: the record is not (or no longer) in the state or version that the person saw.

    `changes` lists what another person changed meanwhile: (label, value seen, value now).
    """

    status = 409

    def __init__(self, message: str, *, changes=(), field: str | None = None, code: str = "conflict"):
        super().__init__(message, field=field, code=code)
        self.changes = list(changes)


class VersionMissing(Refusal):
    """缺版本号: a change must name the version it starts from (If-Match)."""

    status = 428


class Refusals(Refusal):
    """多处拒绝: several refusals found in one pass, all shown at once."""

    def __init__(self, items: list[Refusal]):
        super().__init__("；".join(item.message for item in items), code="refused")
        self.items = items


class TooMany(Refusal):
    """太多: more at once than is good for everybody; later it is done (429)."""

    status = 429
