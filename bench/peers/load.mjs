// Loads a lake that bench/Bokgi.Benchmarks wrote, repeatedly, on two threads with warm caches, and prints one line:
// <set> <program> <milliseconds> <rows>. All rows and columns are loaded into the program's own memory; nothing is copied into JavaScript.
// Usage: node load.mjs duckdb|polars <folder> daily|hourly|minute

const warmUpMilliseconds = 1000;
const rounds = 21;

async function duckdb(files) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  return async () => {
    await connection.run(`create or replace temp table candles as select * from read_parquet('${files}')`);
    const counted = await connection.runAndReadAll('select count(*) from candles');
    return Number(counted.getRows()[0][0]);
  };
}

async function polars(files) {
  process.env.POLARS_MAX_THREADS = '2';
  const { default: pl } = await import('nodejs-polars');
  return async () => pl.scanParquet(files).collectSync().height;
}

const [program, folder, set] = process.argv.slice(2);
const load = await { duckdb, polars }[program](`${folder}/${set}/*/*/*.parquet`);
for (const begun = performance.now(); performance.now() - begun < warmUpMilliseconds; ) await load();
const times = [];
let rows = 0;
for (let i = 0; i < rounds; i++) {
  const start = performance.now();
  rows = await load();
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(`${set} ${program} ${times[rounds >> 1].toFixed(3)} ${rows}`);
process.exit(0);
