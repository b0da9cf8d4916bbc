using System.Net;

namespace Bokgi.Host.Platform.Settings;

/// <summary>
/// The settings. Each property declares and reads one; <c>bokgi config</c> lists them in the order of the properties. The numbers in a
/// declaration are, in this order, the default (if there is one), the minimum and the maximum.
/// </summary>
internal sealed class HostSettings(SettingReader reader)
{
    private const string FileName = "appsettings.json";

    public static IReadOnlyList<Setting> Defaults { get; } = new HostSettings(new SettingReader(_ => null)).All;

    public string DataRoot { get; } = reader.Text("DATA_ROOT", "./data", "folder of the candle lake; may be read-only");

    private readonly string stateRoot = reader.Optional("STATE_ROOT", "folder of database and results; DATA_ROOT when empty");

    public string StateRoot => stateRoot.Length > 0 ? stateRoot : DataRoot;

    /// <summary>Empty for SQLite.</summary>
    public string DatabaseUrl { get; } = reader.Secret("DATABASE_URL", "PostgreSQL server; SQLite under STATE_ROOT when empty");

    public string RedisUrl { get; } = ReadRedis(reader);

    /// <summary>Null to keep results in a folder.</summary>
    public S3Settings? S3 { get; } = S3Settings.Read(reader);

    public double QualityJump { get; } =
        reader.Positive(
            "QUALITY_JUMP",
            "0.3",
            "price change from one close to the next, as a fraction above 0, beyond which bokgi quality lists the bar and runs give a warning"
        );

    public int RunSyncSeconds { get; } =
        reader.Integer(
            "RUN_SYNC_SECONDS",
            10,
            0,
            3_600,
            "runs that are estimated to take longer than this many seconds become tasks, 0 to 3600"
        );

    public int ServerConcurrency { get; } =
        reader.OptionalInteger(
            "SERVER_CONCURRENCY",
            0,
            64,
            "task steps that the server itself processes at a time, 0 to 64; one for each processor when empty"
        ) ?? System.Environment.ProcessorCount;

    public int TaskResultTtlDays { get; } =
        reader.Integer("TASK_RESULT_TTL_DAYS", 7, 1, 3_650, "days after which finished tasks are deleted, 1 to 3650; runs are kept");

    public string BackupRoot { get; } = reader.Text("BACKUP_ROOT", "./backups", "folder of backups");

    public int BackupRetentionDays { get; } =
        reader.Integer(
            "BACKUP_RETENTION_DAYS",
            7,
            1,
            3_650,
            "days after which backups are removed, 1 to 3650; the newest one of each kind that is intact is always kept"
        );

    public ExchangeSettings Exchanges { get; } = new(reader);

    public SchedulerSettings Scheduler { get; } = new(reader);

    public string Environment { get; } = reader.Text("ENVIRONMENT", "development", "kind of installation, recorded with every run");

    public AlertSettings Alerts { get; } = new(reader);

    public ChannelSettings Channels { get; } = new(reader);

    public HealthSettings Health { get; } = new(reader);

    public TelemetrySettings Telemetry { get; } = new(reader);

    /// <summary>The time zone of times on the console. It does not apply to requests, where times without a zone are KST.</summary>
    public TimeZoneInfo TimeZone { get; } = ReadTimeZone(reader);

    public string Host { get; } =
        reader.Text(
            "HOST",
            "127.0.0.1",
            "address the server listens on; an address that other machines can reach requires API_KEYS or ALLOW_ANONYMOUS"
        );

    /// <summary>Whether <see cref="Host"/> is an address that other machines and containers can reach.</summary>
    public bool IsReachableByOthers => IPAddress.TryParse(Host, out var address) && !IPAddress.IsLoopback(address);

    public int Port { get; } = reader.Integer("PORT", 8_000, 0, 65_535, "port the server listens on; 0 takes any free one");

    public ApiKeys ApiKeys { get; } =
        ApiKeys.Read(
            reader.Secret(
                "API_KEYS",
                "keys as name:role:secret, separated by commas; roles are viewer, trader and admin; when empty, no key is required"
            ),
            reader.Errors
        );

    public bool AllowsAnonymous { get; } =
        reader.Flag(
            "ALLOW_ANONYMOUS",
            false,
            "true lets everybody who reaches HOST use the server without API_KEYS; for a private network, or a container behind a loopback port"
        );

    public IReadOnlyList<string> AllowedHosts { get; } =
        reader.List("ALLOWED_HOSTS", "host names that clients may use for the server besides loopback ones, separated by commas");

    public IReadOnlyList<string> AllowedOrigins { get; } =
    [
        .. reader
            .List(
                "ALLOWED_ORIGINS",
                "origins whose pages may use the server besides its own, such as https://charts.example, separated by commas; they send a key, not a session"
            )
            .Select(origin => NormalizeOrigin(origin, reader.Errors)),
    ];

    public int MaxBodyBytes { get; } =
        reader.Integer(
            "MAX_BODY_BYTES",
            1 << 20,
            1 << 10,
            1 << 30,
            "largest body of a request with lists, in bytes, from 1024 to 1073741824; other bodies may have at most 64 KiB; a larger one is answered 413. All current bodies share 24 MiB"
        );

    public int MaxConcurrentRequests { get; } =
        reader.Integer("MAX_CONCURRENT_REQUESTS", 1_024, 1, 1 << 16, "most requests at a time, from 1 to 65536; more are answered 429");

