using System.Globalization;
using System.Net;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Keys;

namespace Bokgi.Host.Platform.Settings;

/// <summary>
/// The program's settings. A command-line option wins over the environment, the environment over appsettings.json, and that over the
/// default.
/// </summary>
internal sealed class HostSettings
{
    private const string FileName = "appsettings.json";

    private readonly InputErrors errors = new();

    private HostSettings(IReadOnlyList<Setting> all)
    {
        All = all;
        DataRoot = Text("DATA_ROOT");
        StateRoot = Text("STATE_ROOT") is { Length: > 0 } state ? state : DataRoot;
        DatabaseUrl = Text("DATABASE_URL");
        RedisUrl =
            Text("REDIS_URL") is { Length: > 0 } redis ? redis
            : Text("REDIS_HOST").Trim() is { Length: > 0 } host ? $"redis://{host}:{Text("REDIS_PORT")}/{Text("REDIS_DB")}"
            : string.Empty;
        S3 = S3Settings.Read(Text, errors);
        Environment = Text("ENVIRONMENT");
        Host = Text("HOST");
        Port = Whole("PORT", 0, 65_535);
        QualityJump = Positive("QUALITY_JUMP");
        RunSyncSeconds = Whole("RUN_SYNC_SECONDS", 0, 3_600);
        ServerConcurrency = Text("SERVER_CONCURRENCY").Length > 0 ? Whole("SERVER_CONCURRENCY", 0, 64) : System.Environment.ProcessorCount;
        TaskResultTtlDays = Whole("TASK_RESULT_TTL_DAYS", 1, 3_650);
        Exchanges = ExchangeSettings.Read(Text, errors);
        Scheduler = SchedulerSettings.Read(Text, Whole, errors);
        AllowsAnonymous = Text("ALLOW_ANONYMOUS").Equals("true", StringComparison.OrdinalIgnoreCase);
        AllowedHosts = List("ALLOWED_HOSTS");
        AllowedOrigins = [.. List("ALLOWED_ORIGINS").Select(Origin)];
        ApiKeys = ApiKeys.Read(Text("API_KEYS"), errors);
        MaxBodyBytes = Whole("MAX_BODY_BYTES", 1 << 10, 1 << 30);
        MaxConcurrentRequests = Whole("MAX_CONCURRENT_REQUESTS", 1, 1 << 16);
        RequestsPerSecond = Whole("REQUESTS_PER_SECOND", 1, 1_000_000);
        RequestBurst = Whole("REQUEST_BURST", 1, 1_000_000);
        FailedKeysPerMinute = Whole("FAILED_KEYS_PER_MINUTE", 1, 1_000_000);
    }

    /// <summary>The folder of the candles.</summary>
    public string DataRoot { get; }

    /// <summary>The folder of the database, results and logs.</summary>
    public string StateRoot { get; }

    /// <summary>The PostgreSQL server; empty for SQLite under <see cref="StateRoot"/>.</summary>
    public string DatabaseUrl { get; }

    /// <summary>The Redis server; empty if none is used.</summary>
    public string RedisUrl { get; }

    /// <summary>The bucket for results; null to keep them in a folder under <see cref="StateRoot"/>.</summary>
    public S3Settings? S3 { get; }

    /// <summary>The kind of installation; stored with every run.</summary>
    public string Environment { get; }

    /// <summary>The address the server listens on.</summary>
    public string Host { get; }

    /// <summary>The port the server listens on; 0 for any free port.</summary>
    public int Port { get; }

    /// <summary>Candles whose close-to-close change exceeds this fraction are reported.</summary>
    public double QualityJump { get; }

    /// <summary>Whether <see cref="Host"/> is an address that other machines and containers can reach.</summary>
    public bool IsReachedByOthers => IPAddress.TryParse(Host, out var address) && !IPAddress.IsLoopback(address);

    /// <summary>A run estimated to take more seconds than this is queued as a task.</summary>
    public int RunSyncSeconds { get; }

    /// <summary>Number of task steps that the server works on at a time.</summary>
    public int ServerConcurrency { get; }

    /// <summary>Days after which finished tasks are deleted.</summary>
    public int TaskResultTtlDays { get; }

    /// <summary>The addresses of the exchanges.</summary>
    public ExchangeSettings Exchanges { get; }

    /// <summary>When the server collects candles on its own, and which ones.</summary>
    public SchedulerSettings Scheduler { get; }

    /// <summary>Whether clients need no key even on an address that other machines can reach.</summary>
    public bool AllowsAnonymous { get; }

    /// <summary>Host names by which clients may address the server, in addition to localhost and loopback addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; }

    /// <summary>Origins whose pages may use the server, in addition to its own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; }

    /// <summary>The callers' keys; if there are none, no key is required.</summary>
    public ApiKeys ApiKeys { get; }

    /// <summary>The largest request body, in bytes.</summary>
    public int MaxBodyBytes { get; }

