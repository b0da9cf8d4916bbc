using System.Globalization;
using System.Net;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The program's settings: options of the command line before the environment, the environment before appsettings.json, that before defaults.</summary>
internal sealed class HostSettings
{
    private const string FileName = "appsettings.json";

    private HostSettings(IReadOnlyList<Setting> all)
    {
        All = all;
        DataRoot = Value("DATA_ROOT");
        StateRoot = Value("STATE_ROOT") is { Length: > 0 } state ? state : DataRoot;
        DatabaseUrl = Value("DATABASE_URL");
        Environment = Value("ENVIRONMENT");
        Host = Value("HOST");
        Port = int.TryParse(Value("PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : -1;
        AllowedHosts = Value("ALLOWED_HOSTS").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        string Value(string name) => all.First(setting => setting.Name == name).Value;
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

    /// <summary>Names by which clients may call the server, besides those of this machine itself.</summary>
    public IReadOnlyList<string> AllowedHosts { get; }

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

    private void Check()
    {
        var errors = new InputErrors();
        if (Port is < 0 or > 65_535)
            errors.Add("PORT", $"PORT cannot be '{All.First(setting => setting.Name == "PORT").Value}'; give a number from 0 to 65535");
        if (!IPAddress.TryParse(Host, out var address) && Host != "localhost")
            errors.Add("HOST", $"HOST cannot be '{Host}'; give an address such as 127.0.0.1");
        else if (address is not null && !IPAddress.IsLoopback(address))
            errors.Add("HOST", $"HOST {Host} is not this machine's own address; without API keys the server listens on 127.0.0.1 only");
        errors.ThrowIfAny();
    }

    private static IConfigurationRoot ReadFile()
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(FileName), optional: true).Build();
        }
        catch (InvalidDataException damage)
        {
            var errors = new InputErrors();
            errors.Add(
                FileName,
                $"{FileName} in this folder is not JSON with settings: {damage.GetBaseException().Message}; correct or remove it"
            );
            throw new RefusedInputException(errors);
        }
    }
}
