using Bokgi.MarketData.Exchanges;

namespace Bokgi.Host.Platform.Settings;

/// <summary>A setting. docs/settings.md, <c>bokgi config</c> and the reading of settings are all based on these declarations.</summary>
/// <param name="Name">The environment variable, and the name in appsettings.json.</param>
/// <param name="Default">The default value; empty for none.</param>
/// <param name="IsSecret">Whether its value is never shown.</param>
/// <param name="Meaning">A description for users.</param>
internal sealed record SettingDeclaration(string Name, string Default, bool IsSecret, string Meaning)
{
    public static IReadOnlyList<SettingDeclaration> All { get; } =
    [
        new("DATA_ROOT", "./data", false, "folder of the candle lake; may be read-only"),
        new("STATE_ROOT", "", false, "folder of database and results; DATA_ROOT when empty"),
        new("DATABASE_URL", "", true, "PostgreSQL server; SQLite under STATE_ROOT when empty"),
        new(
            "REDIS_URL",
            "",
            true,
            "Redis server that carries wake-ups between processes, redis://:password@host:6379/0 or rediss://; goes before REDIS_HOST"
        ),
        new("REDIS_HOST", "", false, "Redis server without a password; none when both are empty"),
        new("REDIS_PORT", "6379", false, "port on REDIS_HOST"),
        new("REDIS_DB", "0", false, "number of the database on REDIS_HOST"),
        new("AWS_BUCKET_NAME", "", false, "S3 bucket of the results; the folder results under STATE_ROOT when empty"),
        new("AWS_REGION", "us-east-1", false, "region of the bucket"),
        new(
            "AWS_ENDPOINT_URL",
            "",
            false,
            "server of the bucket, such as http://127.0.0.1:9000, for MinIO and the like; AWS itself when empty"
        ),
        new("AWS_ACCESS_KEY_ID", "", false, "key of the bucket; when empty the SDK looks for one itself: profile, container, machine"),
        new("AWS_SECRET_ACCESS_KEY", "", true, "secret that goes with AWS_ACCESS_KEY_ID"),
        new("AWS_SESSION_TOKEN", "", true, "token that goes with AWS_ACCESS_KEY_ID when the key is a temporary one"),
        new(
            "AWS_SERVER_SIDE_ENCRYPTION",
            "",
            false,
            "encryption to ask of S3: AES256 or aws:kms; what the bucket does by itself when empty"
        ),
        new("QUALITY_JUMP", "0.3", false, "change from close to close that quality lists and runs warn of, a fraction above 0"),
        new("RUN_SYNC_SECONDS", "10", false, "a run that is estimated to take longer is handed over as a task, 0 to 3600"),
        new(
            "SERVER_CONCURRENCY",
            "",
            false,
            "steps of tasks that the server itself works on at a time, 0 to 64; one for each processor when empty"
        ),
        new("TASK_RESULT_TTL_DAYS", "7", false, "days after which ended tasks are forgotten, 1 to 3650; runs stay"),
        new("UPBIT_URL", "https://api.upbit.com", false, "Upbit's REST API"),
        new("UPBIT_WEBSOCKET_URL", "wss://api.upbit.com/websocket/v1", false, "Upbit's websocket"),
        new("BINANCE_URL", "https://api.binance.com", false, "Binance's REST API"),
        new("BINANCE_WEBSOCKET_URL", "wss://stream.binance.com:9443", false, "Binance's websocket"),
        new(
            "ENABLE_SCHEDULER",
            "true",
            false,
            "whether the server collects candles once a day by itself; it fetches only what was collected before, or is named below"
        ),
        new("SCHEDULER_HOUR", "9", false, "hour of the daily collection, UTC, 0 to 23"),
        new("SCHEDULER_MINUTE", "0", false, "minute of that hour, 0 to 59"),
        new(
            "SCHEDULER_SYMBOLS",
            "",
            false,
            "markets of the daily collection, such as BTC_KRW,ETH_KRW; all that were collected before when empty"
        ),
        new(
            "SCHEDULER_TIMEFRAMES",
            "",
            false,
            "lengths of candles of the daily collection, such as 1M,1H,1D; those that were collected before when empty"
        ),
        new(
            "SCHEDULER_EXCHANGE",
            ExchangeCatalogue.Default,
            false,
            $"exchange of markets named in SCHEDULER_SYMBOLS that were not collected before: {string.Join(" or ", ExchangeCatalogue.Names)}"
        ),
        new("ENVIRONMENT", "development", false, "what kind of installation this is, kept with every run"),
        new("HOST", "127.0.0.1", false, "address the server listens on; one that other machines reach needs API_KEYS or ALLOW_ANONYMOUS"),
        new("PORT", "8000", false, "port the server listens on; 0 takes any free one"),
        new(
            "API_KEYS",
            "",
            true,
            "keys as name:role:secret with commas between; roles are viewer, trader and admin; when empty nobody is asked for a key"
        ),
        new(
            "ALLOW_ANONYMOUS",
            "false",
            false,
            "true lets everybody who reaches HOST use the server without API_KEYS; for a network of one's own, or a container behind a loopback port"
        ),
        new("ALLOWED_HOSTS", "", false, "names by which clients may call the server besides loopback ones, with commas between"),
        new(
            "ALLOWED_ORIGINS",
            "",
            false,
            "origins whose pages may use the server besides its own, such as https://charts.example, with commas between; they send a key, not a session"
        ),
        new(
            "MAX_BODY_BYTES",
            "1048576",
            false,
            "largest body of a request with lists, in bytes, from 1024 to 1073741824; others may have 64 KiB of it at most; a larger one is answered 413. All bodies under way share 24 MiB"
        ),
        new("MAX_CONCURRENT_REQUESTS", "1024", false, "most requests at a time, from 1 to 65536; more are answered 429"),
        new(
            "REQUESTS_PER_SECOND",
            "100",
            false,
            "requests a second that a key, or an address without one, may sustain, from 1 to 1000000; more are answered 429. Programs of this machine are not counted where no keys are asked for"
        ),
        new("REQUEST_BURST", "400", false, "requests that a key or an address may send at once, from 1 to 1000000"),
        new(
            "FAILED_KEYS_PER_MINUTE",
            "5",
            false,
            "wrong keys a minute from one address that are answered 401, from 1 to 1000000; further ones are answered 429"
        ),
    ];
}
