"""The figure of a column for a label, by nearest neighbours of scikit-learn that leave the row itself out: what validate-data is held against."""
import json
import sys
import warnings

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import RadiusNeighborsClassifier

warnings.simplefilter("ignore")


def votes(places, labels, radius):
    """The share of each class among the other rows within the radius; zeros where there are none."""
    model = RadiusNeighborsClassifier(radius=radius, outlier_label=-1)
    return cross_val_predict(model, places, labels, cv=LeaveOneOut(), method="predict_proba")


def figure(case):
    rows = [(value, label) for value, label in zip(case["column"], case["labels"]) if label is not None]
    labels = np.unique([label for _, label in rows], return_inverse=True)[1]
    ranks = {value: rank for rank, value in enumerate(sorted({value for value, _ in rows if value is not None}))}
    # nulls are far from everything else
    places = np.array([[ranks.get(value, -1000)] for value, _ in rows])
    own = np.arange(len(labels))
    same = votes(places, labels, 0.5)
    leads = (same == same.max(axis=1, keepdims=True)).sum(axis=1) == 1
    hits = int(((same.argmax(axis=1) == labels) & leads & (same.max(axis=1) > 0)).sum())
    if len(ranks) > 20:
        hits = max(hits, int((votes(places, labels, 5.5)[own, labels] > 0.5).sum()))
    most = round(DummyClassifier(strategy="most_frequent").fit(places, labels).score(places, labels) * len(rows))
    return max(0, (hits - most) / (len(rows) - most))


print(json.dumps([figure(case) for case in json.load(sys.stdin)]))
