"""What the answers of one state of the record have in common, made once for all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from timeline.kept.state import State

MOST = 200  # things of one state

Shared = TypeVar("Shared")
ASKED_IN: ContextVar[State | None] = ContextVar("asked_in", default=None)


class _Store(NamedTuple):
    """The things of one state; that of another replaces it whole."""

    state: State | None
    things: dict


class _Known:
    """The store of the state that was asked last in this process."""

    store = _Store(None, {})


@contextmanager
def answering(state: State) -> Iterator[None]:
    """Let what is made in this block be shared with the other answers of a state."""
    token = ASKED_IN.set(state)
    try:
        yield
    finally:
        ASKED_IN.reset(token)


def shared(key: tuple, make: Callable[[], Shared]) -> Shared:
    """Return what `make` returns, made once in a state of the record for each key.

    Nobody may change it, as other answers are made from it. Outside a public answer nothing is
    shared. What was made while the record changed is given up with the state, as its answer is.
    """
    state = ASKED_IN.get()
    if state is None:
        return make()
    store = _Known.store
    if store.state != state:
        store = _Known.store = _Store(state, {})
    if key not in store.things:
        made = make()
        if len(store.things) >= MOST:
            return made
        store.things[key] = made
    return store.things[key]


def clear() -> None:
    _Known.store = _Store(None, {})
