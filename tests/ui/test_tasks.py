"""The lanes: order, supersession, steps, cancelling, errors, and the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

from pytestqt.qtbot import QtBot

from reader.errors import ReaderError, StoreError
from reader.ui.tasks import Tasks
from tests.ui.session import errors_of, wait_until


def test_writes_are_done_in_the_order_they_were_asked_for(tasks: Tasks) -> None:
    done: list[int] = []
    told: list[int] = []

    def write(number: int) -> int:
        done.append(number)
        return number

    for number in range(50):
        tasks.write(partial(write, number), told.append)
    wait_until(lambda: not tasks.busy)
    assert done == told == list(range(50))


def test_superseded_work_is_told_that_nobody_waits_for_it(tasks: Tasks) -> None:
    began, done = threading.Event(), list[str]()

    def long(name: str, cancelled: Callable[[], bool]) -> str:
        began.set()
        while name == "old" and not cancelled():
            pass
        if cancelled():
            raise StoreError("reaches no one")
        return name

    errors = errors_of(tasks)
    tasks.read_cancellable("a", partial(long, "old"), done.append)
    assert began.wait(10)
    tasks.read_cancellable("a", partial(long, "new"), done.append)
    wait_until(lambda: not tasks.busy)
    assert done == ["new"]
    assert errors == []


def test_closing_does_not_wait_for_work_that_may_give_up(tasks: Tasks) -> None:
    began, gave_up = threading.Event(), threading.Event()

    def endless(cancelled: Callable[[], bool]) -> None:
        began.set()
        while not cancelled():
            pass
        gave_up.set()

    tasks.read_cancellable("a", endless, print)
    assert began.wait(10)
    tasks.close()
    assert gave_up.is_set()


def test_work_runs_off_the_gui_thread_and_its_result_comes_back_on_it(tasks: Tasks) -> None:
    worked: list[threading.Thread] = []
    told: list[threading.Thread] = []

    def work() -> None:
        worked.append(threading.current_thread())

    tasks.read("a", work, lambda _: told.append(threading.current_thread()))
    tasks.write(work, lambda _: told.append(threading.current_thread()))
    wait_until(lambda: not tasks.busy)
    assert threading.main_thread() not in worked
    assert told == [threading.main_thread()] * 2


def test_a_newer_read_of_the_same_key_supersedes_the_older(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[str] = []
    tasks.read("article", lambda: gate.wait(20) and "old", told.append)
    tasks.read("search", lambda: "other", told.append)
    tasks.read("article", lambda: "new", told.append)
    wait_until(lambda: len(told) == 2)
    gate.set()
    tasks.close()  # the old one has ended by now
    assert sorted(told) == ["new", "other"]


def test_a_read_that_ended_unseen_is_dropped_too(tasks: Tasks) -> None:
    """Its result may wait for delivery already when a newer read is asked for."""
    ended = threading.Event()
    told: list[str] = []

    def old() -> str:
        ended.set()
        return "old"

    tasks.read("article", old, told.append)
    ended.wait(20)
    tasks.read("article", lambda: "new", told.append)
    wait_until(lambda: not tasks.busy)
    assert told == ["new"]


def test_a_forgotten_read_tells_nobody(tasks: Tasks) -> None:
    told: list[object] = []
    tasks.read("search", lambda: 1, told.append)
    tasks.forget("search")
    tasks.read("other", lambda: 2, told.append)
    wait_until(lambda: not tasks.busy)
    assert told == [2]


def test_writes_come_between_the_steps_of_long_work(tasks: Tasks) -> None:
    told: list[str] = []
    first_step = threading.Event()

    def steps() -> Iterator[str]:
        yield "step 1"
        first_step.wait(20)  # the write is asked for by now
        yield "step 2"
        yield "step 3"

    tasks.write_steps(steps, told.append, lambda _: told.append("rest"))
    wait_until(lambda: told == ["step 1"])
    tasks.write(lambda: "write", told.append)
    first_step.set()
    wait_until(lambda: not tasks.busy)
    # The second step may have been waiting in the lane already; the third was not.
    assert told.index("write") < told.index("step 3")
    assert [one for one in told if one != "write"] == ["step 1", "step 2", "step 3", "rest"]


def test_cancelled_work_stops_at_its_next_step_and_says_so(tasks: Tasks) -> None:
    gate = threading.Event()
    closed: list[str] = []
    told: list[object] = []

    def steps() -> Iterator[int]:
        try:
            yield 1
            gate.wait(20)
            yield 2
            yield 3
        finally:
            closed.append(threading.current_thread().name)

    job = tasks.write_steps(steps, told.append, lambda _: told.append("rest"))
    wait_until(lambda: told == [1])
    job.cancel()
    gate.set()
    wait_until(lambda: not tasks.busy)
    assert told == [1, "rest"]
    assert closed and closed[0].startswith("write")  # where its database connection belongs


def test_work_cancelled_while_it_waits_for_the_lane_comes_to_rest_too(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[object] = []
    tasks.write(lambda: gate.wait(20))
    job = tasks.write_steps(lambda: iter([1, 2]), told.append, lambda _: told.append("rest"))
    job.cancel()
    gate.set()
    wait_until(lambda: not tasks.busy)
    assert told == ["rest"]


def test_a_cancelled_write_leaves_no_trace_of_being_under_way(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[object] = []
    tasks.write(lambda: gate.wait(20))
    job = tasks.write(lambda: told.append("done"), told.append)
    job.cancel()
    gate.set()
    wait_until(lambda: not tasks.busy)
    assert told == []


def test_errors_of_the_user_go_to_the_job_or_to_all(tasks: Tasks) -> None:
    everywhere = errors_of(tasks)
    own: list[ReaderError] = []
    first, second = StoreError("first"), StoreError("second")

    def fail(error: ReaderError) -> None:
        raise error

    tasks.write(lambda: fail(first), None, own.append)
    tasks.read("a", lambda: fail(second), lambda _: None)
    wait_until(lambda: not tasks.busy)
    assert own == [first]
    assert everywhere == [second]


def test_an_error_in_a_step_ends_the_work(tasks: Tasks) -> None:
    told: list[object] = []

    def steps() -> Iterator[int]:
        yield 1
        raise StoreError("full")

    tasks.write_steps(steps, told.append, told.append, lambda error: told.append(str(error)))
    wait_until(lambda: not tasks.busy)
    assert told == [1, "full"]


def test_a_bug_goes_to_its_own_place(qtbot: QtBot) -> None:
    tasks = Tasks()
    errors = errors_of(tasks)
    own: list[object] = []
    with qtbot.waitSignal(tasks.bug_raised) as bug:
        tasks.write(lambda: [][1], own.append, own.append)
    tasks.close()
    assert isinstance(bug.args[0], IndexError)
    assert own == errors == []


def test_a_bug_in_a_step_lets_the_work_come_to_rest(qtbot: QtBot) -> None:
    tasks = Tasks()
    told: list[object] = []

    def steps() -> Iterator[int]:
        yield 1
        raise LookupError

    with qtbot.waitSignal(tasks.bug_raised):
        tasks.write_steps(steps, told.append, lambda _: told.append("rest"))
    wait_until(lambda: not tasks.busy)
    tasks.close()
    assert told == [1, "rest"]


def test_closing_waits_for_writes_and_stops_long_work() -> None:
    tasks = Tasks()
    gate = threading.Event()
    written: list[str] = []
    steps_made: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            steps_made.append(len(steps_made))
            yield 0

    tasks.write(lambda: gate.wait(20))
    tasks.write_steps(endless, lambda _: None, lambda _: None)
    tasks.write(lambda: written.append("kept"))
    threading.Timer(0.02, gate.set).start()
    tasks.close()
    assert written == ["kept"]
    assert len(steps_made) <= 1


def test_nothing_is_delivered_after_the_end() -> None:
    tasks = Tasks()
    told: list[object] = []
    tasks.write(lambda: "late", told.append)
    tasks.close()
    late = tasks.write(lambda: told.append("never"))
    assert late.cancelled
    other = Tasks()
    other.write(lambda: "later still", told.append)
    wait_until(lambda: not other.busy)
    other.close()
    assert told == ["later still"]
