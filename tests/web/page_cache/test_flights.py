"""One rendering at a time."""

from aidroute.web.page_cache.flights import Flights
from aidroute.web.page_cache.kept import Answer, keep
from tests.support.wsgi import page

RESULT = keep(Answer(*page("page")), 1, 0.0, 1.0)


def test_the_first_one_is_the_pilot_and_the_others_ride_along() -> None:
    flights = Flights()
    flight, is_pilot = flights.join("home")
    other, is_second = flights.join("home")
    assert (is_pilot, is_second) == (True, False)
    assert other is flight
    assert not flight.landed.is_set()


def test_two_pages_have_two_flights() -> None:
    flights = Flights()
    assert flights.join("home")[0] is not flights.join("give")[0]


def test_who_waits_gets_what_has_landed() -> None:
    flights = Flights()
    flight, _ = flights.join("home")
    flights.land("home", RESULT)
    assert flight.landed.is_set()
    assert flight.result is RESULT


def test_after_landing_the_next_one_is_a_pilot_again() -> None:
    flights = Flights()
    flights.join("home")
    flights.land("home", None)
    flight, is_pilot = flights.join("home")
    assert is_pilot
    assert flight.result is None
