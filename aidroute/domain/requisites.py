"""Ways to pay that no checksum tells: coins named beside their address, names that stand for wallets.

What a word before it makes a payee is believed less than a checksum, so each kind asks for its own word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, unquote

MAX_OF_EACH = 20
MAX_CANDIDATES = 80

_COIN = re.compile(
    r"(?<!\w)(?:btc|bitcoin|bch|eth|ether(?:eum)?|erc-?20|bep-?20|trc-?20|usdt|usdc|tether|xmr|monero|ada|cardano|xrp|"
    r"ripple|ton|sol|solana|bnb|doge(?:coin)?|ltc|litecoin|dash|trx|tron|dot|polkadot|near|atom|cosmos|avax|matic|polygon|xlm|stellar|"
    r"zec|zcash|crypto|wallet|кошел\w*|криптокошел\w*|гаман\w*|դրամապանակ\w*|cüzdan\w*|portefeuille|billetera|portfel\w*|"
    r"محفظة)(?!\w)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w/.=@#&?-])[A-Za-z0-9]{25,110}(?![\w/.=-])")
_BEFORE = 60
"""Characters before an address in which its coin is named."""
_NO_PAYEE = re.compile(r"\btx|transact|hash|block|транзакц|գործարք|version|build", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<![\w.@/-])(bitcoincash:[qp][a-z0-9]{41}|[a-z0-9-]{3,40}\.eth|lnurl1[a-z0-9]{20,400}|lnbc[a-z0-9]{20,400})(?![\w.-])",
    re.IGNORECASE,
)
"""Names of the Ethereum Name Service (ERC-137), and what Lightning wallets read (LUD-01, BOLT 11)."""
_NAME = re.compile(
    r"(?<![\w.@/-])([a-z0-9-]{3,40}\.(?:near|sol|crypto|nft|dao|bnb|ton|wallet|bitcoin|blockchain|zil))"
    r"(?![\w-]|\.\w|\()",
    re.IGNORECASE,
)
"""Names that other chains and naming services give to wallets; none of these endings is one of the web's."""
_MARKS = (".eth", "bitcoincash:", "lnurl1", "lnbc")
_ENDINGS = (".near", ".sol", ".crypto", ".nft", ".dao", ".bnb", ".ton", ".wallet", ".bitcoin", ".blockchain", ".zil")
"""Each find holds one of them; looking for them first spares the patterns on nearly all pages."""
_NAME_IN_SCRIPT = re.compile(r"""["'`]([a-z0-9-]{3,40}\.eth)["'`]""", re.IGNORECASE)
_PAY_APPS = frozenset(
    {
        *(
            "payto",
            "upi",
            "venmo",
            "cashapp",
            "cashme",
            "lightning",
            "paytm",
            "paytmmp",
            "phonepe",
            "gpay",
            "tez",
            "bhim",
        ),
        *("swish", "bizum", "pix", "mobilepay", "vipps", "twint", "paypal", "alipays", "alipay", "weixin", "wechatpay"),
        *(
            "monero",
            "litecoin",
            "dogecoin",
            "tron",
            "ton",
            "solana",
            "cardano",
            "ripple",
            "xrpl",
            "stellar",
            "web+stellar",
        ),
    }
)
_SUMS = frozenset({"amount", "am", "sum", "tn", "note", "message", "memo", "label", "cu", "currency", "lang", "tr"})


def requisites(text: str) -> Iterator[str]:
    """Typed payees of a visible text: ``coin:<address>``, ``name:<wallet's name>``.

    ``text`` is without invisible characters.
    """
    yield from (f"coin:{address}" for address in _coins(text))
    plain = text.casefold()
    if any(mark in plain for mark in _MARKS):
        yield from (f"name:{match.group(1).lower()}" for match in islice(_NAMED.finditer(text), MAX_OF_EACH))
    if any(ending in plain for ending in _ENDINGS):
        yield from (f"name:{name}" for name in _names(text))


def _coins(text: str) -> Iterator[str]:
    for match in islice(_ADDRESS.finditer(text), MAX_CANDIDATES):
        address = match.group()
        if address.isalpha() or address.isdigit():
            continue
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        named = list(_COIN.finditer(before))
        if named and not _NO_PAYEE.search(before, named[-1].end()) and "/" not in before[named[-1].end() :]:
            yield address


def _names(text: str) -> Iterator[str]:
    """Names of wallets where the line speaks of coins before them: a file may have such an ending too."""
    for match in islice(_NAME.finditer(text), MAX_CANDIDATES):
        line = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
        if _COIN.search(line[line.rfind(". ") + 1 :]):
            yield match.group(1).lower()


def names_in_scripts(scripts: str) -> Iterator[str]:
    """Typed names of wallets that stand as whole literals in a script."""
    yield from (f"name:{match.group(1).lower()}" for match in islice(_NAME_IN_SCRIPT.finditer(scripts), MAX_OF_EACH))


def app_target(address: str) -> str:
    """``app:<scheme>:<whom>`` of an address that opens a wallet or a bank's app, '' for every other address.

    Sums and messages are left out: they change, and say nothing about the payee.
    """
    scheme, colon, rest = address.strip()[:600].partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in _PAY_APPS:
        return ""
    whom, _, query = rest.partition("?")
    pairs = sorted((name, value) for name, value in parse_qsl(query, max_num_fields=40) if name.lower() not in _SUMS)
    named = "&".join(f"{name}={value}" for name, value in pairs)
    return f"app:{scheme}:{unquote(whom).strip('/')}{'?' if named else ''}{named}".lower()
