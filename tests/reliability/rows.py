"""All rows of the table, in its order."""

from __future__ import annotations

from reliability import (
    allocations,
    bounds,
    damage,
    determinism,
    faults,
    fuzzing,
    hostile,
    packed,
    parsers,
    payloads,
    signals,
)
from reliability.campaign import Row

ROWS = {
    row.name: row
    for row in (
        Row("faults", "an output is old or new, whole, and the run says so", faults.run),
        Row("allocations", "memory that is not given is an exception and no harm", allocations.run),
        Row("signals", "the right exit code, no torn file, no litter", signals.run),
        Row("determinism", "the same bytes whatever the machine does", determinism.run),
        Row("damage", "damaged counts, kept texts and models are refused", damage.run),
        Row("hostile", "no file and no name stops a run or hides another file", hostile.run),
        Row("packed", "damage and bombs are told, and memory stays flat", packed.run),
        Row("payloads", "words are data in every output", payloads.run),
        Row("parsers", "no bytes make a reader fail otherwise than it says", parsers.run),
        Row("bounds", "memory and time are bounded, counts are exact or refused", bounds.run),
        Row("fuzz", "no bytes break the core, and two ways to one result agree", fuzzing.run),
    )
}