    public int RequestsPerSecond { get; } =
        reader.Integer(
            "REQUESTS_PER_SECOND",
            100,
            1,
            1_000_000,
            "requests a second that a key, or an address without one, may sustain, from 1 to 1000000; more are answered 429. Programs on this machine are not limited if no keys are required"
        );

    public int RequestBurst { get; } =
        reader.Integer("REQUEST_BURST", 400, 1, 1_000_000, "requests that a key or an address may send at once, from 1 to 1000000");

    public int FailedKeysPerMinute { get; } =
        reader.Integer(
            "FAILED_KEYS_PER_MINUTE",
            5,
            1,
            1_000_000,
            "wrong keys a minute from one address that are answered 401, from 1 to 1000000; further ones are answered 429"
        );

    public IReadOnlyList<Setting> All { get; } = reader.All;

    /// <summary>
    /// Reads each setting from the first of these that has it: the option --data-root, the environment, appsettings.json, the defaults.
    /// </summary>
    /// <exception cref="InvalidInputException">A value cannot be used.</exception>
    public static HostSettings Read(string? dataRoot, IConfiguration? environment = null)
    {
        var file = ReadFile();
        environment ??= new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var reader = new SettingReader(Find);
        var settings = new HostSettings(reader);
        settings.CheckHost(reader.Errors);
        reader.Errors.ThrowIfAny();
        return settings;

        (string, string)? Find(string name) =>
            name == "DATA_ROOT" && dataRoot is { Length: > 0 } ? (dataRoot, "--data-root")
            : environment[name] is { Length: > 0 } environmentValue ? (environmentValue, "environment")
            : file[name] is { Length: > 0 } fileValue ? (fileValue, FileName)
            : null;
    }

    // "Logging" is allowed too, because the framework reads the log levels from that section.
    private static IEnumerable<string> KeysAllowedInFile => Defaults.Select(setting => setting.Name).Append("Logging");

    // REDIS_URL may hold a password, so the message does not show it.
    private static string ReadRedis(SettingReader reader)
    {
        var redisUrl = reader.Secret(
            "REDIS_URL",
            "Redis server that carries wake-ups between processes, redis://:password@host:6379/0 or rediss://; takes precedence over REDIS_HOST"
        );
        var host = reader.Optional("REDIS_HOST", "Redis server without a password; if REDIS_URL is empty too, Redis is not used");
        var port = reader.Text("REDIS_PORT", "6379", "port on REDIS_HOST");
        var database = reader.Text("REDIS_DB", "0", "database number on REDIS_HOST");
        var url =
            redisUrl.Length > 0 ? redisUrl
            : host.Trim() is { Length: > 0 } name ? $"redis://{name}:{port}/{database}"
            : string.Empty;
        if (url.Length > 0 && RedisAddress.Parse(url) is null)
            reader.Errors.Add(
                "REDIS_URL",
                redisUrl.Length > 0
                    ? "REDIS_URL cannot be read; write it as redis://:password@host:6379/0, or rediss:// for TLS"
                    : $"REDIS_HOST '{host}', REDIS_PORT '{port}' and REDIS_DB '{database}' name no server; write them as localhost, 6379 and 0"
            );
        return url;
    }

    private static TimeZoneInfo ReadTimeZone(SettingReader reader)
    {
        var name = reader.Text("TZ", "Asia/Seoul", "time zone of times on the console; times in requests and files do not depend on it");
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name.TrimStart(':'), out var zone))
            return zone;
        reader.Errors.Add("TZ", $"TZ cannot be '{Problems.SanitizeForMessage(name)}'; give a zone such as Asia/Seoul or UTC");
        return TimeZoneInfo.Utc;
    }

    private void CheckHost(InputErrors errors)
    {
        if (!IPAddress.TryParse(Host, out _) && Host != "localhost")
            errors.Add("HOST", $"HOST cannot be '{Host}'; give an address such as 127.0.0.1");
        else if (IsReachableByOthers && !AllowsAnonymous && !ApiKeys.HasKeys)
            errors.Add(
                "HOST",
                $"HOST {Host} can be reached by other machines, and the server asks for no keys; set API_KEYS, listen on 127.0.0.1, or set ALLOW_ANONYMOUS=true if that is intended"
            );
    }

    // The form that browsers send in the Origin header.
    private static string NormalizeOrigin(string text, InputErrors errors)
    {
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && origin is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
        )
            return origin.GetLeftPart(UriPartial.Authority);
        errors.Add("ALLOWED_ORIGINS", $"ALLOWED_ORIGINS cannot hold '{text}'; give origins such as https://charts.example");
        return text;
    }

    private static IConfigurationRoot ReadFile()
    {
        if (!File.Exists(FileName))
            return new ConfigurationBuilder().Build(); // without the JSON provider, which takes a while to load
        try
        {
            var file = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(FileName), optional: true).Build();
            var errors = new InputErrors();
            foreach (
                var unknown in file.GetChildren().Select(child => child.Key).Except(KeysAllowedInFile, StringComparer.OrdinalIgnoreCase)
            )
                errors.Add(unknown, $"{unknown} in {FileName} is not a setting; 'bokgi config' lists them");
            errors.ThrowIfAny();
            return file;
        }
        catch (InvalidDataException damage)
        {
            throw InvalidInputException.ForField(
                FileName,
                $"{FileName} in this folder is not JSON with settings: {damage.GetBaseException().Message}; correct or remove it"
            );
        }
    }
}
