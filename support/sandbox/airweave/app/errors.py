"""Errors of several routes."""


class InvalidError(ValueError):
    """A field of a request has a value that its type allows and the route does not.

    Attributes:
        place: which field, as the answer calls it.
    """

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place
