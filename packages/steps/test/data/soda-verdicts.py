"""What Soda says of each case: reads a JSON list of {rules, data}, writes one of [verdict, failing rows]."""
import json
import logging
import os
import sys

os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"

answer = sys.stdout
sys.stdout = sys.stderr

import duckdb  # noqa: E402
from soda_core.contracts.api.verify_api import verify_contract_locally  # noqa: E402

logging.disable(logging.INFO)

def failing_rows(check):
    """Duplicates, missing and invalid values, and rows of an expression are counted by other names."""
    values = check.diagnostic_metric_values or {}
    return values.get(f"{check.check.type}_count", values.get("failed_rows_count", 0))


def verdict(case):
    database = f"{case['data']}.db"
    with duckdb.connect(database) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{case['data']}')")
    source = f"{case['data']}.yml"
    with open(source, "w") as file:
        file.write(f"type: duckdb\nname: cases\nconnection:\n  database: {database}\n")
    session = verify_contract_locally(data_source_file_path=source, contract_file_path=case["rules"])
    results = [check for each in session.contract_verification_results for check in each.check_results]
    if session.has_errors or any(check.is_not_evaluated for check in results):
        return [f"could not verify: {session.get_errors_str()}"[:400], 0]
    failed = [check for check in results if check.is_failed]
    return ["failed" if failed else "passed", sum(failing_rows(check) for check in failed)]


def told(case):
    try:
        return verdict(case)
    except Exception as error:  # a tool that breaks on a case is something to know
        return [f"{type(error).__name__}: {error}"[:200], 0]


json.dump([told(case) for case in json.load(sys.stdin)], answer)
