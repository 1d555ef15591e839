"""All rows of the table, in its order."""

from __future__ import annotations

from reliability import allocations, damage, determinism, faults, fuzzing, hostile, signals
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
        Row("fuzz", "no bytes break the core, and two ways to one result agree", fuzzing.run),
    )
}
