"""The worker looks again soon after work, and less and less often while there is none."""

from threading import Event

from consult.queue.embedded import Poll


class Stop(Event):
    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0)
        return False


def test_the_pause_doubles_up_to_its_most_and_begins_anew_after_work() -> None:
    stop, poll = Stop(), Poll(0.1, 0.5)
    for worked in (False, False, False, False, True, False):
        poll.pause(stop, worked=worked)
    assert stop.waited == [0.1, 0.2, 0.4, 0.5, 0.1]
