// Prints a file of candles as another program reads it: {"columns": [{"name", "type"}], "rows": [[...]]}, times as microseconds UTC
// where the program knows them for times. The file's name ends in parquet, csv, json (one array per column) or arrow (a stream).
// Usage: node read.mjs duckdb|polars <file>

const asNumber = (value) =>
  typeof value === 'bigint' ? Number(value) : value?.micros !== undefined ? Number(value.micros) : value;

async function readWithDuckdb(file) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const format = file.split('.').at(-1);
  const source = `read_${format}('${file.replaceAll("'", "''")}')`;
  const reader = await connection.runAndReadAll(format === 'json' ? `select unnest(columns(*)) from ${source}` : `select * from ${source}`);
  const types = reader.columnTypes();
  return {
    columns: reader.columnNames().map((name, i) => ({ name, type: String(types[i]) })),
    rows: reader.getRows().map((row) => row.map(asNumber)),
  };
}

async function readWithPolars(file) {
  const { default: polars } = await import('nodejs-polars');
  const { readFileSync } = await import('node:fs');
  const read = {
    parquet: () => polars.readParquet(file),
    csv: () => polars.readCSV(file),
    arrow: () => polars.readIPCStream(readFileSync(file)),
  };
  const frame = read[file.split('.').at(-1)]();
  const types = frame.dtypes.map(String);
  const columns = frame.columns.map((name, i) => {
    const column = frame.getColumn(name);
    const plain = types[i].includes('Datetime') ? column.cast(polars.Int64) : column;
    return [...plain.toArray()].map(asNumber);
  });
  return {
    columns: frame.columns.map((name, i) => ({ name, type: types[i] })),
    rows: columns[0].map((_, row) => columns.map((column) => column[row])),
  };
}

const [program, file] = process.argv.slice(2);
const read = { duckdb: readWithDuckdb, polars: readWithPolars }[program];
process.stdout.write(JSON.stringify(await read(file)));
