"""Room for kept answers, bounded by bytes."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

from aidroute.web.page_cache.kept import OVERHEAD_BYTES, Answer, KeptAnswer, keep
from aidroute.web.page_cache.keys import PageName
from aidroute.web.page_cache.shelf import LARGEST_PART, Shelf
from tests.support.wsgi import page

NOISE = Random(1)


def answer(size: int) -> KeptAnswer:
    return keep(Answer(*page(NOISE.randbytes(size), content_type="image/png")), 1, 0.0, 1.0)


def name(number: int) -> PageName:
    return f"/en/{number:04}", ""


def test_what_is_put_can_be_taken() -> None:
    shelf = Shelf(1_000_000)
    kept = answer(100)
    shelf.put(name(1), kept)
    assert shelf.take(name(1)) is kept
    assert shelf.take(name(2)) is None


def test_every_byte_that_is_held_is_counted() -> None:
    shelf = Shelf(1_000_000)
    text = keep(Answer(*page("Where to give " * 100)), 1, 0.0, 1.0)
    shelf.put(name(1), text)
    compressed = sum(len(text.forms[coding].body) for coding in ("br", "gzip", "identity"))
    assert shelf.figures() == (1, compressed + OVERHEAD_BYTES + len("/en/0001"), 0)


def test_a_picture_in_one_form_is_counted_once() -> None:
    assert answer(10_000).size == 10_000 + OVERHEAD_BYTES


def test_a_new_answer_takes_the_place_of_the_old_one() -> None:
    shelf = Shelf(1_000_000)
    for size in (5_000, 50_000, 500):
        shelf.put(name(1), answer(size))
    assert shelf.figures() == (1, 500 + OVERHEAD_BYTES + 8, 0)


def test_the_least_recently_used_goes_first() -> None:
    size = 1_000 + OVERHEAD_BYTES + 8
    shelf = Shelf(10 * size)
    for number in range(10):
        shelf.put(name(number), answer(1_000))
    shelf.take(name(0))
    for number in (10, 11):
        shelf.put(name(number), answer(1_000))
    assert [number for number in range(12) if shelf.take(name(number))] == [0, *range(3, 12)]
    assert shelf.figures() == (10, 10 * size, 2)


def test_an_answer_too_large_is_not_kept_and_its_old_form_goes() -> None:
    shelf = Shelf(800_000)
    for number in range(5):
        shelf.put(name(number), answer(1_000))
    shelf.put(name(0), answer(800_000 // LARGEST_PART))
    assert [number for number in range(5) if shelf.take(name(number))] == [1, 2, 3, 4]


def test_the_count_is_right_after_many_threads() -> None:
    shelf = Shelf(300_000)
    answers = [answer(size) for size in (10, 1_000, 9_000)]

    def work(seed: int) -> None:
        dice = Random(seed)
        for _ in range(2_000):
            which = name(dice.randrange(80))
            if dice.random() < 0.5:
                shelf.put(which, dice.choice(answers))
            else:
                shelf.take(which)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    held, size, _ = shelf.figures()
    kept = [kept for number in range(80) if (kept := shelf.take(name(number)))]
    assert (held, size) == (len(kept), sum(each.size + 8 for each in kept))
    assert size <= 300_000
