using System.Globalization;
using System.Net;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The program's settings: options of the command line before the environment, the environment before appsettings.json, that before defaults.</summary>
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
        Environment = Text("ENVIRONMENT");
        Host = Text("HOST");
        Port = int.TryParse(Text("PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : -1;
        AllowsAnonymous = Text("ALLOW_ANONYMOUS").Equals("true", StringComparison.OrdinalIgnoreCase);
        AllowedHosts = List("ALLOWED_HOSTS");
        AllowedOrigins = [.. List("ALLOWED_ORIGINS").Select(Origin)];
        ApiKeys = ApiKeys.Read(Text("API_KEYS"), errors);
        MaxBodyBytes = Whole("MAX_BODY_BYTES", 1 << 10, 1 << 30);
        MaxConcurrentRequests = Whole("MAX_CONCURRENT_REQUESTS", 1, 1 << 16);
        RequestsPerSecond = Whole("REQUESTS_PER_SECOND", 1, 1_000_000);
        RequestBurst = Whole("REQUEST_BURST", 1, 1_000_000);
    }

    /// <summary>Where candles are kept.</summary>
    public string DataRoot { get; }

    /// <summary>Where database, results and logs are kept.</summary>
    public string StateRoot { get; }

    /// <summary>The PostgreSQL server; empty for SQLite under <see cref="StateRoot"/>.</summary>
    public string DatabaseUrl { get; }

    /// <summary>What kind of installation this is; kept with every run.</summary>
    public string Environment { get; }

    /// <summary>The address the server listens on.</summary>
    public string Host { get; }

    /// <summary>The port the server listens on, 0 for any free one.</summary>
    public int Port { get; }

    /// <summary>Whether clients need no key on an address that other machines reach.</summary>
    public bool AllowsAnonymous { get; }

    /// <summary>Names by which clients may call the server, besides those of this machine itself.</summary>
    public IReadOnlyList<string> AllowedHosts { get; }

    /// <summary>Origins whose pages may use the server, besides its own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; }

    /// <summary>The keys of callers; nobody is asked for one when there are none.</summary>
    public ApiKeys ApiKeys { get; }

    /// <summary>The largest body of a request, in bytes.</summary>
    public int MaxBodyBytes { get; }

    /// <summary>The most requests at a time, whatever they do.</summary>
    public int MaxConcurrentRequests { get; }

    /// <summary>Requests a second that one caller may sustain.</summary>
    public int RequestsPerSecond { get; }

    /// <summary>Requests that one caller may send at once.</summary>
    public int RequestBurst { get; }

    public IReadOnlyList<Setting> All { get; }

    /// <summary>Finds every setting: the option before the environment, the environment before appsettings.json, that before the default.</summary>
    /// <param name="dataRoot">The option <c>--data-root</c>, when it was given.</param>
    /// <param name="environment">The environment; this process's own when null.</param>
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

    // The levels of the log are the framework's own matter.
    private static IEnumerable<string> KnownInFile => SettingDeclaration.All.Select(setting => setting.Name).Append("Logging");

    private void Check()
    {
        if (Port is < 0 or > 65_535)
            errors.Add("PORT", $"PORT cannot be '{Text("PORT")}'; give a number from 0 to 65535");
        if (!bool.TryParse(Text("ALLOW_ANONYMOUS"), out _))
            errors.Add("ALLOW_ANONYMOUS", $"ALLOW_ANONYMOUS cannot be '{Text("ALLOW_ANONYMOUS")}'; give true or false");
        if (!IPAddress.TryParse(Host, out var address) && Host != "localhost")
            errors.Add("HOST", $"HOST cannot be '{Host}'; give an address such as 127.0.0.1");
        else if (address is not null && !IPAddress.IsLoopback(address) && !AllowsAnonymous && !ApiKeys.Any)
            errors.Add(
                "HOST",
                $"HOST {Host} can be reached by other machines, and the server asks for no keys; set API_KEYS, listen on 127.0.0.1, or set ALLOW_ANONYMOUS=true if that is meant"
            );
        errors.ThrowIfAny();
    }

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

    // As browsers send it.
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
