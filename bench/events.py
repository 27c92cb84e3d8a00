"""The event that both servers send when they are kicked."""

_EMPTY = '42/board,["change",{"x":""}]'


def event_of(size: int) -> dict[str, str]:
    """The data of a `change` whose message is so many bytes long."""
    return {"x": "." * (size - len(_EMPTY))}
