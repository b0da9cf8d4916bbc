using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Bokgi.Host;

/// <summary><c>bokgi serve</c>: serves the HTTP API until SIGTERM or Ctrl-C.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create() =>
        new Command(Name, "Serves the HTTP API on HOST:PORT (http://127.0.0.1:8000); /docs documents it.")
            .WithExamples("serve", "serve --data-root /mnt/candles")
            .RunsAsync((_, shell) => RunAsync(shell));

    private static async Task<int> RunAsync(Shell shell)
    {
        await using var app = BokgiServer.Build(shell.Settings);
        await ServiceStartup.PrepareAsync(app.Services, shell);
        if (await StartAsync(app, shell.Settings) is { } failure)
        {
            await app.StopAsync(); // services started before the failure must stop before what they use is disposed
            shell.Error.WriteLine($"{Shell.Localize("실패", "failed")}: {failure}");
            return ExitCode.Failed;
        }

        var lake = app.Services.GetRequiredService<CandleLake>();
        if (Timeframe.All.All(timeframe => lake.Symbols(timeframe).Count == 0))
            shell.Warn(
                $"there are no candles in DATA_ROOT {shell.Settings.DataRoot} yet; 'bokgi import' imports files, 'bokgi generate' makes synthetic candles"
            );
        if (shell.Settings.ApiKeys.NamesOfKeysWithShortSecrets.ToList() is { Count: > 0 } names)
            shell.Warn($"the secret of {string.Join(", ", names)} in API_KEYS might be guessed; 'openssl rand -hex 24' makes a good one");
        if (shell.Settings is { ApiKeys.HasKeys: false, IsReachableByOthers: true } settings)
            shell.Warn(
                $"HOST {settings.Host} can be reached by others, who may do everything, since there are no API_KEYS and ALLOW_ANONYMOUS is true; in containers that includes every container of the network; set API_KEYS to require keys"
            );
        foreach (var url in app.Urls)
            shell.Out.WriteLine($"{Shell.Localize("수신 대기 중", "listening on")} {url}");
        await app.WaitForShutdownAsync();
        return ExitCode.Success;
    }

    // Returns why the server could not start, with the remedy; null if it started.
    private static async Task<string?> StartAsync(WebApplication app, HostSettings settings)
    {
        try
        {
            await app.StartAsync();
            return null;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            return $"PORT {settings.Port} is in use on {settings.Host}; stop the program that listens there, or set PORT to another";
        }
        catch (SocketException failure)
        {
            return $"cannot listen on {settings.Host}, PORT {settings.Port}: {failure.Message}; set HOST and PORT to an address of this machine";
        }
    }
}
