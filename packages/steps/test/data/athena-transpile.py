"""Rewrites SQL of Trino in that of DuckDB: a JSON text a line in, a JSON text a line out."""
import json
import sys

import sqlglot
from sqlglot import exp


COMPARISONS = {exp.GT: "gt", exp.GTE: "gte", exp.LT: "lt", exp.LTE: "lte", exp.EQ: "eq", exp.NEQ: "neq"}


def as_in_duckdb(node):
    """Compares as Trino does: there NaN is neither above, below nor equal to anything."""
    name = COMPARISONS.get(type(node))
    if name is not None:
        return exp.Anonymous(this=f"trino_{name}", expressions=[by_place(node.this), by_place(node.expression)])
    return by_place(node)


def by_place(node):
    """Takes the row around a row before IN away, which Trino alone wants."""
    if isinstance(node, exp.In) and isinstance(node.this, exp.Struct) and len(node.this.expressions) == 1:
        node.set("this", node.this.expressions[0])
    return named(node)


def named(node):
    """Names the fields of a row by their place: sqlglot names them after columns, and rows of other names are unlike."""
    if not isinstance(node, exp.Struct):
        return node
    fields = [exp.PropertyEQ(this=exp.to_identifier(f"u{at}"), expression=value) for at, value in enumerate(node.expressions)]
    return exp.Struct(expressions=fields)


for line in sys.stdin:
    try:
        tree = sqlglot.parse_one(json.loads(line), read="trino").transform(as_in_duckdb)
        print(json.dumps({"sql": tree.sql("duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)}), flush=True)
    except Exception as error:
        print(json.dumps({"error": str(error)}), flush=True)
