"""Words to the networks themselves. None is a keyword of ours; one that reaches us means what it says.

A network that keeps opt-out words lets no text of ours through after one, so nothing is said then.
"""

from collections.abc import Callable
from dataclasses import dataclass

from consult.loop.conversation.kinds import Kind

STOPS = frozenset({"stop", "stopall", "unsubscribe", "optout", "opt out", "arret", "arrete"})
"""Whoever sends one of these alone wants no more texts, on any network."""
ALSO_STOP = frozenset({"end", "quit", "cancel", "revoke"})
"""Elsewhere these may be an answer; a network that keeps such words has acted on them."""
STARTS = frozenset({"start", "unstop"})
"""Never YES: a person may mean anything by it."""
HELPS = frozenset({"help", "info"})


@dataclass(frozen=True)
class Network:
    """What is known of the network that brought a letter.

    `keeps_stop`: it acts on opt-out words itself, answers them, and refuses our texts after them;
    `choice`: stop, start or help, where it says how it understood this letter.
    """

    keeps_stop: bool = True
    choice: str | None = None


def meant_for(network: Network, text: str, *, fold: Callable[[str], str]) -> Kind | None:
    """What a text means that is, as a whole, a word to the network; None: it is none.

    A network's *stop* and *help* hold whatever the text says; its *start* only if that was written.
    """
    word = fold(text)
    if network.choice == "stop" or word in STOPS or (network.keeps_stop and word in ALSO_STOP):
        return Kind.STOP
    if network.choice == "help" or word in HELPS:
        return Kind.HELP
    return Kind.START if word in STARTS else None


def has_acted(network: Network, text: str, *, fold: Callable[[str], str]) -> bool:
    """Whether the network itself has stopped this phone because of `text`."""
    return network.choice == "stop" or (network.keeps_stop and fold(text) in STOPS | ALSO_STOP)
