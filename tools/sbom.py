"""Prints the bill of materials of newword as it is installed here: CycloneDX 1.6, JSON.

    python tools/sbom.py > newword.cdx.json

Equal installations give equal bytes.
"""

from __future__ import annotations

import json
import uuid
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement

DATA = (
    ("Unicode Character Database 17.0.0", "Unicode-3.0", "csrc/newword/text/char_ranges.hpp"),
    ("OpenCC TSCharacters.txt", "Apache-2.0", "newword/dictionary/simplified.txt"),
)


def needed(name: str) -> set[str]:
    """What a distribution needs at run time, and what that needs, without extras."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for line in metadata.requires(waiting.pop()) or ():
            one = Requirement(line)
            applies = one.marker is None or one.marker.evaluate({"extra": ""})
            if applies and one.name.lower() not in found:
                found.add(one.name.lower())
                waiting.append(one.name)
    return found


def component(name: str) -> dict[str, Any]:
    """A distribution as it is installed."""
    told = metadata.metadata(name)
    version = metadata.version(name)
    licences = [told[key] for key in ("License-Expression", "License") if key in told]
    licence = next(filter(None, licences), None)
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
    }
    if licence and len(licence) < 80:
        found["licenses"] = [{"license": {"name": licence}}]
    return found


def data_component(name: str, licence: str, place: str) -> dict[str, Any]:
    """Data that are built in."""
    return {
        "type": "data",
        "bom-ref": place,
        "name": name,
        "licenses": [{"license": {"id": licence}}],
        "properties": [{"name": "newword:file", "value": place}],
    }


def bill() -> dict[str, Any]:
    """The whole document."""
    own = component("newword")
    parts = [component(name) for name in sorted(needed("newword"))]
    parts += [data_component(*one) for one in DATA]
    document: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [{"ref": own["bom-ref"], "dependsOn": [one["bom-ref"] for one in parts]}],
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document, sort_keys=True))
    return {**document, "serialNumber": f"urn:uuid:{number}"}


if __name__ == "__main__":
    print(json.dumps(bill(), ensure_ascii=False, indent=1))
