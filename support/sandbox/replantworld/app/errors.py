"""What the product refuses or cannot do, and how it says so."""


class ProductError(Exception):
    """Something that its caller is told about.

    Attributes:
        status: of HTTP.
    """

    status = 500


class BadRequest(ProductError):
    """The caller's mistake."""

    status = 400


class NotFound(ProductError):
    """There is no such thing."""

    status = 404


class Forbidden(ProductError):
    """The caller has no right to it."""

    status = 401


class Away(ProductError):
    """An engine gives no answer."""

    status = 503
