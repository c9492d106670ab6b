"""Escape: characters of the material that no format can hold, or that deceive a reader, made visible."""

from __future__ import annotations

_FORBIDDEN = [*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
_TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
VISIBLE = {
    **{c: f"⟨U+{c:04X}⟩" for c in (*_FORBIDDEN, *_TURNING, *range(0xD800, 0xE000))},
    **{c: chr(0x2400 + c) for c in _FORBIDDEN if c < 0x20},
}
"""Characters that HTML and XML cannot hold, or that turn the direction of what follows (a file name can pose as another by them), shown as signs."""
