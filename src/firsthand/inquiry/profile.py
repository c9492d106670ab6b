"""The profile that an inquiry weighs by: one that is shipped, or the mission's own file, signed or not."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import msgspec

from firsthand.errors import BadSettings
from firsthand.findings import sign, standard
from firsthand.findings.standard import Profile
from firsthand.inquiry.desk import Desk

SIGNED = ".sig"
"""The signature of profile.toml is profile.toml.sig."""


def load(desk: Desk) -> Profile:
    """The profile that the settings name: a name of one that is shipped, or a TOML file, looked for in the inquiry's folder.

    Raises BadSettings where it cannot be read or used, or where a signature lies beside it that does not fit.
    """
    name = desk.settings.profile
    if not name.endswith(".toml"):
        return standard.read(name)
    path = Path(name) if Path(name).is_absolute() else desk.folder / name
    try:
        data = path.read_bytes()
        tables = tomllib.loads(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(
            f"the profile {name} cannot be read: {error}", "name a TOML file like the one shipped"
        ) from error
    made = standard.profile({k: v for k, v in tables.items() if k not in ("digest", "signed")})
    beside = path.with_name(path.name + SIGNED)
    signed = sign.check(data, beside.read_bytes()) if beside.is_file() else None
    return msgspec.structs.replace(
        made, digest=hashlib.sha256(data).hexdigest(), signed=f"{signed.who}, {signed.when}" if signed else ""
    )
