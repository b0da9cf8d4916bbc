using Bokgi.Host.Platform.Errors;
using Microsoft.Extensions.Configuration;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The program's settings: options of the command line before the environment, the environment before appsettings.json, that before defaults.</summary>
internal sealed class HostSettings
{
    private const string FileName = "appsettings.json";
    private const string DataRootName = "DATA_ROOT";
    private const string EnvironmentName = "ENVIRONMENT";

    private HostSettings(Setting dataRoot, Setting environment)
    {
        All = [dataRoot, environment];
        DataRoot = dataRoot.Value;
        Environment = environment.Value;
    }

    /// <summary>Where candles are kept.</summary>
    public string DataRoot { get; }

    /// <summary>What kind of installation this is; kept with every run.</summary>
    public string Environment { get; }

    public IReadOnlyList<Setting> All { get; }

    /// <param name="dataRoot">The option <c>--data-root</c>, when it was given.</param>
    /// <exception cref="RefusedInputException">The settings file is no JSON.</exception>
    public static HostSettings Read(string? dataRoot)
    {
        var file = ReadFile();
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return new HostSettings(
            Find(DataRootName, "./data", "folder of the candle lake", dataRoot, "--data-root"),
            Find(EnvironmentName, "development", "what kind of installation this is", null, string.Empty)
        );

        Setting Find(string name, string fallback, string meaning, string? option, string optionName) =>
            option is { Length: > 0 } ? new Setting(name, option, optionName, meaning)
            : environment[name] is { Length: > 0 } set ? new Setting(name, set, "environment", meaning)
            : file[name] is { Length: > 0 } written ? new Setting(name, written, FileName, meaning)
            : new Setting(name, fallback, "default", meaning);
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
