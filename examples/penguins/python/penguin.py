"""What a penguin is: the columns of the data, in the order in which the model reads them."""

import csv
from dataclasses import dataclass
from pathlib import Path

MEASUREMENTS = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm", "body_mass_g"]
CATEGORIES = ["island", "sex"]

# A category that nobody wrote down is a word of its own, which training has to have seen like any other.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Labelled:
    """A row of the data: the inputs of one penguin and its species."""

    id: int
    species: str
    inputs: list[float | str]

    @property
    def held_out(self) -> bool:
        """Every fifth id is never trained on: the same rule as in ../src/data.ts."""
        return self.id % 5 == 0


def read_penguins(file: Path) -> list[Labelled]:
    """Reads a CSV file that `validate-data` has passed."""
    with file.open(newline="") as lines:
        return [
            Labelled(int(row["id"]), row["species"], inputs_of(row))
            for row in csv.DictReader(lines, strict=True)
        ]


def inputs_of(penguin: dict) -> list[float | str]:
    """One row of inputs, from a row of the data or from the body of a request."""
    numbers = [float(penguin[name]) for name in MEASUREMENTS]
    return numbers + [penguin[name] or UNKNOWN for name in CATEGORIES]
