"""Annotations are imported while their document is changed: none is lost, none goes astray."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.exchange import AnnotationsImport
from reader.exchange.pacing import Pace
from reader.library import Library
from reader.model import Annotation, AnnotationChange, ExportFormat, Progress
from reader.paths import Paths, paths_under
from tests.conftest import Write

PAGE = (
    "今天在縣城開會，討論水利問題，代表們一致同意修建大橋。\n\n"
    "第二天上午，代表們到東門外看了舊橋，橋東有一塊石碑。\n"
)
LONGER = "本報訊：這裏是新加的一段，說明會議的由來和經過。\n\n" + PAGE
# Its first words are in two places, and what stood behind one of them is another.
SHORTER = "昨天在縣城開會，討論水利問題。\n\n" + PAGE.replace(
    "，代表們一致同意修建大橋", "和公路問題"
)


@pytest.fixture
def page(library: Library, write: Write) -> Path:
    """A file that is in the library."""
    path = write("page.txt", PAGE)
    add(library, path)
    return path


@pytest.fixture
def there(tmp_path: Path, page: Path) -> Iterator[Library]:
    """Another library with the same document."""
    with closing(Library(paths_under(tmp_path / "there"))) as opened:
        add(opened, page)
        yield opened


def add(library: Library, path: Path) -> None:
    for step in library.import_paths([path]):
        assert isinstance(step, Progress) or step.error is None


def rewrite(library: Library, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
    add(library, path)


def mark(library: Library, words: str) -> Annotation:
    made = library.annotate(1, library.find_quote(1, words), note=words).after
    assert made is not None
    return made


def drag(library: Library, mark_id: str, words: str, after: timedelta) -> None:
    """Give a mark the range of other words, so long after it was made."""
    change = library.annotate(1, library.find_quote(1, words))
    library.apply(change.inverse())
    (before,) = [one.annotation for one in library.annotations(1) if one.annotation.id == mark_id]
    assert change.after is not None
    moment = before.created + after
    dragged = replace(
        change.after,
        id=mark_id,
        note=before.note,
        created=before.created,
        modified=moment,
        times=replace(before.times, spans=moment),
    )
    library.apply(AnnotationChange(before, dragged))


def imported(
    page: Path,
    library: Library,
    there: Library,
    meanwhile: Callable[[], None],
    *,
    wait: bool = True,
) -> AnnotationsImport:
    """Import what is ``there``, and do something when it was looked for, or not yet."""
    file = page.with_suffix(".jsonld")
    file.write_text(there.export(ExportFormat.JSONLD), encoding="utf-8", newline="")
    steps = library.import_annotations(file)
    step = next(steps)
    while wait and step.done < step.total:
        step = next(steps)
    meanwhile()
    return end_of(steps)


def end_of(steps: Generator[Progress, None, AnnotationsImport]) -> AnnotationsImport:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: AnnotationsImport = end.value
            return result


def words(library: Library) -> dict[str, list[str]]:
    """By their notes, what annotations stand on: nothing where one is an orphan."""
    text = library.article(1).text
    return {
        one.annotation.note: [text[span.start : span.end] for span in one.spans]
        for one in library.annotations(1)
    }


@pytest.mark.parametrize("wait", [False, True])
def test_notes_go_to_the_source_that_is_there_when_they_are_stored(
    library: Library, there: Library, page: Path, wait: bool
) -> None:
    mark(there, "修建大橋")
    mark(there, "一塊石碑")
    result = imported(page, library, there, lambda: rewrite(library, page, LONGER), wait=wait)
    assert (result.added, result.orphaned, result.problems) == (2, 0, ())
    assert words(library) == {"修建大橋": ["修建大橋"], "一塊石碑": ["一塊石碑"]}
    for change in result.changes:
        library.apply(change.inverse())
        library.apply(change)
    assert words(library) == {"修建大橋": ["修建大橋"], "一塊石碑": ["一塊石碑"]}


def test_another_program_may_have_changed_the_source(
    paths: Paths, library: Library, there: Library, page: Path
) -> None:
    mark(there, "修建大橋")

    def elsewhere() -> None:
        with closing(Library(paths)) as other:
            rewrite(other, page, LONGER)

    assert imported(page, library, there, elsewhere).orphaned == 0
    assert words(library) == {"修建大橋": ["修建大橋"]}


def test_notes_are_found_as_those_are_that_were_there_before(
    library: Library, there: Library, page: Path
) -> None:
    """In words that are no longer quite theirs: it is known what the source was."""
    mark(there, "代表們一致同意修建大橋")
    changed = LONGER.replace("一致", "全體")
    imported(page, library, there, lambda: rewrite(library, page, changed))
    assert words(library) == {"代表們一致同意修建大橋": ["代表們全體同意修建大橋"]}


def test_one_without_a_place_is_kept_and_looked_for_again(
    library: Library, there: Library, page: Path
) -> None:
    mark(there, "修建大橋")
    result = imported(page, library, there, lambda: rewrite(library, page, SHORTER))
    assert (result.added, result.orphaned, result.problems) == (1, 1, ())
    assert words(library) == {"修建大橋": []}
    rewrite(library, page, LONGER)
    assert words(library) == {"修建大橋": ["修建大橋"]}


def test_a_mark_that_was_dragged_there_is_dragged_here(
    library: Library, there: Library, page: Path
) -> None:
    made = mark(library, "修建大橋")
    imported(page, there, library, lambda: None)
    drag(there, made.id, "代表們一致同意修建大橋", timedelta(hours=1))
    result = imported(page, library, there, lambda: rewrite(library, page, LONGER))
    assert (result.merged, result.orphaned) == (1, 0)
    assert words(library) == {"修建大橋": ["代表們一致同意修建大橋"]}


def test_a_mark_that_has_its_place_does_not_lose_it(
    library: Library, there: Library, page: Path
) -> None:
    made = mark(library, "一塊石碑")
    imported(page, there, library, lambda: None)
    drag(there, made.id, "修建大橋", timedelta(hours=1))
    result = imported(page, library, there, lambda: rewrite(library, page, SHORTER))
    assert result.orphaned == 0
    assert words(library) == {"一塊石碑": ["一塊石碑"]}
    # Nor was it told that the mark was dragged: where the words are, it still can be.
    rewrite(library, page, PAGE)
    assert imported(page, library, there, lambda: None).merged == 1
    assert words(library) == {"一塊石碑": ["修建大橋"]}


def test_a_mark_that_has_its_place_does_not_take_that_of_an_orphan(
    library: Library, there: Library, page: Path
) -> None:
    made = mark(library, "一塊石碑")
    imported(page, there, library, lambda: None)
    rewrite(there, page, LONGER)
    drag(there, made.id, "新加的一段", timedelta(hours=1))
    rewrite(there, page, PAGE)
    assert words(there) == {"一塊石碑": []}
    assert imported(page, library, there, lambda: None).orphaned == 0
    assert words(library) == {"一塊石碑": ["一塊石碑"]}


def test_a_document_that_is_removed_meanwhile_gets_no_notes(
    library: Library, there: Library, page: Path
) -> None:
    mark(there, "修建大橋")

    def removed() -> None:
        rewrite(library, page, LONGER)
        library.remove_documents([1])

    for meanwhile in (removed, lambda: None):
        result = imported(page, library, there, meanwhile)
        assert (result.added, len(result.problems)) == (0, 1)
        library.restore_documents([1])
        assert library.all_annotations() == []
        rewrite(library, page, PAGE)
        library.remove_documents([1])


def test_a_quote_of_another_program_goes_to_the_source_that_is_there(
    library: Library, page: Path, write: Write
) -> None:
    file = write(
        "foreign.json",
        '{"type": "Annotation", "target": {"selector": {"type": "TextQuoteSelector",'
        ' "exact": "代表們一致同意修建大橋"}}}',
    )
    steps = library.import_annotations(file)
    step = next(steps)
    while (step.done, step.total) != (1, 1):
        step = next(steps)
    rewrite(library, page, LONGER)
    assert end_of(steps).orphaned == 0
    assert words(library) == {"": ["代表們一致同意修建大橋"]}


# Steps


def test_a_step_is_due_now_and_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([7.0, 7.01, 7.06, 7.07])
    monkeypatch.setattr("reader.exchange.pacing.time.monotonic", lambda: next(moments))
    pace = Pace()
    assert [pace.due() for _ in range(4)] == [True, False, True, False]


@pytest.mark.parametrize(("seconds", "steps"), [(0, 2), (1, 6)])
def test_an_import_tells_where_it_is_by_the_time_it_takes(
    library: Library,
    there: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seconds: int,
    steps: int,
) -> None:
    for quote in ("水利", "代表", "大橋", "石碑", "舊橋"):
        mark(there, quote)
    file = tmp_path / "there.jsonld"
    file.write_text(there.export(ExportFormat.JSONLD), encoding="utf-8", newline="")
    clock = itertools.count(0, seconds)
    monkeypatch.setattr("reader.exchange.pacing.time.monotonic", lambda: next(clock))
    assert len(list(library.import_annotations(file))) == steps
