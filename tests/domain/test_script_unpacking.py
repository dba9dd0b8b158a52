"""Packed scripts, read and never run."""

from __future__ import annotations

from aidroute.domain.script_redirects import read_script
from aidroute.domain.script_tokens import script_tokens
from aidroute.domain.script_unpacking import unpacked

PACKED = (
    "eval(function(p,a,c,k,e,d){{return p}}('0=\\'1://2.3/\\'',{base},4,'location|https|evil|test'.split('|'),0,{{}}))"
)


def test_what_a_packer_made_is_brought_back() -> None:
    assert unpacked(script_tokens(PACKED.format(base=4)), 0) == "location='https://evil.test/'"


def test_a_packed_redirect_is_found() -> None:
    assert [each.address for each in read_script(PACKED.format(base=62)).targets] == ["https://evil.test/"]


def test_other_shapes_are_left_alone() -> None:
    for base in (1, 63, 0):
        assert unpacked(script_tokens(PACKED.format(base=base)), 0) == ""
    assert unpacked(script_tokens("eval('a=1')"), 0) == ""
    assert unpacked(script_tokens("f('a b',10,2,'x|y'.join('|'))"), 0) == ""


def test_scripts_within_scripts_are_read_to_a_depth() -> None:
    deep = "location=`https://evil.test/`"
    assert read_script(f"eval(\"eval('{deep}')\")").targets
    assert not read_script(f'eval("{deep}")', depth=3).targets
