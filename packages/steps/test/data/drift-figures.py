"""Figures of SciPy and Evidently for cases on standard input, as JSON: what validate-data is held against."""
import json
import sys
import warnings

import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests.jensenshannon import jensenshannon_stat_test
from evidently.legacy.calculations.stattests.psi import psi_stat_test
from evidently.legacy.calculations.stattests.wasserstein_distance_norm import wasserstein_stat_test
from evidently.legacy.core import ColumnType
from scipy import stats
from scipy.spatial import distance
from scipy.stats import contingency

warnings.simplefilter("ignore")


def evidently(test, now, before, kind):
    return float(test(before, now, kind, 0.1).drift_score)


def quantile_bins(now, before):
    """Shares of the tenths of the reference, whose outermost are open."""
    edges = np.unique(np.quantile(before, np.arange(11) / 10, method="inverted_cdf"))[1:-1]
    share = lambda values: np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) / len(values)
    return share(now), share(before)


def figures(case):
    now, before = (pd.Series(case[name]).dropna() for name in ("now", "before"))
    # days and microseconds since 1970 are numbers here
    is_number = case["type"] in ("number", "date", "timestamp")
    kind = ColumnType.Numerical if is_number else ColumnType.Categorical
    found = {
        "psi": evidently(psi_stat_test, now, before, kind),
        "jensen-shannon": evidently(jensenshannon_stat_test, now, before, kind),
    }
    if is_number:
        found["kolmogorov-smirnov"] = float(stats.ks_2samp(now, before).statistic)
        found["wasserstein"] = evidently(wasserstein_stat_test, now, before, kind)
        shares = quantile_bins(now, before)
        if before.nunique() > 20:
            found["jensen-shannon quantiles"] = float(distance.jensenshannon(*shares))
    else:
        names = sorted(set(now) | set(before))
        counts = [series.value_counts().to_dict() for series in (now, before)]
        table = [[counted.get(name, 0) for name in names] for counted in counts]
        found["chi-square"] = float(contingency.association(np.array(table), method="cramer", correction=False))
    return found


print(json.dumps([figures(case) for case in json.load(sys.stdin)]))
