import pytest

from aidroute.adapters.addresses import PublicAddresses
from tests.world.scenes_address import SPECIAL

REFUSED_V6 = (
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::2",
    "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1",
    "2002:7f00:1::", "3fff::1", "5f00::1", "4000::1",
)  # fmt: skip
NOT_ADDRESSES = ("", "charity.test", "127.1", "0x7f.0.0.1", "1.2.3.4.5", "[2606:4700::1]", "1.2.3.4:80")
PUBLIC = ("1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", [*SPECIAL, "127.0.0.1", "127.255.255.254", *REFUSED_V6, *NOT_ADDRESSES])
def test_only_the_public_internet_may_be_dialled(address: str) -> None:
    assert not PublicAddresses().permits(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_dialled(address: str) -> None:
    assert PublicAddresses().permits(address)
