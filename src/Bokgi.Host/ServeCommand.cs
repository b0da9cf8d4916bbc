using System.CommandLine;
using System.Net.Sockets;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Database;
using Microsoft.AspNetCore.Connections;

namespace Bokgi.Host;

/// <summary><c>bokgi serve</c>: the HTTP API until SIGTERM or Ctrl-C.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create() => new Command(Name, "Serves the HTTP API on HOST:PORT (http://127.0.0.1:8000); /docs shows it.").Runs((_, shell) => Run(shell));

    private static int Run(Shell shell)
    {
        using var app = BokgiServer.Build(shell.Settings);
        app.Services.GetRequiredService<BokgiDatabase>().Migrate();
        Start(app, shell);
        foreach (var url in app.Urls)
            shell.Out.WriteLine($"{Shell.Say("듣고 있습니다", "listening on")} {url}");
        app.WaitForShutdown();
        return ExitCode.Good;
    }

    private static void Start(WebApplication app, Shell shell)
    {
        try
        {
            app.Start();
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new IOException($"PORT {shell.Settings.Port} is in use on {shell.Settings.Host}; stop the program that listens there, or set PORT to another", failure);
        }
        catch (SocketException failure)
        {
            throw new IOException($"cannot listen on {shell.Settings.Host}, PORT {shell.Settings.Port}: {failure.Message}; set HOST and PORT to an address of this machine", failure);
        }
    }
}
