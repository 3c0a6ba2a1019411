"""Trains the classifier and writes it to a file, with what is known about it."""

import argparse
import hashlib
from pathlib import Path

import joblib
import numpy
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from penguin import CATEGORIES, MEASUREMENTS, Labelled, read_penguins

HERE = Path(__file__).parent


def fit(rows: list[Labelled]) -> Pipeline:
    """A multinomial logistic regression. It has no random start: the same rows give the same model."""
    width = len(MEASUREMENTS)
    encoder = ColumnTransformer(
        [
            ("measurements", StandardScaler(), list(range(width))),
            # `error` is honest: a model cannot weigh a word that it never saw, and 0 for all of them is a guess.
            ("categories", OneHotEncoder(handle_unknown="error"), list(range(width, width + len(CATEGORIES)))),
        ]
    )
    pipeline = Pipeline([("encode", encoder), ("classify", LogisticRegression(max_iter=1000))])
    return pipeline.fit(table(rows), [row.species for row in rows])


def table(rows: list[Labelled]) -> numpy.ndarray:
    return numpy.array([row.inputs for row in rows], dtype=object)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, default=HERE / "../data/penguins.csv")
    arguments.add_argument("--out", type=Path, default=HERE / "model/weights.joblib")
    options = arguments.parse_args()

    rows = read_penguins(options.data)
    training = [row for row in rows if not row.held_out]
    held_out = [row for row in rows if row.held_out]
    pipeline = fit(training)
    accuracy = pipeline.score(table(held_out), [row.species for row in held_out])

    options.out.parent.mkdir(parents=True, exist_ok=True)
    data_digest = hashlib.sha256(options.data.read_bytes()).hexdigest()
    about = {
        "trainedOn": {"rows": len(training), "sha256": f"sha256:{data_digest}"},
        "heldOut": {"rows": len(held_out), "accuracy": round(float(accuracy), 6)},
    }
    joblib.dump({"pipeline": pipeline, "about": about}, options.out)
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    print(f"trained on {len(training)} penguins of {options.data}")
    print(f"held-out accuracy {about['heldOut']['accuracy']} on {len(held_out)} penguins that training did not see")
    print(f"{options.out} sha256:{digest}")


if __name__ == "__main__":
    main()
