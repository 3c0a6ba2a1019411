"""What pandera says of each case: reads a JSON list of {rules, data}, writes one of [verdict, failing rows]."""
import json
import sys
import warnings

import pandas
from pandera.io import pandas_io
from pandera.errors import SchemaErrors

warnings.simplefilter("ignore")


def failing_rows(failures):
    """Each row once for each check, however many columns the check is about."""
    rows = failures[failures["index"].notna()]
    context = rows["schema_context"] == "DataFrameSchema"
    return len(set(zip(rows["column"].where(~context, ""), rows["check"].astype(str), rows["check_number"], rows["index"])))


def verdict(case):
    frame = (pandas.read_parquet if case["data"].endswith(".parquet") else pandas.read_csv)(case["data"])
    read = pandas_io.from_json if case["rules"].endswith(".json") else pandas_io.from_yaml
    try:
        read(open(case["rules"]).read()).validate(frame, lazy=True)
        return ["passed", 0]
    except SchemaErrors as error:
        return ["failed", failing_rows(error.failure_cases)]
    except Exception as error:  # a tool that breaks on a case is something to know
        return [f"{type(error).__name__}: {error}"[:200], 0]


json.dump([verdict(case) for case in json.load(sys.stdin)], sys.stdout)
