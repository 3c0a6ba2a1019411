"""The twelve checks of validate-data.ts as users of other tools write them: `data-peers.py TOOL FILE`; exits 0 where all pass."""
import sys

tool, path = sys.argv[1:]
colours = ["red", "green", "blue", "black", "white"]


def pandera_pandas():
    import pandas as pd
    import pandera.pandas as pa

    schema = pa.DataFrameSchema(
        {
            "id": pa.Column("int64", pa.Check.ge(0), unique=True),
            "made_at": pa.Column("datetime64[us]", pa.Check.ge(pd.Timestamp("2024-01-01")), nullable=True),
            "amount": pa.Column("float64", pa.Check.in_range(0, 10_000), nullable=True),
            "quantity": pa.Column("int32", pa.Check.le(100)),
            "colour": pa.Column("str", pa.Check.isin(colours), nullable=True),
            "email": pa.Column("str", pa.Check.str_matches(r"^[^@]+@[^@]+$"), nullable=True),
            "score": pa.Column("float64", pa.Check(lambda s: s.isna().mean() <= 0.02, ignore_na=False), nullable=True),
        },
        checks=[
            pa.Check(lambda df: ~(df["score"] > df["amount"] + 1)),
            pa.Check(lambda df: len(df) >= 1000),
        ],
    )
    schema.validate(pd.read_parquet(path), lazy=True)


def pandera_polars():
    import pandera.polars as pa
    import polars as pl

    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(pl.Int64, pa.Check.ge(0), unique=True),
            "made_at": pa.Column(pl.Datetime("us"), nullable=True),
            "amount": pa.Column(pl.Float64, pa.Check.in_range(0, 10_000), nullable=True),
            "quantity": pa.Column(pl.Int32, pa.Check.le(100)),
            "colour": pa.Column(pl.String, pa.Check.isin(colours), nullable=True),
            "email": pa.Column(pl.String, pa.Check.str_matches(r"^[^@]+@[^@]+$"), nullable=True),
            "score": pa.Column(pl.Float64, nullable=True),
        },
        checks=[
            pa.Check(lambda data: data.lazyframe.select(~(pl.col("score") > pl.col("amount") + 1).fill_null(False))),
        ],
    )
    frame = pl.read_parquet(path)
    schema.validate(frame, lazy=True)
    assert frame.height >= 1000 and frame["score"].null_count() <= 0.02 * frame.height
    assert frame["made_at"].min().year >= 2024


def great_expectations():
    import great_expectations as gx
    import pandas as pd

    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
    batch = asset.add_batch_definition_whole_dataframe("b").get_batch({"dataframe": pd.read_parquet(path)})
    e = gx.expectations
    suite = gx.ExpectationSuite(
        name="s",
        expectations=[
            e.ExpectColumnValuesToBeUnique(column="id"),
            e.ExpectColumnValuesToNotBeNull(column="id"),
            e.ExpectColumnValuesToBeBetween(column="id", min_value=0),
            e.ExpectColumnValuesToBeBetween(column="made_at", min_value=pd.Timestamp("2024-01-01")),
            e.ExpectColumnValuesToBeBetween(column="amount", min_value=0, max_value=10_000),
            e.ExpectColumnValuesToBeBetween(column="quantity", max_value=100),
            e.ExpectColumnValuesToBeInSet(column="colour", value_set=colours),
            e.ExpectColumnValuesToMatchRegex(column="email", regex=r"^[^@]+@[^@]+$"),
            e.ExpectColumnValuesToNotBeNull(column="score", mostly=0.98),
            e.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="amount", column_B="score", or_equal=True, ignore_row_if="either_value_is_missing", mostly=0.98
            ),
            e.ExpectTableRowCountToBeBetween(min_value=1000),
        ],
    )
    result = batch.validate(suite)
    assert result.success, [r.expectation_config.type for r in result.results if not r.success]


def soda():
    import os
    import tempfile

    os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"
    import duckdb
    from soda_core.contracts.api.verify_api import verify_contract_locally

    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/d.db"
        with duckdb.connect(database) as connection:
            connection.execute(f"CREATE VIEW t AS SELECT * FROM read_parquet('{path}')")
        with open(f"{folder}/source.yml", "w") as file:
            file.write(f"type: duckdb\nname: d\nconnection:\n  database: {database}\n")
        with open(f"{folder}/contract.yml", "w") as file:
            file.write(contract)
        session = verify_contract_locally(
            data_source_file_path=f"{folder}/source.yml", contract_file_path=f"{folder}/contract.yml"
        )
        assert not session.has_errors and not session.is_failed, session.get_errors_str()


contract = """
dataset: d/d/main/t
columns:
  - name: id
    checks: [{ duplicate: }, { missing: }, { invalid: { name: low, valid_min: 0 } }]
  - name: made_at
  - name: amount
    checks: [{ invalid: { name: range, valid_min: 0, valid_max: 10000 } }]
  - name: quantity
    checks: [{ invalid: { name: high, valid_max: 100 } }]
  - name: colour
    checks: [{ invalid: { name: set, valid_values: [red, green, blue, black, white] } }]
  - name: email
    checks: [{ invalid: { name: form, valid_format: { name: mail, regex: '^[^@]+@[^@]+$' } } }]
  - name: score
    checks: [{ missing: { threshold: { metric: percent, must_be_less_than: 2 } } }]
checks:
  - row_count: { threshold: { must_be_greater_than_or_equal: 1000 } }
  - failed_rows: { name: pair, qualifier: pair, expression: score > amount + 1 }
  - failed_rows: { name: early, qualifier: early, expression: made_at < TIMESTAMP '2024-01-01' }
"""

{"pandera-pandas": pandera_pandas, "pandera-polars": pandera_polars, "great-expectations": great_expectations, "soda": soda}[tool]()