    /// <summary>The maximum number of concurrent requests of any kind.</summary>
    public int MaxConcurrentRequests { get; }

    /// <summary>Sustained requests per second of one caller.</summary>
    public int RequestsPerSecond { get; }

    /// <summary>Requests that one caller may send in a burst.</summary>
    public int RequestBurst { get; }

    /// <summary>Wrong keys per minute that an address may send before it is slowed down.</summary>
    public int FailedKeysPerMinute { get; }

    public IReadOnlyList<Setting> All { get; }

    /// <summary>
    /// Reads every setting: the option before the environment, the environment before appsettings.json, that before the default.
    /// </summary>
    /// <param name="dataRoot">The option <c>--data-root</c>, if given.</param>
    /// <param name="environment">The environment; null for that of this process.</param>
    /// <exception cref="RefusedInputException">A value cannot be used.</exception>
    public static HostSettings Read(string? dataRoot, IConfiguration? environment = null)
    {
        var file = ReadFile();
        environment ??= new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var settings = new HostSettings([.. SettingDeclaration.All.Select(Find)]);
        settings.Check();
        return settings;

        Setting Find(SettingDeclaration setting) =>
            setting.Name == "DATA_ROOT" && dataRoot is { Length: > 0 } ? new Setting(setting, dataRoot, "--data-root")
            : environment[setting.Name] is { Length: > 0 } set ? new Setting(setting, set, "environment")
            : file[setting.Name] is { Length: > 0 } written ? new Setting(setting, written, FileName)
            : new Setting(setting, setting.Default, "default");
    }

    // The framework reads the log levels itself.
    private static IEnumerable<string> KnownInFile => SettingDeclaration.All.Select(setting => setting.Name).Append("Logging");

    private void Check()
    {
        if (!bool.TryParse(Text("ALLOW_ANONYMOUS"), out _))
            errors.Add("ALLOW_ANONYMOUS", $"ALLOW_ANONYMOUS cannot be '{Text("ALLOW_ANONYMOUS")}'; give true or false");
        if (RedisUrl.Length > 0 && RedisAddress.Read(RedisUrl) is null)
            errors.Add("REDIS_URL", RedisTrouble);
        if (!IPAddress.TryParse(Host, out _) && Host != "localhost")
            errors.Add("HOST", $"HOST cannot be '{Host}'; give an address such as 127.0.0.1");
        else if (IsReachedByOthers && !AllowsAnonymous && !ApiKeys.Any)
            errors.Add(
                "HOST",
                $"HOST {Host} can be reached by other machines, and the server asks for no keys; set API_KEYS, listen on 127.0.0.1, or set ALLOW_ANONYMOUS=true if that is meant"
            );
        errors.ThrowIfAny();
    }

    // REDIS_URL may hold a password, so the message does not show it.
    private string RedisTrouble =>
        Text("REDIS_URL").Length > 0
            ? "REDIS_URL cannot be read; write it as redis://:password@host:6379/0, or rediss:// for TLS"
            : $"REDIS_HOST '{Text("REDIS_HOST")}', REDIS_PORT '{Text("REDIS_PORT")}' and REDIS_DB '{Text("REDIS_DB")}' name no server; write them as localhost, 6379 and 0";

    private string[] List(string name) => Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int Whole(string name, int minimum, int maximum)
    {
        if (
            int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= minimum
            && value <= maximum
        )
            return value;
        errors.Add(name, $"{name} cannot be '{Text(name)}'; give a whole number from {minimum} to {maximum}");
        return minimum;
    }

    private double Positive(string name)
    {
        if (
            double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value > 0
            && double.IsFinite(value)
        )
            return value;
        errors.Add(name, $"{name} cannot be '{Text(name)}'; give a fraction above 0, such as 0.3 for 30 %");
        return 1;
    }

    // Normalized to the form that browsers send.
    private string Origin(string text)
    {
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && origin is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
        )
            return origin.GetLeftPart(UriPartial.Authority);
        errors.Add("ALLOWED_ORIGINS", $"ALLOWED_ORIGINS cannot hold '{text}'; give origins such as https://charts.example");
        return text;
    }

    private string Text(string name) => All.First(setting => setting.Name == name).Value;

    private static IConfigurationRoot ReadFile()
    {
        try
        {
            var file = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(FileName), optional: true).Build();
            var errors = new InputErrors();
            foreach (var unknown in file.GetChildren().Select(child => child.Key).Except(KnownInFile, StringComparer.OrdinalIgnoreCase))
                errors.Add(unknown, $"{unknown} in {FileName} is not a setting; 'bokgi config' lists them");
            errors.ThrowIfAny();
            return file;
        }
        catch (InvalidDataException damage)
        {
            throw RefusedInputException.Of(
                FileName,
                $"{FileName} in this folder is not JSON with settings: {damage.GetBaseException().Message}; correct or remove it"
            );
        }
    }
}
